"""No dead ends: a filter that a page can't use, a view that has nothing to show."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_an_address_that_is_no_page_says_so_and_leads_out(visit: Visit) -> None:
    visitor = visit("/loyality?region=EMEA")
    assert visitor.headline == "There is no such page."
    assert visitor.page.title() == "No such page · CX Lens"
    assert "(nearest: “loyalty”)" in visitor.page.locator(".cx-notices").inner_text()
    assert visitor.page.locator("#navigation [aria-current='true']").count() == 0
    assert len(visitor.problems) == 2  # the browser's own words, and ours
    assert all("404" in one for one in visitor.problems)
    visitor.problems.clear()
    with visitor.one_round_trip():
        visitor.page.get_by_role("navigation").get_by_role("link", name="Loyalty").click()
    assert visitor.link == "/loyalty?region=EMEA"
    assert visitor.page.locator("#navigation [aria-current='true']").inner_text() == "Loyalty"


def test_a_filter_that_customers_cannot_use_is_still_set_on_overview(visit: Visit) -> None:
    visitor = visit("/overview?channel=email")
    links = visitor.page.get_by_role("navigation", name="Pages")
    answers = visitor.cards()
    with visitor.one_round_trip():
        links.get_by_role("link", name="Customers").click()
    assert visitor.link == "/customers?channel=email"
    expect(visitor.page.locator("#content")).to_contain_text(
        "Channel does not apply to Customers; it is left out here."
    )
    assert visitor.cards() == visit("/customers").cards()
    with visitor.one_round_trip():
        links.get_by_role("link", name="Overview").click()
    assert visitor.link == "/overview?channel=email"
    assert visitor.cards() == answers


@pytest.mark.parametrize(
    ("link", "way", "leads_to"),
    [
        (
            "/loyalty?touchpoint=Billing",
            "CES at Billing: ",
            "/touchpoints?touchpoint=Billing&metric=ces",
        ),
        (
            "/overview?from=2019-01-01&to=2019-12-31",
            "1 Nov 2023 to 31 Oct 2024: ",
            "/overview?from=2023-11-01&to=2024-10-31",
        ),
        ("/overview?language=en&team=Billing", "Without Team: ", "/overview?language=en"),
    ],
)
def test_one_click_leads_on_to_figures(visit: Visit, link: str, way: str, leads_to: str) -> None:
    visitor = visit(link)
    assert visitor.page.locator(".cx-panel:not(.cx-instead)").count() == 0
    with visitor.one_round_trip():
        visitor.page.locator(".cx-instead").get_by_role("link", name=way).first.click()
    assert visitor.link == leads_to
    expect(visitor.page.locator(".cx-panel").first).to_be_visible()
    assert visitor.page.locator(".cx-instead").count() == 0
    visitor.page.go_back()
    expect(visitor.page.locator(".cx-instead")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_ways_fit_their_page(visit: Visit, width: int) -> None:
    visitor = visit("/loyalty?touchpoint=Billing", width=width)
    assert visitor.overflow() == 0
    for box in [one.bounding_box() for one in visitor.page.locator(".cx-instead a").all()]:
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
