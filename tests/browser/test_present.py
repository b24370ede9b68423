"""On a projector: one thing at a time, by the arrow keys, and nothing to operate."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import THEMES, violations
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

_CONTROLS = "nav, [role=search], select, input, summary, .cx-ways, .cx-choices, .cx-button"


def _present(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Present").click()
    expect(visitor.page.locator(".cx-place")).to_have_text(f"1 of {len(_order(visitor))}")


def _order(visitor: Visitor) -> list[str]:
    """The slides: the headline, its findings, the panels."""
    findings = visitor.page.locator("#content > header .cx-finding-name").all_inner_texts()
    panels = visitor.page.locator("#content > section h2").all_text_contents()
    return [visitor.headline, *findings, *panels]


def _slide(visitor: Visitor) -> str:
    (shown,) = visitor.page.locator("#content > *").filter(visible=True).all()
    told = shown.locator("[data-told]")
    if told.count():
        return told.locator(".cx-finding-name").inner_text()
    return str(shown.locator("h1, h2").first.text_content())


def test_the_arrow_keys_go_through_headline_findings_and_panels(visit: Visit) -> None:
    visitor = visit("/overview?region=EMEA")
    keyboard, link, order = visitor.page.keyboard, visitor.link, _order(visitor)
    _present(visitor)
    for place, expected in enumerate(order):
        expect(visitor.page.locator(".cx-place")).to_have_text(f"{place + 1} of {len(order)}")
        assert _slide(visitor) == expected
        left = visitor.page.locator(_CONTROLS).filter(visible=True).all_inner_texts()
        assert left == ["Leave"]
        keyboard.press(["ArrowRight", "PageDown", "Space", "ArrowDown"][place % 4])
    assert _slide(visitor) == order[-1]  # nothing comes after it
    keyboard.press("ArrowLeft")
    keyboard.press("PageUp")
    assert _slide(visitor) == order[-3]
    about = visitor.page.locator(".cx-about").inner_text()
    assert "Quillmere Telecom · Overview · Region: EMEA · 1 Nov 2025 to 31 Oct 2026" in about
    keyboard.press("Escape")
    expect(visitor.page.locator("nav")).to_be_visible()
    assert visitor.page.locator(".cx-present").count() == 0
    expect(visitor.page.get_by_role("button", name="Present")).to_be_focused()
    assert visitor.link == link


def test_a_panel_is_as_large_as_the_window_and_comes_back_to_its_size(visit: Visit) -> None:
    visitor = visit("/overview")
    chart = visitor.chart("trend").locator(".main-svg").first
    before = chart.bounding_box()
    _present(visitor)
    trend = _order(visitor).index("NPS by month")
    for _ in range(trend):
        visitor.page.keyboard.press("ArrowRight")
    visitor.page.wait_for_function(
        """() => document.querySelector("[data-slide] .main-svg").getBoundingClientRect().height
          > 0.7 * window.innerHeight"""
    )
    during = chart.bounding_box()
    assert during
    assert during["width"] > 0.9 * 1440
    text = visitor.page.locator("[data-slide] .xtick text").first
    size = "one => one.getBoundingClientRect().height"
    assert text.evaluate(size) > 20  # of 12 pixel type
    # The pointer finds the points of a chart that is drawn larger.
    visitor.hover_mark(visitor.chart("trend").locator(".scatterlayer .points path").first)
    visitor.page.get_by_role("button", name="Leave").click()
    visitor.page.wait_for_function(
        f"""() => Math.abs(document.querySelector("[id*=trend] .main-svg")
          .getBoundingClientRect().height - {before and before["height"]}) < 1"""
    )


def test_a_page_without_findings_or_panels_is_shown_too(visit: Visit) -> None:
    visitor = visit("/overview?from=2023-01-01&to=2023-01-31")
    visitor.page.get_by_role("button", name="Present").click()
    expect(visitor.page.locator(".cx-place")).to_have_text("1 of 1")
    visitor.page.keyboard.press("ArrowRight")
    expect(visitor.page.locator("h1")).to_be_visible()


def test_another_view_begins_at_its_headline(visit: Visit) -> None:
    visitor = visit("/overview")
    visitor.page.get_by_role("link", name="Loyalty", exact=True).click()
    visitor.page.wait_for_url("**/loyalty")
    visitor.settle()
    _present(visitor)
    visitor.page.keyboard.press("ArrowRight")
    with visitor.one_round_trip():
        visitor.page.go_back()
    expect(visitor.page.locator(".cx-place")).to_have_text(f"1 of {len(_order(visitor))}")
    assert _slide(visitor) == visitor.headline


@pytest.mark.parametrize("theme", THEMES)
def test_every_slide_passes_axe(visit: Visit, theme: str) -> None:
    """Each in one theme; what is on them in both, `test_accessibility.py` has."""
    visitor = visit("/overview", theme=theme)
    _present(visitor)
    for place, _ in enumerate(_order(visitor)):
        if place % 2 == THEMES.index(theme):
            assert violations(visitor) == []
        visitor.page.keyboard.press("ArrowRight")
