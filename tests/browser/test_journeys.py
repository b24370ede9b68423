"""What people do on the pages beside the overview, from one click to the next and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_a_card_of_service_is_looked_into_and_looked_up(visit: Visit) -> None:
    visitor = visit("/service?team=Billing")
    card = visitor.page.get_by_role("article", name=re.compile("^Resolution time(,|$)"))
    with visitor.one_round_trip():
        card.get_by_role(
            "link", name="Resolution time", exact=True
        ).dblclick()  # one click too many
    assert visitor.link == "/service?team=Billing&metric=resolution_time#trend"
    assert visitor.page.get_by_role("heading", name="Resolution by month").is_visible()
    expect(card).to_have_class(re.compile("cx-card-chosen"))
    card.locator("summary").click()
    with visitor.one_round_trip():
        card.get_by_role("link", name="In the dictionary").click()
    entry = visitor.page.locator("#resolution_time")
    expect(entry).to_be_in_viewport()
    assert entry.get_by_role("heading", name="Resolution time").is_visible()
    with visitor.one_round_trip():
        visitor.page.go_back()
    assert visitor.link == "/service?team=Billing&metric=resolution_time#trend"


def test_an_entry_of_the_dictionary_is_found_from_its_index_and_its_link(visit: Visit) -> None:
    visitor = visit("/dictionary")
    visitor.page.locator(".cx-term", has_text=re.compile("^XQI$")).click()
    expect(visitor.page.locator("#xqi")).to_be_in_viewport()
    assert visitor.round_trips == 1  # what is there already is not asked for
    again = visit("/dictionary#xqi", width=390)
    expect(again.page.locator("#xqi")).to_be_in_viewport()


def test_a_customer_is_reached_from_a_comment_and_left_again(visit: Visit) -> None:
    visitor = visit("/loyalty?region=EMEA")
    link = visitor.page.locator(".cx-comments").get_by_role("link", name=re.compile("^customer "))
    name = link.first.inner_text().removeprefix("customer ")
    with visitor.one_round_trip():
        link.first.click()
    assert visitor.headline.startswith(f"{name}: ")
    expect(visitor.page.get_by_role("search")).to_be_hidden()  # filters say nothing here
    with visitor.one_round_trip():
        visitor.page.get_by_role("link", name="Back to Loyalty").click()
    assert visitor.link == "/loyalty?region=EMEA"
    expect(visitor.page.get_by_role("search")).to_be_visible()


def test_the_journey_is_cut_by_another_segment(visit: Visit) -> None:
    visitor = visit("/journey")
    with visitor.one_round_trip():
        visitor.page.locator(".cx-choice", has_text="Plan").click()
    assert visitor.link == "/journey?by=plan"
    chosen = visitor.page.locator(".cx-choice[aria-current=true]")
    assert chosen.all_inner_texts() == ["CES", "Plan"]
    assert visitor.page.get_by_role("heading", name="CES along the journey by plan").is_visible()


def test_on_a_phone_the_navigation_shows_where_one_is(visit: Visit) -> None:
    visitor = visit("/data", width=390)
    here = visitor.page.locator(".cx-nav[aria-current=true]")
    assert here.inner_text() == "Data"
    expect(here).to_be_in_viewport(ratio=1)
    visitor.page.get_by_role("link", name="Service").click()
    visitor.settle()
    expect(visitor.page.locator(".cx-nav[aria-current=true]")).to_have_text("Service")
    assert visitor.overflow() == 0
