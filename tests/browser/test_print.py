"""On paper: light, whole, without controls, and each sheet says what it is about."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from view.pages import PAGES

pytestmark = pytest.mark.browser

_CONTROLS = "nav, [role=search], button, select, input, .cx-ways, .cx-choices"
_SHEETS = """() => [...document.querySelectorAll("style")].map((one) => one.textContent)
  .filter((text) => text.includes("@top-left"))"""
# Ink that paper does not show: text and marks of charts that are nearly white.
_FAINT = """() => [...document.querySelectorAll(".main-svg text")].filter((one) => {
  const [r, g, b] = getComputedStyle(one).fill.match(/\\d+/g).map(Number);
  return (r + g + b) / 3 > 150;
}).map((one) => one.textContent)"""
# Tables with a cell beyond the sheet, and boxes that cut or scroll what is in them.
_CUT = """() => [...document.querySelectorAll(".cx-scroll")].filter((box) => {
  const edge = box.getBoundingClientRect();
  const beyond = [...box.querySelectorAll("th, td")].some((cell) => {
    const own = cell.getBoundingClientRect();
    return own.right > edge.right + 1 || own.bottom > edge.bottom + 1;
  });
  return beyond || ["auto", "scroll"].includes(getComputedStyle(box).overflowY);
}).map((box) => box.closest("section").getAttribute("aria-label"))"""
_PAPER = {"A4": (700, 1010), "on its side": (1025, 666), "Letter": (718, 930)}  # in CSS pixels


def _print(visitor: Visitor, paper: str) -> None:
    width, height = _PAPER[paper]
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.emulate_media(media="print")
    visitor.page.wait_for_function(f"() => ({_SHEETS})().length == 1")


def _visible(visitor: Visitor, what: str) -> list[str]:
    found = visitor.page.locator(what).filter(visible=True).all()
    return [one.evaluate("one => one.outerHTML.slice(0, 90)") for one in found]


def _wider(visitor: Visitor) -> list[str]:
    return list(
        visitor.page.evaluate(
            """() => [...document.querySelectorAll(".main-svg, .cx-scroll > *")].filter((one) => {
              const own = one.getBoundingClientRect();
              return own.right > document.documentElement.clientWidth + 1;
            }).map((one) => one.closest("section").getAttribute("aria-label"))"""
        )
    )


def _screen_again(visitor: Visitor) -> None:
    visitor.page.emulate_media(media="screen")
    visitor.page.set_viewport_size({"width": 1440, "height": 1000})
    visitor.page.wait_for_function(f"() => ({_SHEETS})().length == 0")


def test_every_page_is_whole_and_light_on_paper(visit: Visit) -> None:
    """On A4; every third on other paper as well."""
    visitor = visit("/overview?region=EMEA&table=trend", theme="dark")
    for place, page in enumerate(PAGES):
        visitor.open(f"/{page}?region=EMEA&table=trend")
        for paper in _PAPER if place % 3 == 0 else ["A4"]:
            _print(visitor, paper)
            _check_paper(visitor)
            _screen_again(visitor)


def _check_paper(visitor: Visitor) -> None:
    body = visitor.page.locator("body")
    assert body.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    ink = body.evaluate("one => getComputedStyle(one).color")
    assert ink == "rgb(23, 32, 51)"
    assert _visible(visitor, _CONTROLS) == []
    assert visitor.page.evaluate(_FAINT) == []
    assert visitor.page.evaluate(_CUT) == []
    assert _wider(visitor) == []
    cut = "one => getComputedStyle(one).breakInside !== 'avoid'"
    panels = visitor.page.locator("#content > .cx-panel").all()
    assert [one for one in panels if one.evaluate(cut)] == []


def test_each_sheet_has_scope_and_dates(visit: Visit) -> None:
    visitor = visit("/overview?region=EMEA&plan=Enterprise")
    _print(visitor, "A4")
    (sheet,) = visitor.page.evaluate(_SHEETS)
    assert "Quillmere Telecom · Overview" in sheet
    assert "Region: EMEA · Plan: Enterprise · 1 Nov 2025 to 31 Oct 2026, compared with" in sheet
    assert "1 Nov 2024 to 31 Oct 2025" in sheet
    assert re.search(r"Data to 31 Oct 2026 · printed on \d+ \w+ 20\d\d", sheet)
    visitor.page.emulate_media(media="screen")
    visitor.page.wait_for_function(f"() => ({_SHEETS})().length == 0")


def test_a_browser_without_margin_boxes_prints_the_scope_once(visit: Visit) -> None:
    visitor = visit("/overview?region=EMEA")
    visitor.page.evaluate("() => { window.CSSMarginRule = undefined; }")
    visitor.page.emulate_media(media="print")
    visitor.page.locator(".cx-running", has_text="Region: EMEA").wait_for()


def _screen(visitor: Visitor) -> object:
    """All elements with their styles; of charts, which are drawn anew, widths and colours."""
    return visitor.page.locator("html").evaluate(
        """(html) => {
          const all = html.cloneNode(true);
          all.querySelectorAll(".js-plotly-plot").forEach((one) => one.remove());
          const charts = [...html.querySelectorAll(".main-svg")].map((one) => [
            one.clientWidth, ...[...one.querySelectorAll("*")].map(({ style }) => style.fill),
          ]);
          return [all.outerHTML.replaceAll(' style=""', ""), charts];
        }"""
    )


def test_a_pdf_in_the_dark_has_charts_as_wide_as_its_sheets(visit: Visit) -> None:
    """Where nothing is emulated: the browser makes the pages, and the screen is as before."""
    visitor = visit("/overview?region=EMEA", theme="dark")
    before = _screen(visitor)
    visitor.page.evaluate(
        """() => matchMedia("print").addEventListener("change", ({ matches }) => {
          const wide = (what) => document.querySelector(what).getBoundingClientRect().width;
          const words = [...document.querySelectorAll(".main-svg text")];
          const inks = words.map((one) => one.style.fill);
          if (matches) window.printed = [wide("#content"), wide(".main-svg"), inks];
        })"""
    )
    for landscape, width in ((False, 695), (True, 1025)):
        pdf = visitor.page.pdf(format="A4", landscape=landscape)
        assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 6
        content, chart, inks = visitor.page.evaluate("window.printed")
        assert abs(content - width) < 10  # not shrunk for something that is too wide
        assert 0.4 * content < chart < content
        assert "rgb(163, 173, 192)" not in inks  # the quiet ink of the dark theme
    visitor.settle()
    visitor.page.wait_for_function("document.querySelector('.main-svg').clientWidth > 0")
    assert visitor.page.locator("html").get_attribute("data-bs-theme") == "dark"
    visitor.page.evaluate("new Promise((drawn) => setTimeout(drawn, 500))")
    assert _screen(visitor) == before
