"""A limited reader's dashboard beside that of a company which has their rows alone."""

from __future__ import annotations

import random
from urllib.parse import unquote_plus

from app import create_app
from data.scope import Filters
from data.store.snapshots import Store
from settings import Settings
from tests.row_scope.companies import Files, newest_ticket, only, scopes
from tests.row_scope.exits import (
    answer,
    app_for,
    csv_links,
    different,
    links,
    other_links,
    page_links,
    text_of,
    version_of,
)

_CUSTOMERS = ["C1", "C2", "C17", "C50", "C105", "nobody"]


def chosen(files: Files, seed: int, most: int) -> list[tuple[Filters, Files]]:
    """Scopes with rows, which have a ticket of the newest moment if they have any."""
    found = []
    for rows in scopes(files, random.Random(seed)):
        own = only(files, rows)
        if "tickets" in own.tables and newest_ticket(own) != newest_ticket(files):
            continue
        if {"feedback", "tickets", "orders"} & own.tables.keys():
            found.append((rows, own))
    assert found
    return found[:most]


def check_same(
    whole: Settings,
    files: Files,
    rows: Filters,
    alone: Settings,
    chance: random.Random,
    many: int,
) -> None:
    """Every exit gives the same for `many` random links, and tells of no level outside.

    Of the panels one in three as CSV, whichever it is: all are in the JSON of the page.
    """
    limited = app_for(whole, rows).server.test_client()
    expected = create_app(alone).server.test_client()
    catalog = Store(alone.place()[1]).snapshot().catalog
    hidden = sorted(files.texts() - {x for d in catalog.dimensions for x in d.levels})
    versions = version_of(limited), version_of(expected)
    asked = [*other_links(catalog, _CUSTOMERS), *page_links(catalog, "")]
    for query in links(catalog, chance, many, hidden):
        asked += page_links(catalog, query)
    for link in asked:
        given = answer(limited, link, versions[0])
        wanted = answer(expected, link, versions[1])
        assert different(given, wanted) == "", (rows, link)
        if link.startswith("/api/") and isinstance(given[1], dict) and "data?" not in link:
            for csv in [one for one in csv_links(link, given[1]) if chance.random() < 1 / 3]:
                cells = answer(limited, csv, versions[0])
                assert different(cells, answer(expected, csv, versions[1])) == "", (rows, csv)
        sent = text_of(limited, link)
        # What readers name themselves may be said back to them.
        told = [level for level in hidden if level in sent and level not in unquote_plus(link)]
        assert told == [], (rows, link)
