"""Dimensions: the columns to filter and break down by, and their levels in display order."""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from data.catalog import Dimension
from data.contract import DATED_TABLES, DIMENSIONS, MAX_LEVELS, SEGMENTED_TABLES
from data.errors import DataError
from data.mapping.model import Mapping
from data.scope import NOT_STATED
from data.sources import columns_of
from data.sql import ident, literal

_RANGES = 30  # levels that may be ages or grades; more are rather numbers of shops
_NUMBER = re.compile(r"\s*([<>≤≥]?)=?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?))")


def find_dimensions(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> tuple[Dimension, ...]:
    """Touchpoint, channel and the like where mapped, then the segments as declared.

    Reads the staged tables; a column without any value is no dimension. Raises DataError where
    one has too many levels.
    """
    columns = {table: set(columns_of(con, f"work.{table}")) for table in mapping.tables}
    found: list[Dimension] = []
    for key, label in DIMENSIONS.items():
        tables = tuple(t for t in DATED_TABLES if key in columns.get(t, ()))
        if tables:
            order = mapping.journey.order if key == "touchpoint" else ()
            levels = _levels(con, key, tables, order)
            found.append(
                Dimension(
                    key=key,
                    label=label,
                    levels=levels,
                    tables=tables,
                    segment=False,
                    ordered=len({*levels} & {*order}),
                )
            )
    for segment in mapping.segments:
        if any(d.key == segment.key for d in found):
            continue  # declared for another table already
        declared = [s.table for s in mapping.segments if s.key == segment.key]
        tables = tuple(
            t
            for t in SEGMENTED_TABLES
            if t in declared or ("customers" in declared and "customer_id" in columns.get(t, ()))
        )
        levels = _levels(con, segment.key, declared, segment.order)
        found.append(
            Dimension(
                key=segment.key,
                label=segment.title,
                levels=levels,
                tables=tables,
                segment=True,
                ordered=len({*levels} & {*segment.order}),
            )
        )
    return tuple(d for d in found if d.levels and d.tables)


def _levels(
    con: duckdb.DuckDBPyConnection,
    key: str,
    tables: Sequence[str],
    order: tuple[str, ...],
) -> tuple[str, ...]:
    counts = " UNION ALL ".join(
        f"SELECT {ident(key)} AS level, count(*) AS n FROM taken.{table} "
        f"WHERE {ident(key)} <> {literal(NOT_STATED)} GROUP BY 1"
        for table in tables
    )
    frequent = f"SELECT level, sum(n) AS n FROM ({counts}) GROUP BY level"
    row = con.execute(f"SELECT count(*) FROM ({frequent})").fetchone()
    if row and row[0] > MAX_LEVELS:
        raise DataError(
            f"'{key}' of {', '.join(tables)} has {row[0]:,} different values; {MAX_LEVELS:,} are "
            "the most that can be shown and filtered. Is it an identifier? Remove it, or group "
            "its values with 'labels' or a query."
        )
    rows = con.execute(f"SELECT level FROM ({frequent}) ORDER BY n DESC, level").fetchall()
    return in_order([str(level) for (level,) in rows], order)


def in_order(levels: Sequence[str], stated: Sequence[str]) -> tuple[str, ...]:
    """Levels, most frequent first, in the order that is stated; the others follow as they are.

    Few levels that all begin with a number (`2`, `10`, `18-24`, `65+`) follow by it.
    """
    found = set(levels)
    first = [level for level in dict.fromkeys(stated) if level in found]
    others = [level for level in levels if level not in set(first)]
    numbers = [_NUMBER.match(level) for level in others]
    if len(levels) <= _RANGES and all(numbers):
        others.sort(key=_number)
    return tuple(first + others)


def _number(level: str) -> tuple[float, int, str]:
    """By its first number, `<18` before `18-24` and `>65` after `65`."""
    found = _NUMBER.match(level)
    assert found is not None
    sign, number = found.groups()
    value = float(number.replace(",", ""))
    return value, {"<": -1, "≤": -1, ">": 1, "≥": 1}.get(sign, 0), level
