"""The bar: what the view is about is always in sight, and each part of it opens or goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

WIDTHS = (1440, 390)
SET = "/overview?region=EMEA&plan=Enterprise"


@pytest.mark.parametrize("width", WIDTHS)
def test_filters_are_in_sight_while_the_page_is_scrolled(visit: Visit, width: int) -> None:
    visitor = visit(SET, width=width)
    visitor.page.mouse.wheel(0, 700)
    visitor.page.wait_for_function("() => window.scrollY > 300")
    assert visitor.chips() == ["EMEA", "Enterprise"]
    for name in ("Region: EMEA", "Plan: Enterprise"):
        expect(visitor.chip(name)).to_be_in_viewport(ratio=1)
        assert _on_top(visitor, name)
    for of in ("period", "comparison", "+ Filter"):
        expect(visitor.pill(of)).to_be_in_viewport(ratio=1)
    assert visitor.overflow() == 0
    with visitor.one_round_trip():
        visitor.chip("Region: EMEA").click()
    assert visitor.link == "/overview?plan=Enterprise"
    assert visitor.chips() == ["Enterprise"]


def _on_top(visitor: Visitor, name: str) -> bool:
    """Whether the chip can be hit, and no word of it is cut off."""
    return bool(
        visitor.chip(name).evaluate(
            """(chip) => {
              const box = chip.getBoundingClientRect();
              const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              const words = chip.querySelector(".cx-applied-words");
              return chip.contains(hit) && words.scrollWidth <= words.clientWidth + 1
                && chip.scrollWidth <= chip.clientWidth;
            }"""
        )
    )


def test_chips_say_what_the_link_says(visit: Visit) -> None:
    visitor = visit("/overview")
    assert visitor.chips() == []
    visitor.choose("Region", "EMEA")
    visitor.choose("Region", "APAC")
    assert visitor.chips() == ["EMEA", "APAC"]
    visitor.open("/overview?region=EMEA&grain=week&compare=none&period=last-quarter")
    assert visitor.chips() == ["EMEA", "by week"]
    expect(visitor.pill("period")).to_contain_text("3 months to 30 Sep 2026")
    expect(visitor.pill("comparison")).to_contain_text("no comparison")
    with visitor.one_round_trip():
        visitor.page.get_by_role("link", name="Remove by week").click()
    assert visitor.link == "/overview?period=last-quarter&compare=none&region=EMEA"
    with visitor.one_round_trip():
        visitor.page.go_back()
    assert visitor.chips() == ["EMEA", "by week"]


def test_what_is_chosen_is_read_in_full_in_its_filter(visit: Visit) -> None:
    visitor = visit("/overview?touchpoint=Support+chat&touchpoint=Billing&touchpoint=Website")
    button = visitor.filter_button("Touchpoint")
    for level in ("Support chat", "Billing", "Website"):
        expect(button).to_contain_text(level)
    assert "selected" not in button.inner_text()
    said = button.locator(".dash-dropdown-value")
    assert said.evaluate("(one) => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_pill_opens_over_the_page_and_closes(visit: Visit, width: int) -> None:
    visitor = visit("/overview", width=width)
    page, top = visitor.page, visitor.page.locator("#content h1").bounding_box()
    preset = page.get_by_label("Period", exact=True)
    period, filters = visitor.pill("period"), visitor.pill("+ Filter")
    period.click()
    expect(preset).to_be_visible()
    expect(preset).to_be_in_viewport(ratio=1)
    assert page.locator("#content h1").bounding_box() == top
    page.keyboard.press("Escape")
    expect(preset).to_be_hidden()
    expect(period).to_be_focused()
    page.keyboard.press("Enter")
    expect(preset).to_be_visible()
    filters.click()  # the other closes
    expect(preset).to_be_hidden()
    visitor.filter_button("Region").click()
    page.keyboard.press("Escape")  # of the list alone
    expect(page.locator(".dash-dropdown-content")).to_have_count(0)
    expect(visitor.page.locator(".cx-filters")).to_have_attribute("open", "")
    page.locator("#content h1").click(position={"x": 5, "y": 5})
    expect(page.locator(".cx-pop[open]")).to_have_count(0)


def test_a_list_stays_where_it_is_while_chips_come(visit: Visit) -> None:
    visitor = visit("/overview")
    button = visitor.filter_button("Region")
    before = button.bounding_box()
    button.click()
    with visitor.one_round_trip():
        visitor.page.get_by_role("checkbox", name="EMEA", exact=True).check()
    assert visitor.chips() == ["EMEA"]
    assert visitor.filter_button("Region").bounding_box() == before


def test_on_a_telephone_the_page_begins_above_half_of_the_screen(visit: Visit) -> None:
    visitor = visit("/overview", width=390)
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    for link in ("/overview", SET):
        if link == SET:
            visitor.open(link)
        box = visitor.page.locator("#content h1").bounding_box()
        assert box is not None
        assert box["y"] < 250
        navigation = visitor.page.get_by_role("navigation", name="Pages").bounding_box()
        assert navigation is not None
        assert navigation["height"] < 50  # one line, above the bar
        assert navigation["y"] < box["y"]


def test_the_rest_is_offered_where_there_is_one(visit: Visit) -> None:
    visitor = visit("/overview")
    rest = visitor.control("Compare with").locator("option[value='rest']")
    expect(rest).to_have_text("Against the rest (choose a segment first)")
    expect(rest).to_be_disabled()
    visitor.fold()
    visitor.choose("Region", "EMEA")
    visitor.control("Compare with")
    expect(rest).to_have_text("Against the rest")
    expect(rest).to_be_enabled()
    with visitor.one_round_trip():
        visitor.control("Compare with").select_option("rest")
    visitor.fold()
    with visitor.one_round_trip():
        visitor.chip("Region: EMEA").click()
    assert visitor.link == "/overview"  # nothing is left to compare with the rest
