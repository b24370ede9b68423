"""The levels that a filter offers, and links that name some of very many."""

from __future__ import annotations

import time

import pytest

from data.scope import NOT_STATED
from tests.view.catalogs import catalog, dimension
from view.levels import find_levels, is_searched, offered_levels
from view.url import parse

FEW = dimension("region", *(f"Region {i}" for i in range(200)))
STORES = dimension("store", *(f"Store {i:05} {'Nord' if i % 2 else 'Süd'}" for i in range(50_000)))
CATALOG = catalog((FEW, STORES))


def test_few_levels_are_all_offered() -> None:
    assert not is_searched(FEW)
    assert offered_levels(FEW, ("Region 7",)) == [*FEW.levels, NOT_STATED]


def test_of_many_the_first_are_offered_and_those_chosen() -> None:
    assert is_searched(STORES)
    assert offered_levels(STORES, ()) == list(STORES.levels[:50])
    chosen = (STORES.levels[3], STORES.levels[40_000])
    assert offered_levels(STORES, chosen) == [chosen[1], *STORES.levels[:50]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("49999", [STORES.levels[49_999]]),
        ("süd 0001", [STORES.levels[i] for i in (10, 12, 14, 16, 18, 10_000, 10_002)][:5]),
        ("(not", [NOT_STATED]),
        ("nowhere", []),
    ],
)
def test_a_search_finds_what_holds_all_words(text: str, found: list[str]) -> None:
    assert find_levels(STORES, text)[: len(found) or None] == found


def test_a_link_names_one_of_fifty_thousand() -> None:
    wanted = STORES.levels[31_234]
    query = f"store={wanted}&store=(not stated)&store={STORES.levels[7]}"
    began = time.process_time()
    for _ in range(20):
        view, notices = parse("overview", query, CATALOG)
    assert time.process_time() - began < 1
    assert notices == ()
    assert view.levels("store") == (STORES.levels[7], wanted, NOT_STATED)


def test_a_misspelt_level_among_many_takes_no_long_search() -> None:
    began = time.process_time()
    _, notices = parse("overview", "store=Storr+00007+Nord&store=STORE+49999+NORD", CATALOG)
    assert time.process_time() - began < 2
    assert [notice.partition("(nearest: ")[2] for notice in notices] == [
        "“Store 00007 Nord”); left out.",
        "“Store 49999 Nord”); left out.",
    ]
