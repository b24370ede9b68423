"""In the dark, on a telephone, and without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def _theme(visitor: Visitor) -> str:
    return str(visitor.page.locator("html").get_attribute("data-bs-theme"))


def _ink(visitor: Visitor) -> str:
    tick = visitor.chart("trend").locator(".ytick text").first
    return str(tick.evaluate("(one) => getComputedStyle(one).fill"))


def test_the_dark_theme_redraws_the_charts_and_is_kept(visit: Visit) -> None:
    visitor = visit("/overview")
    light = _ink(visitor)
    with visitor.one_round_trip():
        visitor.page.get_by_role("button", name="Dark theme").click()
    dark = _ink(visitor)
    assert _theme(visitor) == "dark"
    assert dark != light
    visitor.page.reload()
    visitor.settle()
    assert (_theme(visitor), _ink(visitor)) == ("dark", dark)
    assert visitor.page.get_by_role("button", name="Light theme").is_visible()


def test_a_tab_takes_on_the_theme_chosen_in_another(visit: Visit) -> None:
    visitor = visit("/overview")
    light = _ink(visitor)
    other = visitor.page.context.new_page()
    other.goto("/loyalty")
    other.get_by_role("button", name="Dark theme").click()
    expect(other.locator("html")).to_have_attribute("data-bs-theme", "dark")
    visitor.choose("Region", "EMEA")
    assert _theme(visitor) == "dark"  # charts and page alike
    assert _ink(visitor) != light
    assert visitor.page.get_by_role("button", name="Light theme").is_visible()


def test_the_theme_of_the_system_is_taken_at_first(visit: Visit) -> None:
    assert _theme(visit("/overview", theme="dark")) == "dark"


def test_on_a_telephone_the_filters_are_folded_and_work(visit: Visit) -> None:
    visitor = visit("/overview", width=390)
    region = visitor.page.locator(".cx-field", has_text="Region")
    assert not region.is_visible()
    visitor.choose("Region", "EMEA")
    assert visitor.link == "/overview?region=EMEA"
    assert not region.is_visible()
    assert visitor.overflow() == 0


def _tab_to(visitor: Visitor, wanted: str, most: int = 40) -> None:
    """Press Tab until what has the focus is named like that."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        focused = visitor.page.locator("*:focus")
        if focused.count() and re.search(wanted, focused.aria_snapshot()):
            return
    raise AssertionError(f"{wanted} was not reached with {most} presses of Tab")


def test_a_view_is_made_with_the_keyboard_alone(visit: Visit) -> None:
    visitor = visit("/overview")
    keyboard = visitor.page.keyboard
    _tab_to(visitor, "Skip to content", most=1)
    _tab_to(visitor, r"\+ Filter")
    keyboard.press("Enter")
    _tab_to(visitor, 'button "Region')
    keyboard.press("Enter")
    expect(visitor.page.get_by_placeholder("Search")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(visitor.page.get_by_role("checkbox", name="EMEA")).to_be_focused()
    with visitor.one_round_trip():
        keyboard.press("Space")
    keyboard.press("Escape")
    expect(visitor.filter_button("Region")).to_be_focused()
    assert visitor.link == "/overview?region=EMEA"
    keyboard.press("Escape")
    expect(visitor.pill("+ Filter")).to_be_focused()
    visitor.page.reload()
    visitor.settle()
    _tab_to(visitor, 'link "Loyalty')
    with visitor.one_round_trip():
        keyboard.press("Enter")
    assert visitor.link == "/loyalty?region=EMEA"


def test_the_first_link_skips_to_the_content(visit: Visit) -> None:
    visitor = visit("/overview")
    _tab_to(visitor, "Skip to content", most=1)
    visitor.page.keyboard.press("Enter")
    _tab_to(visitor, 'link "Why', most=1)
