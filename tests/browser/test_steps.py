"""One click is one step in the history, and a new view is told to those who hear the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def _steps(visitor: Visitor) -> int:
    return int(visitor.page.evaluate("history.length"))


def _announced(visitor: Visitor) -> str:
    return visitor.page.locator("#announcement").inner_text()


def test_a_double_click_is_one_step(visit: Visit) -> None:
    visitor = visit("/overview?region=EMEA&plan=Enterprise&plan=Team")
    links = visitor.page.get_by_role("navigation", name="Pages")
    for what, link in (
        (
            links.get_by_role("link", name="Loyalty"),
            "/loyalty?region=EMEA&plan=Team&plan=Enterprise",
        ),
        # What comes into its place stays.
        (visitor.chip("Region: EMEA"), "/loyalty?plan=Team&plan=Enterprise"),
        (visitor.page.get_by_role("link", name="table").first, None),
    ):
        before = _steps(visitor)
        with visitor.one_round_trip():
            what.dblclick()
        assert _steps(visitor) == before + 1
        assert link is None or visitor.link == link
    visitor.pill("period").dblclick()
    expect(visitor.page.get_by_label("Period", exact=True)).to_be_visible()


def test_a_control_is_one_step_and_a_link_to_here_none(visit: Visit) -> None:
    visitor = visit("/overview")
    before = _steps(visitor)
    visitor.choose("Region", "EMEA")
    assert _steps(visitor) == before + 1
    visitor.page.get_by_role("navigation").get_by_role("link", name="Overview").click()
    assert _steps(visitor) == before + 1
    assert visitor.round_trips == 2


def test_the_navigation_moves_before_the_answer(visit: Visit) -> None:
    visitor = visit("/overview")
    content = visitor.page.locator("#content")
    held: list[Route] = []
    visitor.page.route("**/_dash-update-component*", lambda route: held.append(route))
    link = visitor.page.get_by_role("navigation").get_by_role("link", name="Loyalty")
    link.click()
    expect(link).to_have_attribute("aria-current", "true")
    expect(visitor.page.locator(".cx-here")).to_have_count(1)
    expect(content).to_have_attribute("aria-busy", "true")
    with visitor.one_round_trip():
        held[0].continue_()
    expect(content).to_have_attribute("aria-busy", "false")
    assert visitor.link == "/loyalty"


def test_a_new_view_is_announced_with_its_headline(visit: Visit) -> None:
    visitor = visit("/overview")
    region = visitor.page.locator("#announcement")
    expect(region).to_have_attribute("role", "status")
    assert _announced(visitor) == ""  # the first page is read out as it is
    visitor.choose("Region", "EMEA")
    expect(region).to_have_text(f"Overview: {visitor.headline}")
    with visitor.one_round_trip():
        visitor.page.get_by_role("navigation").get_by_role("link", name="Loyalty").click()
    expect(region).to_have_text(f"Loyalty: {visitor.headline}")
    with visitor.one_round_trip():
        visitor.page.go_back()
    expect(region).to_have_text(f"Overview: {visitor.headline}")


def test_the_focus_stays_in_the_bar_when_a_chip_goes(visit: Visit) -> None:
    visitor = visit("/overview?region=EMEA")
    visitor.chip("Region: EMEA").focus()
    with visitor.one_round_trip():
        visitor.page.keyboard.press("Enter")
    expect(visitor.pill("+ Filter")).to_be_focused()
