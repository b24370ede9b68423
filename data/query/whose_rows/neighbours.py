"""How near views may come to each other, so that none has a few customers more than another.

Asked for readers who are anonymous: see `server/anonymous.py`, and `metrics/privacy/blocks.py` for
the rule. Counted are the rows of each figure: of each series of answers, of tickets by each of
their times, of orders and invitations, and the customers who were there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from cachetools import LRUCache

from data.catalog import Catalog
from data.derived.same_customer import series_of
from data.derived.ticket_sums import types_of
from data.grains import DAY, bucket_start, next_start
from data.query.compile import (
    CountQuery,
    Examples,
    dimensions,
    groups,
    no_rows,
    question,
    sql_of,
    table,
)
from data.query.results import frames
from data.query.rows import Rows
from data.query.whose_rows.persons import OF, Counted, persons, present
from data.scope import Filters, Scope, Span
from data.store.snapshots import Snapshot
from metrics.privacy import blocks
from metrics.privacy.protection import Flags
from metrics.sums.grouping import IntArray

Answer = TypeVar("Answer")
_MOST_KEPT = 4096  # answers of one process, each of a few bytes
_KEPT: LRUCache[Hashable, object] = LRUCache(_MOST_KEPT)
_LOCK = threading.Lock()
_GRAINS = ("month", "quarter", "year")
_RESOLVED = Counted("tickets", "resolved_at", ("resolved_at",))


@dataclass(frozen=True)
class _Sizes:
    """Persons by group (row) and part (column), and those who are in no other part."""

    parts: list[Any]
    persons: IntArray
    alone: IntArray


def levels_together(snapshot: Snapshot, scope: Scope, key: str) -> frozenset[str]:
    """Levels of a dimension that views within a scope have all or none of. Those that it
    does not name may be chosen one by one. Raises UnavailableError."""
    return _kept(snapshot, (scope, key), lambda: _levels_together(snapshot, scope, key))


def _levels_together(snapshot: Snapshot, scope: Scope, key: str) -> frozenset[str]:
    found = _counted(snapshot, _groups(snapshot.catalog, scope, key), (key,), None)
    if snapshot.catalog.has("customers", key, *scope.columns):
        found.append(present(snapshot, scope, key))
    sizes = _sizes(found, key)
    held = blocks.held_together(sizes.persons, sizes.alone, snapshot.catalog.minimum_n)
    return frozenset(str(level) for level, one in zip(sizes.parts, held, strict=True) if one)


def blocks_of_time(snapshot: Snapshot, filters: Filters) -> tuple[Span, ...]:
    """The stretches of whole months that dates of views with these filters are made of.

    They follow each other without a gap, from the first month of the data to the last one. Raises
    UnavailableError.
    """
    return _kept(snapshot, filters, lambda: _blocks_of_time(snapshot, filters))


def _blocks_of_time(snapshot: Snapshot, filters: Filters) -> tuple[Span, ...]:
    catalog, least = snapshot.catalog, snapshot.catalog.minimum_n
    scope = Scope(Span(catalog.first_day, catalog.last_day), filters)
    sizes = {"month": _by_time(snapshot, scope, "month")}
    months = sizes["month"]
    count = blocks.that_count(months.persons, least)
    starts = [day_of(part) for part in months.parts]
    if blocks.enough(months.persons[count], least).all():
        edges = starts
    else:
        sizes |= {grain: _by_time(snapshot, scope, grain) for grain in _GRAINS[1:]}
        parts = list(_parts(sizes, count, least))
        begin = blocks.joined([own for _, own in parts], least)
        edges = [parts[place][0] for place in begin]
    first = bucket_start(catalog.first_day, "month")
    after = next_start(bucket_start(catalog.last_day, "month"), "month")
    edges = [first, *(edge for edge in edges[1:] if first < edge < after), after]
    return tuple(Span(start, end - DAY) for start, end in pairwise(edges))


def _kept(snapshot: Snapshot, about: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What was asked of this version before; two that ask at once ask twice."""
    key = snapshot.catalog.version, about
    with _LOCK:
        found = _KEPT.get(key)
    if found is None:
        found = ask()
        with _LOCK:
            _KEPT[key] = found
    return found  # type: ignore[return-value]


