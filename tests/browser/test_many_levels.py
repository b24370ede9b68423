"""A filter of very many levels is searched on the server, with the mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.serving import served
from tests.data.company import LONG, Company

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, browser: object) -> Iterator[str]:
    company = Company(tmp_path_factory.mktemp("stores"))
    rows = "".join(
        f"{i},2026-03-{i % 28 + 1:02},{i % 11},Store {i % 600:03}\n" for i in range(6000)
    )
    mapping = LONG + '[[segments]]\nkey = "store"\ncolumn = "store"\n'
    company.write(mapping, survey_csv="id,date,score,store\n" + rows)
    with served(company.mapping, company.folder) as address:
        yield address


def test_a_store_is_found_and_chosen(visit: Visit, stores: str) -> None:
    visitor = visit("/overview?store=Store+598", at=stores)
    page = visitor.page
    expect(visitor.filter_button("Store")).to_contain_text("Store 598")
    visitor.filter_button("Store").click()
    expect(page.get_by_role("checkbox")).to_have_count(51)  # the first, and the chosen one
    page.get_by_placeholder("Search 601").fill("59")
    with visitor.one_round_trip():
        page.get_by_role("checkbox", name="Store 599", exact=True).check()
    assert visitor.link == "/overview?store=Store+598&store=Store+599"
    page.keyboard.press("Escape")
    visitor.filter_button("Store").click()
    expect(page.get_by_role("checkbox")).to_have_count(52)
    expect(page.get_by_role("checkbox", name="Store 599", exact=True)).to_be_checked()


def test_by_keyboard(visit: Visit, stores: str) -> None:
    visitor = visit("/overview", at=stores)
    page = visitor.page
    visitor.filter_button("Store").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_placeholder("Search 601")).to_be_focused()
    page.keyboard.type("577")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.wait_for_load_state("networkidle")  # a later answer would draw the list again
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("checkbox", name="Store 577", exact=True)).to_be_focused()
    with visitor.one_round_trip():
        page.keyboard.press("Space")
    assert visitor.link == "/overview?store=Store+577"


def test_back_shows_what_was_chosen_before(visit: Visit, stores: str) -> None:
    visitor = visit("/overview?store=Store+598", at=stores)
    visitor.pill("+ Filter").click()
    with visitor.one_round_trip():
        visitor.page.get_by_role("button", name="Reset").click()
    with visitor.one_round_trip():
        visitor.page.go_back()
    expect(visitor.filter_button("Store")).to_contain_text("Store 598")
