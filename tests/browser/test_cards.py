"""Cards and findings: opened by keyboard, followed as a whole, and what they change is seen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def card(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("article", name=name).first


def in_sight(visitor: Visitor, what: Locator) -> bool:
    """True where its top is in the window, below the bar."""
    bar = visitor.page.locator(".cx-bar").bounding_box()
    box = what.bounding_box()
    assert bar and box
    return bool(bar["y"] + bar["height"] - 1 <= box["y"] < 900)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_card_is_followed_wherever_it_is_clicked(visit: Visit, width: int) -> None:
    visitor = visit("/overview", width=width)
    trend = visitor.page.locator("#trend")
    for name, key in (("Customer effort: ease", "ces"), ("Retention rate", "retention_rate")):
        box = card(visitor, name).bounding_box()
        assert box is not None
        card(visitor, name).click(position={"x": box["width"] - 12, "y": box["height"] - 12})
        visitor.page.wait_for_url(f"**metric={key}#trend")
        visitor.settle()
        expect(card(visitor, name)).to_have_class(re.compile("cx-card-chosen"))
        visitor.page.wait_for_timeout(300)
        assert in_sight(visitor, trend)


def test_more_about_a_card_opens_by_keyboard(visit: Visit) -> None:
    visitor = visit("/overview")
    nps = card(visitor, "Net Promoter Score")
    more = nps.locator("summary")
    expect(more).to_have_accessible_name("More about Net Promoter Score")
    more.focus()
    visitor.page.keyboard.press("Enter")
    sheet = nps.locator(".cx-card-sheet")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("16,955 answers")
    assert visitor.link == "/overview"  # it is no way to follow the card
    visitor.page.keyboard.press("Enter")
    expect(sheet).to_be_hidden()


@pytest.mark.parametrize("width", [1440, 1024, 768, 390])
def test_what_a_card_opens_stays_in_the_window(visit: Visit, width: int) -> None:
    visitor = visit("/overview", width=width)
    for one in visitor.page.locator(".cx-card summary").all():
        one.click()
        box = visitor.page.locator("details[open] > .cx-card-sheet").bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert visitor.overflow() == 0
        one.click()


def test_a_finding_leads_to_the_view_that_shows_it(visit: Visit) -> None:
    visitor = visit("/overview")
    assert len(visitor.headline.split()) <= 25
    lines = visitor.page.locator(".cx-finding")
    assert 1 <= lines.count() <= 3
    lines.first.click()  # the whole line is the link
    visitor.page.wait_for_url("**/why?*metric=ces*")
    visitor.settle()
    place = visitor.page.locator(".cx-places a").first
    expect(place).to_have_text("Billing where Region is EMEA")
    place.click()
    visitor.page.wait_for_url("**/why?*region=EMEA*")
    visitor.settle()
    assert "touchpoint=Billing" in visitor.link and "metric=ces" in visitor.link
    assert visitor.headline.startswith("Billing, EMEA: ")
