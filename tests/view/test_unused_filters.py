"""Filters that a page can't use: they stay in the link, and the page reads without them."""

from __future__ import annotations

import pytest

from data.catalog import Catalog
from tests.view.catalogs import USUAL, catalog, dimension
from view.pages import PAGES, applied, has_rest, unused_filters
from view.state import View
from view.url import link, parse

TEAM = dimension("team", "A", "B", segment=False).model_copy(update={"tables": ("tickets",)})
REGION = dimension("area", "N", "S").model_copy(update={"tables": ("customers", "orders")})
INVITED = dimension("wave", "1", "2", segment=False).model_copy(update={"tables": ("invitations",)})
ALL_TABLES = ("feedback", "tickets", "orders", "customers", "invitations")


def known() -> Catalog:
    return catalog((*USUAL, TEAM, REGION, INVITED), tables=ALL_TABLES)


def view_of(text: str) -> View:
    path, _, query = text.partition("?")
    found, notices = parse(path, query, known())
    assert notices == ()
    return found


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("overview?channel=Email&team=A&area=N", ()),
        ("overview?wave=1", ("wave",)),
        ("loyalty?channel=Email&team=A", ("team",)),
        ("loyalty?wave=1", ("wave",)),  # NPS can't be filtered by it
        ("touchpoints?touchpoint=Website&area=N", ("area",)),
        ("service?channel=Email&plan=Team&team=A", ("channel", "plan")),
        ("dictionary?channel=Email&team=A&wave=1", ()),
        ("data?channel=Email", ("channel",)),
        ("overview", ()),
    ],
)
def test_filters_that_no_table_of_the_page_has(text: str, unused: tuple[str, ...]) -> None:
    view = view_of(text)
    assert unused_filters(view, known()) == unused
    read = applied(view, known())
    assert {key for key, _ in read.filters} == {key for key, _ in view.filters} - {*unused}
    # Never more than the reader's own filters change.
    assert read.span == view.span
    assert link(view, known()) == f"/{text}"


def test_a_rest_is_what_the_page_has_a_segment_for() -> None:
    assert has_rest(view_of("loyalty?compare=rest&region=EMEA"), known())
    assert not has_rest(view_of("loyalty?compare=rest&channel=Email"), known())
    assert not has_rest(view_of("loyalty?compare=rest&area=N"), known())  # left out there
    assert has_rest(view_of("overview?compare=rest&area=N"), known())


def test_pages_stand_on_tables_of_the_contract() -> None:
    assert {table for page in PAGES.values() for table in page.tables} == {*ALL_TABLES}
