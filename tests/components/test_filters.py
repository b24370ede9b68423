"""Filters that no table of the page has are not offered, unless they are set."""

from __future__ import annotations

import pytest

from components.bar.filters import control_names, control_options, filter_bar, unused_controls
from data.catalog import Dimension
from pages.index import READERS
from tests.view.catalogs import USUAL, catalog
from view.pages import PAGES
from view.url import parse

TICKETS_ONLY = Dimension(
    key="crew", label="Crew", levels=("A", "B"), tables=("tickets",), segment=True
)
BOTH = Dimension(
    key="site", label="Site", levels=("X", "Y"), tables=("feedback", "tickets"), segment=True
)
CATALOG = catalog((*USUAL, TICKETS_ONLY, BOTH))


def unused(link: str) -> list[str]:
    path, _, query = link.partition("?")
    view, notices = parse(path, query, CATALOG)
    assert notices == ()
    return unused_controls(view, CATALOG)


def test_each_page_says_which_tables_it_asks() -> None:
    assert set(READERS) == set(PAGES), "a page has no reader in pages/index.py, or is gone"


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ("overview", []),
        ("loyalty", ["crew"]),
        ("touchpoints", ["crew"]),
        ("loyalty?crew=A", []),
        ("loyalty?region=EMEA&site=X", ["crew"]),
        ("data", ["touchpoint", "channel", "region", "plan", "crew", "site", "weighted"]),
        ("data?region=EMEA&weighted=yes", ["touchpoint", "channel", "plan", "crew", "site"]),
        ("customer", ["touchpoint", "channel", "region", "plan", "crew", "site", "weighted"]),
    ],
)
def test_what_says_nothing_on_the_page_is_not_offered(link: str, names: list[str]) -> None:
    assert unused(link) == names


def test_only_what_has_a_control_is_named() -> None:
    assert set(unused("data")) <= set(control_names(CATALOG))
    plain = catalog((), weighted=False)
    view, _ = parse("data", "", plain)
    assert unused_controls(view, plain) == []


def test_a_filter_of_many_levels_carries_few_of_them() -> None:
    stores = Dimension(
        key="store",
        label="Store",
        levels=tuple(f"Store {i:05}" for i in range(50_000)),
        tables=("feedback",),
        segment=True,
    )
    many = catalog((*USUAL, stores))
    assert len(str(filter_bar(many))) < len(str(filter_bar(catalog(USUAL)))) + 5_000
    view, _ = parse("overview", "store=Store 40000", many)
    options = control_options(view, many)
    assert list(options) == ["store"]
    assert options["store"] == ["Store 40000", *stores.levels[:50]]
