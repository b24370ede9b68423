"""axe-core finds nothing that breaks WCAG 2.1, level A or AA, on any page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from view.pages import PAGES

pytestmark = pytest.mark.browser

_AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
_RUN = """async (rules) => {
  const found = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
  return [found.passes.length, found.violations.flatMap(
    (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html} ${node.failureSummary}`))];
}"""

_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
_COLORS = {"type": "rule", "values": ["color-contrast"]}
THEMES = ("light", "dark")
OTHERS = (1440, 1024, 768, 720)  # of which each page has one in turn; 720: 1440 at 200 %


def violations(visitor: Visitor) -> list[str]:
    visitor.page.evaluate(_AXE)
    passed, violations = visitor.page.evaluate(_RUN, _LEVELS)
    assert passed > 10  # rules that had something to look at
    return list(violations)


def faint(visitor: Visitor) -> list[str]:
    """What can't be read on its background: all that another theme can change."""
    visitor.page.evaluate(_AXE)
    passed, violations = visitor.page.evaluate(_RUN, _COLORS)
    assert passed
    return list(violations)


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_passes_and_is_no_wider_than_its_window(visit: Visit, theme: str) -> None:
    """axe: dark its colours, light all on a telephone; colours are the same at all widths."""
    visitor = visit("/overview", theme=theme)
    found: dict[str, list[str]] = {}
    wider = []
    for place, page in enumerate(PAGES):
        if page != "overview":
            visitor.open(f"/{page}")
        other = OTHERS[place % len(OTHERS)]
        for width in (other, 390) if theme == "light" else (1440,):
            visitor.page.set_viewport_size({"width": width, "height": 1000})
            visitor.settle()
            if width == (390 if theme == "light" else 1440):
                found[page] = violations(visitor) if theme == "light" else faint(visitor)
            wider += [(page, width)] * bool(visitor.overflow())
        visitor.page.set_viewport_size({"width": 1440, "height": 1000})
    assert found == {page: [] for page in PAGES}
    assert wider == []


@pytest.mark.parametrize("theme", THEMES)
def test_an_open_filter_passes_before_and_after_a_choice(visit: Visit, theme: str) -> None:
    visitor = visit("/overview", theme=theme)
    visitor.filter_button("Region").click()
    options = visitor.page.get_by_role("group", name="Region")
    expect(options).to_be_visible()
    assert violations(visitor) == []
    with visitor.one_round_trip():
        options.get_by_role("checkbox", name="EMEA").check()
    assert violations(visitor) == []


@pytest.mark.parametrize(("theme", "width"), [("light", 1024), ("dark", 390)])
def test_open_pills_and_chips_pass(visit: Visit, theme: str, width: int) -> None:
    visitor = visit("/loyalty?region=EMEA&priority=High", width=width, theme=theme)
    for of in ("period", "comparison", "+ Filter"):
        visitor.pill(of).click()
        assert violations(visitor) == []


@pytest.mark.parametrize("theme", THEMES)
def test_panels_as_tables_a_notice_and_an_empty_view_pass(visit: Visit, theme: str) -> None:
    visitor = visit("/overview?table=trend&table=distribution&region=Atlantis", theme=theme)
    assert visitor.page.locator(".cx-notices").count() == 1
    assert violations(visitor) == []
    visitor.open("/loyalty?table=shares&table=by_segment&compare=rest&region=EMEA")
    assert visitor.page.locator("table").count() >= 2
    assert violations(visitor) == []
    visitor.open("/overview?from=2023-01-01&to=2023-01-31")
    assert violations(visitor) == []
    for link in ("/customer?customer_id=C05165", "/customer?customer_id=C05165&table=timeline"):
        visitor.open(link)
        assert visitor.page.locator(".cx-facts").count() == 1
        assert violations(visitor) == []
