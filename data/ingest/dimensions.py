"""Dimensions: the columns to filter and break down by, and their levels in display order."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from collections.abc import Sequence
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from data.catalog import Dimension, TableReport
from data.contract import DATED_TABLES, DIMENSIONS, MAX_LEVELS, SEGMENTED_TABLES
from data.derived.of_comments import a_row_a_level
from data.duckdb_tables import Ask
from data.errors import DataError
from data.mapping.model import Mapping
from data.scope import NOT_STATED

_RANGES = 30  # levels that may be ages or grades; more are rather numbers of shops
_NUMBER = re.compile(r"\s*([<>≤≥]?)=?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?))")


class Counted(NamedTuple):
    """The levels of a column with their rows, most frequent first, and how many there are.

    Of more than MAX_LEVELS + 1 the others may be left out.
    """

    levels: dict[str, int]
    different: int


class Found(NamedTuple):
    """The dimensions, and for people why a column is none: table -> sentences."""

    dimensions: tuple[Dimension, ...]
    left_out: dict[str, list[str]]

    def told_in(self, tables: Sequence[TableReport]) -> tuple[TableReport, ...]:
        """The reports with a warning for each column that is no dimension."""
        return tuple(
            table.model_copy(
                update={"warnings": (*table.warnings, *self.left_out.get(table.table, ()))}
            )
            for table in tables
        )


FEW_REASONS = 20  # different reasons: that many a company may have, however few its answers


def find_dimensions(ask: Ask, mapping: Mapping, taken: Named[str, ir.Table]) -> Found:
    """Touchpoint, channel and the like where mapped, then the segments as declared.

    `taken`: the rows of each table that are published.

    A column without any value is no dimension, nor is one of the contract with too many levels.
    Raises DataError where a segment has too many.
    """
    columns = {table: rows.columns for table, rows in taken.items()}

    def count(key: str, tables: Sequence[str]) -> Counted:
        return _count(ask, key, [taken[table] for table in tables])

    found: list[Dimension] = []
    left_out: dict[str, list[str]] = {}
    for key, label in DIMENSIONS.items():
        tables = tuple(t for t in DATED_TABLES if key in columns.get(t, ()))
        counted = count(key, tables) if tables else Counted({}, 0)
        why = _too_many(key, tables, counted) or _free_text(key, counted)
        if why:
            left_out.setdefault(tables[0], []).append(f"{why} It is no filter.")
        else:
            order = mapping.journey.order if key == "touchpoint" else ()
            found.append(_dimension(key, label, counted, order, tables, segment=False))
    for segment in mapping.segments:
        if any(d.key == segment.key for d in found):
            continue  # declared for another table already
        declared = [s.table for s in mapping.segments if s.key == segment.key]
        tables = tuple(
            t
            for t in SEGMENTED_TABLES
            if t in declared or ("customers" in declared and "customer_id" in columns.get(t, ()))
        )
        counted = count(segment.key, declared)
        why = _too_many(segment.key, declared, counted)
        if why:
            raise DataError(
                f"{why} Is it an identifier? Remove it, or group its values with 'labels' or a "
                "query."
            )
        found.append(
            _dimension(segment.key, segment.title, counted, segment.order, tables, segment=True)
        )
    return Found(tuple(d for d in found if d.levels and d.tables), left_out)


def _dimension(
    key: str,
    label: str,
    counted: Counted,
    order: tuple[str, ...],
    tables: tuple[str, ...],
    *,
    segment: bool,
) -> Dimension:
    return Dimension(
        key=key,
        label=label,
        levels=in_order(list(counted.levels), order),
        tables=tables,
        segment=segment,
        ordered=len({*order} & {*counted.levels}),
    )


def _too_many(key: str, tables: Sequence[str], counted: Counted) -> str:
    if counted.different <= MAX_LEVELS:
        return ""
    return (
        f"'{key}' of {', '.join(tables)} has {counted.different:,} different values; "
        f"{MAX_LEVELS:,} are the most that can be shown and filtered."
    )


def _free_text(key: str, counted: Counted) -> str:
    """What people wrote is theirs: no list of filters may show it."""
    rows = sum(counted.levels.values())
    if key != "reason" or counted.different <= FEW_REASONS or rows >= 2 * counted.different:
        return ""
    return (
        f"'reason' of feedback has {counted.different:,} different values in {rows:,} rows, as "
        "what people write has; map a column of topics, and what they wrote as 'comment'."
    )


def _count(ask: Ask, key: str, tables: Sequence[ir.Table]) -> Counted:
    tables = [a_row_a_level(rows, (key,)) for rows in tables]
    stated = [_stated(rows, key) for rows in tables]
    every = ibis.union(*stated) if len(stated) > 1 else stated[0]
    counted = every.group_by("level").aggregate(n=every.count())
    frame = ask(counted.order_by(ibis.desc("n"), "level").limit(MAX_LEVELS + 1))
    counts = {str(level): int(n) for level, n in frame.itertuples(index=False)}
    different = len(counts)
    if different > MAX_LEVELS:
        different = int(ask(counted.aggregate(n=counted.count()))["n"].iloc[0])
    levels = sorted(counts, key=lambda level: (-counts[level], level))  # engines sort texts apart
    return Counted({level: counts[level] for level in levels}, different)


def _stated(rows: ir.Table, key: str) -> ir.Table:
    """The levels of rows; of a reason, which may stand on several answers, one a response."""
    own = rows.filter(rows[key] != NOT_STATED)
    if key == "reason" and "response_id" in rows.columns:
        own = own.select(key, "response_id").distinct()
    return own.select(level=own[key])


def in_order(levels: Sequence[str], stated: Sequence[str]) -> tuple[str, ...]:
    """Levels, most frequent first, in the order that is stated; the others follow as they are.

    Few levels that all begin with a number (`2`, `10`, `18-24`, `65+`) follow by it.
    """
    found, told = set(levels), set(stated)
    first = [level for level in dict.fromkeys(stated) if level in found]
    others = [level for level in levels if level not in told]
    if len(levels) <= _RANGES and all(_NUMBER.match(level) for level in others):
        others = by_number(others)
    return tuple(first + others)


def by_number(levels: Sequence[str]) -> list[str]:
    """Levels that begin with a number by it, then the others as they are."""
    numbered = sorted(filter(_NUMBER.match, levels), key=_number)
    return [*numbered, *(level for level in levels if not _NUMBER.match(level))]


def _number(level: str) -> tuple[float, int, str]:
    """By its first number, `<18` before `18-24` and `>65` after `65`."""
    found = _NUMBER.match(level)
    assert found is not None
    sign, number = found.groups()
    value = float(number.replace(",", ""))
    return value, {"<": -1, "≤": -1, ">": 1, "≥": 1}.get(sign, 0), level
