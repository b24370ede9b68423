"""What a filter change leaves as it is: nodes, charts, the place, and the memory of the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Visit
from tests.browser.measures import held

pytestmark = pytest.mark.browser

_ASKED = "**/_dash-update-component*"
_PARTS = (
    "#content > *, .cx-card, .cx-panel > header, .cx-chart, .dash-graph, .js-plotly-plot, .main-svg"
)
# Each of these elements is marked, and counted again by its mark.
_MARK = f"() => document.querySelectorAll('{_PARTS}').forEach((one) => {{ one.cxSeen = 1; }})"
_COUNT = (
    f"() => [...document.querySelectorAll('{_PARTS}')].reduce("
    "([all, seen], one) => [all + 1, seen + (one.cxSeen || 0)], [0, 0])"
)


def test_nothing_is_mounted_anew_by_a_filter(visit: Visit) -> None:
    visitor = visit("/overview")
    before = visitor.cards()
    visitor.page.evaluate(_MARK)
    visitor.choose("Plan", "Team")
    assert visitor.cards() != before
    everything, kept = visitor.page.evaluate(_COUNT)
    assert everything == kept > 40
    visitor.page.go_back()
    visitor.page.wait_for_function("() => !document.querySelector('.cx-applied')")
    visitor.settle()
    assert visitor.cards() == before
    assert visitor.page.evaluate(_COUNT) == [everything, everything]


_WATCH = """() => {
  window.drawn = [];
  const react = window.Plotly.react;
  window.Plotly.react = (plot, ...more) => {
    const panel = plot.closest(".cx-panel").querySelector("h2").textContent;
    window.drawn.push([panel, plot.getBoundingClientRect().top < window.innerHeight]);
    return react(plot, ...more);
  };
}"""


def test_a_chart_that_did_not_change_is_not_drawn(visit: Visit) -> None:
    """A grain changes the trend alone, and where the points of all charts lead."""
    visitor = visit("/overview")
    visitor.page.evaluate(_WATCH)
    with visitor.one_round_trip():
        visitor.control("By").select_option("quarter")
    assert visitor.page.evaluate("window.drawn.map(([panel]) => panel)") == ["NPS by quarter"]
    links = visitor.chart("distribution").evaluate("(one) => one.cxLinks.flat()")
    assert all("grain=quarter" in link for link in links)


def test_charts_on_the_screen_are_drawn_before_those_below(visit: Visit) -> None:
    visitor = visit("/loyalty")
    visitor.page.evaluate(_WATCH)
    visitor.choose("Region", "EMEA")
    order = visitor.page.evaluate("window.drawn.map(([, seen]) => seen)")
    assert order == sorted(order, reverse=True)
    assert set(order) == {True, False}


def test_of_two_quick_changes_the_second_is_shown(visit: Visit) -> None:
    wanted = visit("/overview?compare=none")
    visitor = visit("/overview")
    late: list[Route] = []

    def hold_first(route: Route) -> None:
        if late:
            route.continue_()
        late.append(route)

    visitor.page.route(_ASKED, hold_first)
    compare = visitor.control("Compare with")
    compare.select_option("year-ago")
    while not late:
        visitor.page.wait_for_timeout(20)
    with visitor.page.expect_response(_ASKED):
        compare.select_option("none")
    visitor.settle()
    shown = visitor.cards()
    late[0].continue_()  # what is late is not put over what is newer
    visitor.page.wait_for_timeout(500)
    assert (visitor.link, visitor.cards()) == (wanted.link, wanted.cards())
    assert shown == wanted.cards()


def test_charts_that_go_leave_nothing_behind(visit: Visit) -> None:
    """Of a chart that becomes a table and comes back, and of pages that come and go."""
    visitor = visit("/overview", fresh=True)
    before = held(visitor.page)
    for _ in range(5):
        for link in ("Loyalty", "Overview"):
            with visitor.one_round_trip():
                visitor.page.get_by_role("navigation").get_by_role("link", name=link).click()
        with visitor.one_round_trip():
            visitor.page.locator("#trend").get_by_role("link", name="table").click()
        with visitor.one_round_trip():
            visitor.page.locator("#trend").get_by_role("link", name="chart").click()
    after = held(visitor.page)
    assert after.nodes < 1.5 * before.nodes  # ten pages left behind are several times as many
    assert after.listeners < 1.5 * before.listeners


def test_the_place_on_the_page_stays(visit: Visit) -> None:
    visitor = visit("/overview")
    visitor.page.evaluate("window.scrollTo(0, 600)")
    visitor.choose("Region", "EMEA")
    assert visitor.page.evaluate("window.scrollY") == 600
