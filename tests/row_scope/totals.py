"""Who is limited and may see totals, beside whoever sees all rows and chose the limit as filters.

What is equal: every figure of their pages that the unlimited reader has in the same place, with
what it is compared with, interval, p value and verdict, family by family: the families are of the
same levels. What is not, each named here:
- panels by a dimension that one of them has and the other does not, such as the limit itself;
- rankings, which stand against nothing outside: their intervals are of the reader's rows alone;
- what was predicted by a model of the reader's rows, and is not compared with others; where a page
  has such a figure, p values and verdicts, since one figure less is judged together;
- what tables that state a segment of the limit themselves tell of customers, some of whom may be
  hidden: no filter is drawn from their segments, and first contacts and risk, which look at other
  rows of a customer, are left out there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus, urlencode

from data.catalog import Catalog
from data.scope import Filters
from data.store.snapshots import Store
from metrics.definitions import DEFINITIONS
from settings import Settings
from tests.row_scope.companies import Files
from tests.row_scope.exits import app_for, different, page_links, text_of

_SPANS = (("2025-10-01", "2026-03-31"), ("2025-12-10", "2026-05-20"))
_PLACES = ("metric", "series", "period", "days", "touchpoint", "dimension", "segment")
_PREDICTED = {key for key, one in DEFINITIONS.items() if one.reader == "predicted value"}
_OF_OTHER_ROWS = {
    key for key, one in DEFINITIONS.items() if one.reader == "outcomes"
} | {"first_contact_resolution"}  # fmt: skip


def check_totals(
    whole: Settings, files: Files, rows: Filters, chance: random.Random, many: int
) -> int:
    """Random links against the rest. Returns how many figures had something from outside."""
    limited = app_for(whole, rows, totals=True).server.test_client()
    every = app_for(whole, ()).server.test_client()
    catalog = Store(whole.place()[1]).whole().catalog
    own = [d for key, _ in rows if (d := catalog.dimension(key))]
    names = {x for d in catalog.dimensions if d not in own for x in d.levels}
    hidden = sorted({x for d in own for x in d.levels} - {x for _, of in rows for x in of} - names)
    mixed = any(set(files.segments[key]) != {"customers"} for key, _ in rows)
    without = _PREDICTED | (_OF_OTHER_ROWS if mixed else set())
    compared = 0
    for span, filters in drawn_links(catalog, files, rows, chance, many, mixed):
        asked = _query(span, filters)
        both = _query(span, merged(rows, filters))
        for page in ("overview", "loyalty", "touchpoints", "customers", "service"):
            found = limited.get(f"/api/{page}?{asked}")
            wanted = every.get(f"/api/{page}?{both}")
            if found.status_code == 200 == wanted.status_code:
                bodies = [one.get_json() for one in (found, wanted)]
                fewer = any(_has(body, _PREDICTED) for body in bodies)
                given, expected = (_figures(body, without, fewer) for body in bodies)
                for place in given.keys() & expected.keys():
                    about = different(given[place], expected[place])
                    assert about == "", (rows, filters, page, place, about)
                    base = given[place]["comparison"]["n"]
                    compared += place[0] == "cards" and bool(base)
        for link in page_links(catalog, asked):
            sent = text_of(limited, link)
            told = [level for level in hidden if level in sent and level not in unquote_plus(link)]
            assert told == [], (rows, link)
    return compared


def drawn_links(
    catalog: Catalog,
    files: Files,
    rows: Filters,
    chance: random.Random,
    many: int,
    mixed: bool,
) -> Iterator[tuple[tuple[str, str], Filters]]:
    """Days, and filters that the reader may choose: none first."""
    yield _SPANS[0], ()
    limits = dict(rows)
    for _ in range(many):
        filters = []
        for dimension in catalog.dimensions:
            customers = "customers" in files.segments.get(dimension.key, ())
            if chance.random() > 0.25 or (mixed and (customers or dimension.key in limits)):
                continue
            levels = [x for x in dimension.levels if x in limits.get(dimension.key, (x,))]
            some = chance.sample(levels, min(chance.randint(1, 2), len(levels)))
            filters += [(dimension.key, tuple(some))] if some else []
        yield chance.choice(_SPANS), tuple(filters)


def merged(rows: Filters, filters: Filters) -> Filters:
    """The limit and the filters, as somebody without a limit chooses them."""
    return tuple({**dict(rows), **dict(filters)}.items())


def _query(span: tuple[str, str], filters: Filters) -> str:
    named = [(key, level) for key, levels in filters for level in levels]
    return urlencode([("from", span[0]), ("to", span[1]), ("compare", "rest"), *named])


def _has(body: Any, metrics: set[str]) -> bool:  # noqa: ANN401
    rows = (row for panel in body["panels"].values() for row in panel["rows"])
    return any(row.get("metric") in metrics for row in rows)


def _figures(body: Any, without: set[str], fewer: bool) -> dict[tuple[str, ...], Any]:  # noqa: ANN401
    """The figures of a page by their place in it.

    `fewer`: without what depends on how many figures are judged together.
    """
    found = {
        (name, *(str(row.get(one)) for one in _PLACES)): row
        for name, panel in body["panels"].items()
        if name not in ("agents", "teams")
        for row in panel["rows"]
        if "comparison" in row and row["metric"] not in without
    }
    for row in found.values() if fewer else ():
        del row["comparison"]["p_value"], row["comparison"]["verdict"]
    return found
