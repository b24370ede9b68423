"""Charts, rows and rankings without a mouse: by keyboard, and with a finger."""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def _focused(visitor: Visitor, panel: str) -> Locator:
    chart = visitor.page.locator(".cx-chart", has=visitor.chart(panel))
    chart.focus()
    return chart


def _told(visitor: Visitor) -> str:
    return visitor.page.locator("#point").inner_text()


def test_arrow_keys_go_through_a_trend_and_enter_narrows_to_the_month(visit: Visit) -> None:
    visitor = visit("/overview?grain=month")
    keyboard = visitor.page.keyboard
    chart = _focused(visitor, "trend")
    assert "Arrow keys move from point to point, Enter filters." in chart.aria_snapshot()
    keyboard.press("ArrowRight")
    assert _told(visitor).startswith("Nov 2025, NPS ")
    shown = chart.locator(".hovertext")
    expect(shown).to_contain_text("Nov 2025")
    for _ in range(4):
        keyboard.press("ArrowRight")
    assert _told(visitor).startswith("Mar 2026")
    keyboard.press("End")
    assert _told(visitor).startswith("Oct 2026")
    keyboard.press("ArrowRight")
    assert _told(visitor).startswith("Oct 2026")  # there is none after it
    keyboard.press("Escape")
    expect(shown).to_have_count(0)
    assert _told(visitor) == ""
    keyboard.press("Home")
    keyboard.press("ArrowDown")
    with visitor.one_round_trip():
        keyboard.press("Enter")
    assert visitor.link == "/overview?from=2025-12-01&to=2025-12-31"
    assert visitor.page.evaluate("document.activeElement.className") == "cx-chart"


def test_rows_are_read_from_the_top_and_a_second_enter_frees(visit: Visit) -> None:
    visitor = visit("/overview")
    keyboard = visitor.page.keyboard
    chart = _focused(visitor, "ces:1-7_by_touchpoint")
    top = chart.locator(".ytick text").last.text_content() or ""
    keyboard.press("ArrowDown")
    assert _told(visitor).startswith(f"{top}, CES ")
    with visitor.one_round_trip():
        keyboard.press("Enter")
    assert parse_qs(urlsplit(visitor.link).query) == {"touchpoint": [top]}
    _focused(visitor, "ces:1-7_by_touchpoint")
    keyboard.press("ArrowDown")
    with visitor.one_round_trip():
        keyboard.press("Enter")
    assert visitor.link == "/overview"


def test_every_chart_tells_all_its_points(visit: Visit) -> None:
    """As many stops as there are different things to tell, each in the window and told once."""
    visitor = visit("/overview", width=1024)
    for link in ("/overview", "/loyalty", "/journey", "/customers", "/service"):
        if link != "/overview":
            visitor.open(link)
        for chart in visitor.page.locator(".cx-chart").all():
            chart.focus()
            told = []
            visitor.page.keyboard.press("Home")
            while True:
                told.append(_told(visitor))
                assert told[-1]
                box = chart.locator(".hoverlayer").bounding_box()
                assert box is not None
                assert box["y"] >= 0
                assert box["y"] + box["height"] <= 1000
                visitor.page.keyboard.press("ArrowRight")
                if _told(visitor) == told[-1]:
                    break
            own = chart.evaluate(
                """(one) => new Set(one.querySelector(".js-plotly-plot").data.flatMap(
                     (trace) => trace.hovertext || []).filter(Boolean)).size"""
            )
            assert len(told) == own
            visitor.page.keyboard.press("Escape")


def _asked(link: str) -> tuple[str, list[tuple[str, str]]]:
    """The page of a link and what it asks for, but for what is shown as a table."""
    path, query = urlsplit(link).path, parse_qsl(urlsplit(link).query)
    return path, sorted(pair for pair in query if pair[0] != "table")


@pytest.mark.parametrize(
    ("link", "panel"),
    [
        ("/overview?region=EMEA", "ces:1-7_by_touchpoint"),
        ("/overview?region=EMEA", "distribution"),
        ("/loyalty?grain=quarter", "shares"),
        ("/service?team=Billing", "backlog"),
    ],
)
def test_a_row_leads_where_its_point_does(visit: Visit, link: str, panel: str) -> None:
    visitor = visit(link)
    of_points = visitor.chart(panel).evaluate("(one) => [...new Set(one.cxLinks.flat())]")
    visitor.open(f"{link}&table={panel}")
    rows = visitor.page.locator(".cx-table tbody th a")
    of_rows = [row.get_attribute("href") or "" for row in rows.all()]
    assert len(of_rows) > 2
    # In a table it stays a table.
    assert sorted(_asked(one) for one in of_rows) == sorted(_asked(one) for one in of_points)
    with visitor.one_round_trip():
        rows.first.click()


def test_a_finger_sees_first_and_then_filters(whole_browser: Browser, address: str) -> None:
    """In a whole browser: one without a window leaves out the first touch of a page."""
    visitor = Visitor(whole_browser, address, 390, "light", touch=True)
    visitor.open("/overview?grain=month")
    points = visitor.chart("trend").locator(".scatterlayer .point")

    def tap(at: int) -> None:
        points.nth(at).scroll_into_view_if_needed()
        box = points.nth(at).bounding_box()
        assert box is not None
        finger = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
        visitor.page.wait_for_timeout(100)  # as long as a finger stays, and what it sees is shown
        screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        visitor.page.wait_for_timeout(300)

    screen = visitor.page.context.new_cdp_session(visitor.page)
    asked = visitor.round_trips
    shown = visitor.chart("trend").locator(".hovertext")
    tap(4)
    expect(shown).to_contain_text("Mar 2026")
    tap(6)
    expect(shown).to_contain_text("May 2026")
    assert visitor.round_trips == asked
    with visitor.one_round_trip():
        tap(6)
    assert visitor.link == "/overview?from=2026-05-01&to=2026-05-31"
    visitor.close()
    assert visitor.problems == []


def test_a_double_click_is_one_step(visit: Visit) -> None:
    visitor = visit("/overview")
    chart = visitor.chart("ces:1-7_by_touchpoint")
    mark = chart.locator(".scatterlayer .trace").last.locator(".point").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    steps = visitor.page.evaluate("history.length")
    with visitor.one_round_trip():
        visitor.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert visitor.link.startswith("/overview?touchpoint=")
    assert visitor.page.evaluate("history.length") == steps + 1


def test_an_agent_is_shown_and_the_list_and_the_place_stay(visit: Visit) -> None:
    visitor = visit("/service")
    listed = visitor.page.locator(".cx-kind-ranking", has_text="Agents by").locator("li")
    before = listed.count()
    agent = listed.nth(3).get_by_role("link")
    name = agent.inner_text()
    agent.scroll_into_view_if_needed()
    place = agent.evaluate("(one) => one.getBoundingClientRect().top")
    scrolled = visitor.page.evaluate("scrollY")
    with visitor.one_round_trip():
        agent.click()
    assert parse_qs(urlsplit(visitor.link).query) == {"agent": [name]}
    assert listed.count() == before
    chosen = visitor.page.locator(".cx-ranking li[aria-current='true']")
    assert chosen.get_by_role("link").inner_text() == name
    assert scrolled > 500
    assert chosen.get_by_role("link").evaluate(
        "(one) => one.getBoundingClientRect().top"
    ) == pytest.approx(place, abs=400)
    assert visitor.page.evaluate("scrollY") > 500
    with visitor.one_round_trip():
        chosen.get_by_role("link").click()
    assert visitor.link == "/service"
