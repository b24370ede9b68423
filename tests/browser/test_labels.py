"""No label of a chart lies over another, and a hover text is seen whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

WIDTHS = (390, 1024, 1440)
GRAINS = (
    "grain=day&period=last-90-days",
    "grain=week",
    "grain=month&period=all",
)
PAGES = ("overview", "loyalty", "service", "customers")

_FITS = """() => [...document.querySelectorAll(".dash-graph")].every((graph) => {
  const svg = graph.querySelector(".main-svg");
  return svg && Math.abs(svg.getBoundingClientRect().width - graph.clientWidth) < 2;
})"""
_OVERLAPS = """() => [...document.querySelectorAll(".dash-graph")].flatMap((graph) => {
  const found = [];
  const kinds = [".xtick", ".x2tick", ".ytick", ".y2tick", ".annotation"];
  for (const axis of kinds.map((kind) => kind + " text")) {
    const boxes = [...graph.querySelectorAll(axis)].map((one) => one.getBoundingClientRect())
      .filter((box) => box.width);
    if (axis === ".xtick text" && !boxes.length) {
      found.push(graph.id + " has no label");
    }
    boxes.forEach((one, at) => boxes.slice(at + 1).forEach((other) => {
      const x = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const y = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (x > 0.5 && y > 1) {
        found.push(`${graph.id} ${axis}: ${Math.round(x)} × ${Math.round(y)}`);
      }
    }));
  }
  return found;
})"""


@pytest.mark.parametrize("page", PAGES)
def test_labels_never_overlap(visit: Visit, page: str) -> None:
    visitor = visit(f"/{page}?{GRAINS[0]}")
    found = {}
    for grain in GRAINS:
        if grain != GRAINS[0]:
            visitor.open(f"/{page}?{grain}")
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": 1000})
            visitor.page.wait_for_function(_FITS)
            found[grain, width] = visitor.page.evaluate(_OVERLAPS)
    assert found == {key: [] for key in found}


def test_of_points_that_are_close_one_is_named(visit: Visit) -> None:
    visitor = visit("/voice", width=390)
    visitor.page.wait_for_function(_FITS)
    names = visitor.chart("quadrant").locator(".annotation")
    visitor.page.wait_for_selector(".annotation.cx-thinned", state="attached")
    assert 0 < names.locator("visible=true").count() < names.count() == 6
    assert visitor.page.evaluate(_OVERLAPS) == []


def _hovered(visitor: Visitor, panel: str, point: int, below: float) -> FloatRect:
    """The box of the hover text of a point that stands so many pixels below the window's top."""
    mark = visitor.chart(panel).locator(".scatterlayer .point").nth(point)
    top = mark.evaluate("(one) => one.getBoundingClientRect().top + scrollY")
    visitor.page.evaluate(f"scrollTo({{ top: {top - below}, behavior: 'instant' }})")
    found = visitor.hover_mark(mark).bounding_box()
    assert found is not None
    return found


def test_a_hover_text_is_not_below_the_bar(visit: Visit) -> None:
    visitor = visit("/overview?grain=month")
    bar = visitor.page.locator(".cx-bar").bounding_box()
    assert bar is not None
    found = _hovered(visitor, "trend", 3, below=bar["height"] + 8)
    assert found["y"] >= bar["height"]


@pytest.mark.parametrize("panel", ["trend", "ces:1-7_by_touchpoint"])
def test_a_long_hover_text_is_whole_on_a_telephone(visit: Visit, panel: str) -> None:
    visitor = visit("/overview?grain=month", width=390)
    points = visitor.chart(panel).locator(".scatterlayer .trace").last.locator(".point").count()
    for point in range(points):
        found = _hovered(visitor, panel, point, below=500)
        assert found["x"] >= 0
        assert found["x"] + found["width"] <= 390
    assert visitor.overflow() == 0


def test_what_scrolls_sideways_looks_like_it(visit: Visit) -> None:
    visitor = visit("/journey", width=390)
    scroll = visitor.page.locator(".cx-kind-journey .cx-scroll")
    assert "cx-more-right" in (scroll.get_attribute("class") or "")
    assert "cx-more-left" not in (scroll.get_attribute("class") or "")
    scroll.evaluate("(one) => { one.scrollLeft = one.scrollWidth; }")
    visitor.page.wait_for_selector(".cx-kind-journey .cx-more-left:not(.cx-more-right)")
