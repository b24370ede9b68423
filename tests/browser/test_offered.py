"""The filter bar offers what the page can be filtered by, and what is set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.serving import served
from tests.data.company import LONG, Company

pytestmark = pytest.mark.browser

MAPPING = (
    LONG
    + """
[sources.cases]
file = "cases.csv"

[tickets]
source = "cases"
columns = { ticket_id = "id", opened_at = "opened", resolved_at = "closed" }

[[segments]]
key = "region"
column = "region"

[[segments]]
key = "crew"
table = "tickets"
column = "crew"
"""
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a company whose tickets have a segment that its feedback lacks."""
    company = Company(tmp_path_factory.mktemp("both"))
    days = range(1, 29)
    survey = [f"{d},2026-03-{d:02},{d % 11},{'NS'[d % 2]}" for d in days]
    cases = [f"{d},2026-03-{d:02},2026-03-{d:02},{'AB'[d % 2]}" for d in days]
    company.write(
        MAPPING,
        survey_csv="\n".join(["id,date,score,region", *survey]),
        cases_csv="\n".join(["id,opened,closed,crew", *cases]),
    )
    with served(company.mapping, company.folder) as found:
        yield found


def test_a_filter_comes_and_goes_with_the_page(visit: Visit, both: str) -> None:
    visitor = visit("/overview", at=both)
    region, crew = visitor.filter_button("Region"), visitor.filter_button("Crew")
    expect(region).to_be_visible()
    expect(crew).to_be_visible()
    links = visitor.page.get_by_role("navigation")
    with visitor.one_round_trip():
        links.get_by_role("link", name="Loyalty").click()
    expect(visitor.filter_button("Region")).to_be_visible()
    expect(crew).to_be_hidden()
    with visitor.one_round_trip():
        visitor.page.go_back()
    expect(visitor.filter_button("Crew")).to_be_visible()
    with visitor.one_round_trip():
        links.get_by_role("link", name="Data").click()
    expect(visitor.page.get_by_role("search")).to_be_hidden()


def test_a_filter_that_is_set_stays_until_it_is_left(visit: Visit, both: str) -> None:
    visitor = visit("/loyalty?crew=A", at=both)
    crew = visitor.filter_button("Crew")
    expect(crew).to_be_visible()
    expect(visitor.page.locator("#content")).to_contain_text("Crew does not apply to Loyalty")
    crew.focus()
    visitor.page.keyboard.press("Enter")
    with visitor.one_round_trip():
        visitor.page.get_by_role("checkbox", name="A", exact=True).press("Space")
    assert visitor.link == "/loyalty"
    visitor.page.keyboard.press("Escape")
    expect(crew).to_be_visible()  # under the hand that has just emptied it
    with visitor.one_round_trip():
        visitor.control("Compare with").select_option("none")
    expect(visitor.filter_button("Region")).to_be_visible()
    expect(crew).to_be_hidden()
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement !== document.body")
