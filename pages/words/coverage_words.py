"""In words: which days of a view and its base the data cover, and what is not judged for that."""

from __future__ import annotations

from collections.abc import Sequence

from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from pages.figures.coverage import AMOUNTS, Covered, comparable_periods, covered
from pages.figures.figure import Figure
from view.periods import so_far
from view.query import counted, listed
from view.state import View

_ROWS = {"feedback": "answers", "engagement": "activity"}  # what a table's rows are called


def coverage_words(figures: Sequence[Figure], catalog: Catalog, view: View) -> list[str]:
    """What is to be said of the days of both sides, a part of the details line each.

    `data begin 22 Mar 2025: 10 of 365 days to compare with, too unlike for a verdict`.
    """
    found: dict[tuple[str, Covered], list[Figure]] = {}
    for row in figures:
        for table in _tables(row, catalog):
            both = covered(catalog, view, table, row.series)
            if both is not None:
                found.setdefault((table, both), []).append(row)
    begun = so_far(view.span) if found and view.compare == "previous" else ""
    parts = [f"the same days of the {begun} before"] if begun else []
    cut = {key: rows for key, rows in found.items() if not key[1].whole}
    alone = len({both for _, both in found}) == 1
    tables = [table for table, _ in found]
    for (table, both), rows in cut.items():
        what = "data" if alone else _ROWS.get(table, table)
        if tables.count(table) > 1:  # questions that did not begin together
            asked = dict.fromkeys(row.definition.feedback_metric for row in rows)
            subjects = [DEFINITIONS[one].subject for one in asked if one]
            what += f" on {listed(subjects)}" if subjects else ""
        parts.append(f"{_days(what, both)}{_unlike(rows, figures, catalog, view)}")
    lengths = {
        (both.now.days, both.base.days)
        for (_, both), rows in found.items()
        if both.whole and both.now.days != both.base.days
    }
    for now, base in lengths:
        parts += _lengths(
            now, base, [row for rows in found.values() for row in rows], catalog, view
        )
    return parts


def _tables(row: Figure, catalog: Catalog) -> list[str]:
    if not row.definition.of_parts:
        return [row.definition.table]
    return list(dict.fromkeys(DEFINITIONS[part.metric].table for part in catalog.xqi))


def _days(what: str, both: Covered) -> str:
    """`orders begin 22 Mar 2025: 10 of 365 days to compare with`."""
    first, last = both.known.first, both.known.last
    told = []
    if both.base_days < both.base.days:
        ends = first > both.base.start
        event = f"{what} begin {first:%-d %b %Y}" if ends else f"{what} end {last:%-d %b %Y}"
        days = (
            f"{both.base_days} of {counted(both.base.days, 'days')}" if both.base_days else "no day"
        )
        told.append(f"{event}: {days} to compare with")
    if both.now_days < both.now.days:
        ends = last < both.now.end
        event = f"{what} end {last:%-d %b %Y}" if ends else f"{what} begin {first:%-d %b %Y}"
        told.append(f"{event}: {both.now_days} of the {counted(both.now.days, 'days')} shown")
    return ", ".join(told)


def _unlike(rows: Sequence[Figure], figures: Sequence[Figure], catalog: Catalog, view: View) -> str:
    """That nothing is judged, or what is not."""
    unlike = _not_comparable(rows, catalog, view)
    if not unlike:
        return ""
    if len(unlike) == len({row.metric for row in figures}):
        return ", too unlike for a verdict"
    return f", too unlike for a verdict on {listed(unlike)}"


def _not_comparable(rows: Sequence[Figure], catalog: Catalog, view: View) -> list[str]:
    found = [
        row.definition.subject
        for row in rows
        if row.base_n and not comparable_periods(catalog, view, row.metric, row.series)
    ]
    return list(dict.fromkeys(found))


def _lengths(
    now: int, base: int, rows: Sequence[Figure], catalog: Catalog, view: View
) -> list[str]:
    """What it means that one side is longer: for amounts, and for what grows with the days."""
    parts = []
    if any(row.definition.kind in AMOUNTS and row.base_n for row in rows):
        parts.append(f"changes of numbers and sums at {counted(now, 'days')} each")
    unlike = _not_comparable(rows, catalog, view)
    if unlike:
        parts.append(
            f"{now} against {counted(base, 'days')}, too unlike for a verdict on {listed(unlike)}"
        )
    return parts