def _groups(catalog: Catalog, scope: Scope, key: str = "") -> Iterator[tuple[Counted, Scope]]:
    """What figures are of, each with those of the filters that its table has.

    A page that does without a filter shows the others.
    """
    able = [Counted(table) for table in OF] + [_RESOLVED]
    able = [one for one in able if catalog.has(one.table, *one.needed)]
    for of in able:
        own = tuple(one for one in scope.filters if catalog.has(of.table, one[0]))
        if not key or catalog.has(of.table, key):
            yield of, replace(scope, filters=own)


def _by_time(snapshot: Snapshot, scope: Scope, grain: str) -> _Sizes:
    found = _counted(snapshot, _groups(snapshot.catalog, scope), (), grain)
    return _sizes(found, "period")


def _counted(
    snapshot: Snapshot,
    of_figures: Iterable[tuple[Counted, Scope]],
    keys: tuple[str, ...],
    grain: str | None,
) -> list[pd.DataFrame]:
    """`persons` of each group. Of more rows than few customers have there is nothing to ask."""
    catalog, asked = snapshot.catalog, list(of_figures)
    tallies = [
        sql_of(
            snapshot,
            _tally,
            [Rows(of.table, own, (own.span,), of.clock)],
            *(keys, grain, of.table == "feedback", of.needed),
        )
        for of, own in asked
    ]
    found = []
    for (of, own), rows in zip(asked, frames(snapshot, tallies, [keys] * len(asked)), strict=True):
        names = rows["series"] if "series" in rows else [of.table] * len(rows)
        few = [catalog.rows_of_few.get(str(name), catalog.minimum_n - 1) for name in names]
        if (rows["n"] > few).all():
            least = catalog.minimum_n
            found.append(rows.assign(persons=least, alone=least))
        else:
            found.append(persons(snapshot, of, CountQuery(own, keys, grain)))
    return found


def _examples(snapshot: Snapshot) -> Examples:
    for of in OF:
        if snapshot.catalog.has(of):
            own = [(Counted(of), no_rows(snapshot.catalog, of))]
            key = dimensions(snapshot.catalog, of)[:1]
            yield f"rows of {of}", partial(_counted, snapshot, own, key, "month")


@question("rows", _examples)
def _tally(
    keys: tuple[str, ...], grain: str | None, feedback: bool, needed: tuple[str, ...]
) -> ir.Table:
    columns = dict.fromkeys(("day", *keys, *(("answer",) if feedback else ()), *needed))
    rows = table(0, columns, types_of(needed))
    rows = rows.filter([rows[name].notnull() for name in needed]) if needed else rows
    cut = groups(rows, keys, grain) | ({"series": series_of(rows)} if feedback else {})
    return rows.aggregate(by=cut, n=rows.count().cast("int64"))


def _sizes(found: list[pd.DataFrame], part: str) -> _Sizes:
    """What was counted, tables below each other; groups have the same place whatever the part."""
    rows: dict[tuple[int, str], dict[Any, tuple[int, int]]] = {}
    for number, one in enumerate(found):
        series = one["series"] if "series" in one else [""] * len(one)
        values = zip(series, one[part], one["persons"], one["alone"], strict=True)
        for name, level, many, alone in values:
            rows.setdefault((number, str(name)), {})[level] = (int(many), int(alone))
    parts = sorted({level for own in rows.values() for level in own})
    shape = (len(rows), len(parts))
    table = [[rows[group].get(level, (0, 0)) for level in parts] for group in sorted(rows)]
    both = np.array(table, dtype=np.int64).reshape(*shape, 2)
    return _Sizes(parts, both[..., 0], both[..., 1])


def _parts(sizes: dict[str, _Sizes], count: Flags, least: int) -> Iterator[tuple[date, IntArray]]:
    """The months of quarters in which each is of enough persons, else quarters, else years.

    Each with its first day and its persons by group.
    """
    own = {
        grain: {day_of(part): one.persons[count, place] for place, part in enumerate(one.parts)}
        for grain, one in sizes.items()
    }

    def enough(persons: IntArray) -> bool:
        return bool(blocks.enough(persons[:, None], least)[0])

    for year, of_year in own["year"].items():
        quarters = {day: n for day, n in own["quarter"].items() if day.year == year.year}
        if enough(of_year) and not any(map(enough, quarters.values())):
            yield year, of_year
            continue
        for quarter, of_quarter in quarters.items():
            within = next_start(quarter, "quarter")
            months = {day: n for day, n in own["month"].items() if quarter <= day < within}
            if all(map(enough, months.values())):
                yield from months.items()
            else:
                yield quarter, of_quarter


def day_of(part: Any) -> date:  # noqa: ANN401
    """The day of a period."""
    found: date = pd.Timestamp(part).date()
    return found
