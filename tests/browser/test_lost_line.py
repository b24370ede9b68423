"""When the server does not answer: what is old is dimmed, and the line comes back by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

_ASKED = "**/_dash-update-component*"
_LOST = "No connection; trying again…"
_FAILED = "The server could not answer. What you see is of the view before."

_NO_PAUSE_ENDS = """() => {
  const wait = window.setTimeout;
  window.setTimeout = (then, time, ...more) => (time < 1000 ? wait(then, time, ...more) : 0);
}"""


def _compare(visitor: Visitor, value: str) -> None:
    visitor.control("Compare with").select_option(value)


def _strength(visitor: Visitor) -> float:
    style = "one => Number(getComputedStyle(one).opacity)"
    return float(visitor.page.locator("#content").evaluate(style))


def _dimmed(visitor: Visitor) -> None:
    """It is dimmed, a moment after it was asked."""
    expect(visitor.page.locator("#content")).to_have_css("opacity", "0.5")


def _said(visitor: Visitor) -> str:
    return visitor.page.locator(".cx-line").inner_text()


def _forget_network_words(visitor: Visitor) -> None:
    """The browser's own words on requests that failed; nobody else may have said anything."""
    ours = [one for one in visitor.problems if "Failed to load" not in one and "50" not in one[:2]]
    assert ours == []
    visitor.problems.clear()


def test_what_is_old_is_dimmed_until_the_answer_is_there(visit: Visit) -> None:
    visitor = visit("/overview")
    held: list[Route] = []
    visitor.page.route(_ASKED, lambda route: held.append(route))
    visitor.page.get_by_role("link", name="Service", exact=True).click()
    # The navigation and the dimming do not wait.
    expect(visitor.page.locator(".cx-nav.cx-here")).to_have_text("Service")
    _dimmed(visitor)
    assert visitor.page.locator("html.cx-waits").count() == 1
    assert visitor.page.locator("#content").get_attribute("aria-busy") == "true"
    while not held:
        visitor.page.wait_for_timeout(20)
    held[0].continue_()
    visitor.settle()
    assert _strength(visitor) == 1
    assert visitor.page.locator("html.cx-waits").count() == 0
    assert visitor.page.locator("#content").get_attribute("aria-busy") == "false"


@pytest.mark.parametrize("how", ["abort", 502])
def test_a_lost_line_is_tried_again_until_it_is_back(visit: Visit, how: str | int) -> None:
    visitor = visit("/overview")
    wanted = visit("/overview?compare=year-ago")
    tries: list[int] = []

    def lost(route: Route) -> None:
        tries.append(1)
        if len(tries) > 2:
            route.continue_()
        elif isinstance(how, int):
            route.fulfill(status=how, body="nobody there")
        else:
            route.abort()

    visitor.page.route(_ASKED, lost)
    _compare(visitor, "year-ago")
    visitor.page.get_by_text(_LOST).wait_for()
    _dimmed(visitor)
    expect(visitor.page.locator(".cx-line")).to_have_text("")  # by itself
    visitor.settle()
    assert (visitor.link, visitor.cards()) == (wanted.link, wanted.cards())
    assert _strength(visitor) == 1
    assert len(tries) == 3
    _forget_network_words(visitor)


def test_a_dashboard_that_is_opened_without_a_line_comes_when_it_is_there(visit: Visit) -> None:
    visitor = visit("/overview")
    tries: list[int] = []

    def lost(route: Route) -> None:
        tries.append(1)
        if len(tries) > 1:
            route.continue_()
        else:
            route.abort()

    visitor.page.route("**/_dash-layout*", lost)
    visitor.open("/loyalty")
    assert visitor.headline == visit("/loyalty").headline
    assert len(tries) == 2
    _forget_network_words(visitor)


def test_the_newest_wanted_view_is_there_at_once_when_the_line_is_back(visit: Visit) -> None:
    visitor = visit("/overview")
    wanted = visit("/overview?compare=none")
    visitor.page.evaluate(_NO_PAUSE_ENDS)  # by itself: only the line's coming back is heard
    visitor.page.context.set_offline(True)
    _compare(visitor, "year-ago")
    visitor.page.get_by_text(_LOST).wait_for()
    _compare(visitor, "none")
    visitor.page.wait_for_url("**compare=none")
    with visitor.page.expect_response(_ASKED):
        visitor.page.context.set_offline(False)
    expect(visitor.page.locator(".cx-line")).to_have_text("")
    visitor.settle()
    assert (visitor.link, visitor.cards()) == (wanted.link, wanted.cards())
    _forget_network_words(visitor)


def test_a_server_that_fails_is_asked_twice_and_then_by_hand(visit: Visit) -> None:
    visitor = visit("/overview")
    tries: list[int] = []

    def fail(route: Route) -> None:
        tries.append(1)
        route.fulfill(status=500, content_type="application/json", body='{"errors": ["no"]}')

    visitor.page.route(_ASKED, fail)
    _compare(visitor, "year-ago")
    visitor.page.get_by_text(_FAILED).wait_for()
    assert len(tries) == 2
    assert _strength(visitor) < 0.7  # the figures of the view before
    assert visitor.page.locator("html.cx-waits").count() == 0
    visitor.page.unroute(_ASKED)
    with visitor.one_round_trip():
        visitor.page.get_by_role("button", name="Try again").click()
    assert _said(visitor) == ""
    assert visitor.cards() == visit("/overview?compare=year-ago").cards()
    _forget_network_words(visitor)


def test_after_a_failure_another_view_can_be_asked_for(visit: Visit) -> None:
    visitor = visit("/overview")
    visitor.page.route(_ASKED, lambda route: route.fulfill(status=200, body="<p>Please sign in"))
    _compare(visitor, "year-ago")
    visitor.page.get_by_text(_FAILED).wait_for()
    visitor.page.unroute(_ASKED)
    with visitor.one_round_trip():
        visitor.page.get_by_role("link", name="Loyalty", exact=True).click()
    assert _said(visitor) == ""
    assert visitor.link == "/loyalty"


_FAULTY = """() => {
  let made;
  Object.defineProperty(window, "Plotly", {
    get: () => made,
    set: (given) => {
      const react = given.react;
      given.react = (chart, figure, ...more) => {
        if (figure.data.length && chart.closest(".cx-kind-trend")) throw new Error("no room");
        return react(chart, figure, ...more);
      };
      made = given;
    },
  });
}"""


def test_a_chart_that_cannot_be_drawn_fails_alone(visit: Visit) -> None:
    visitor = visit("/data", fresh=True)
    visitor.page.add_init_script(f"({_FAULTY})()")
    visitor.open("/overview")
    (note,) = visitor.page.get_by_text("This chart could not be drawn.").all()
    assert note.locator("xpath=ancestor::section").get_attribute("aria-label") == "NPS by month"
    assert visitor.page.locator(".cx-kind-distribution .bars path").count() == 11
    assert visitor.cards() == visit("/overview").cards()
    panel = visitor.page.locator(".cx-kind-trend")
    with visitor.one_round_trip():
        panel.get_by_role("link", name="table").click()
    assert panel.locator("tbody tr").count() == 12
    assert visitor.page.get_by_text("This chart could not be drawn.").count() == 0
    assert all("A chart could not be drawn: Error: no room" in one for one in visitor.problems)
    visitor.problems.clear()
