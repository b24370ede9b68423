"""Rows of before and newer ones in pairs, and one table made of both.

A pair is a row of before and its newer one, or one of them alone. So each row counts once:
before = known + corrected + alone before, and newer = known + corrected + added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import duckdb

from data.draft.refresh.rows.identity import FILE
from data.draft.refresh.tables import Rows
from data.sql import ident, literal

# Within the days of the newer file, but for its first and last, which may be there in part alone;
# a slip of the pen is no day of it.
_SLIPS = 0.005  # of the rows at either end
_MISSING = "new IS NULL AND old_day > first AND old_day < last"


class Way(StrEnum):
    """What becomes of rows of before that are not in the newer file."""

    APPEND = "append"  # they stay
    DAYS = "days"  # those within its days are left out
    REPLACE = "replace"  # all are left out


@dataclass(frozen=True)
class Pairs:
    """How many rows there are of each kind.

    `missing`: rows alone before on days between `first` and `last`, those of nearly all newer rows;
    None without dates. `moved`: rows with a known id that are of another day now.
    """

    added: int
    known: int
    corrected: int
    alone: int
    missing: int
    moved: int
    first: date | None
    last: date | None

    @property
    def before(self) -> int:
        """Rows of before."""
        return self.known + self.corrected + self.alone

    def left_out(self, way: Way) -> int:
        """Rows of before that are not kept."""
        return {Way.APPEND: 0, Way.DAYS: self.missing, Way.REPLACE: self.alone}[way]

    def rows(self, way: Way) -> int:
        """Rows that there are then."""
        return self.before + self.added - self.left_out(way)


def paired(con: duckdb.DuckDBPyConnection, source: str, before: str, newer: str) -> Pairs:
    """Puts the rows of a source together, by the queries of their keys.

    Where several newer files have the same row, the last one counts.
    """
    pairs = _pairs(source)
    con.execute(
        f"CREATE OR REPLACE TABLE work.newer AS FROM ({newer}) "
        "QUALIFY row_number() OVER (PARTITION BY identity, nth ORDER BY file DESC) = 1"
    )
    con.execute(
        f"CREATE OR REPLACE TABLE {pairs} AS SELECT o.place AS old, n.place AS new, "
        "o.content = n.content AS same, o.day AS old_day, n.day AS new_day "
        f"FROM ({before}) AS o FULL JOIN work.newer AS n "
        "ON o.identity = n.identity AND o.nth = n.nth"
    )
    ((added, known, corrected, alone, missing, moved, first, last_day),) = con.execute(
        "SELECT count(*) FILTER (old IS NULL), count(*) FILTER (same), "
        "count(*) FILTER (NOT same), count(*) FILTER (new IS NULL), "
        f"count(*) FILTER ({_MISSING}), count(*) FILTER (old_day <> new_day), "
        "any_value(first), any_value(last) "
        f"FROM {pairs}, {_days(pairs)}"
    ).fetchall()
    return Pairs(added, known, corrected, alone, missing, moved, first, last_day)


def write(
    before: Rows,
    newer: Rows,
    found: Mapping[str, Sequence[int]],
    source: str,
    way: Way,
    path: Path,
) -> None:
    """Writes the rows as Parquet of text: those of before in their order, then those added.

    `found`: column -> the numbers of the files that have it; in rows of the others it
    keeps what it held.
    """
    columns = [_column(column, found.get(column, ())) for column in before.columns]
    more = [c for c in newer.columns if c not in before.columns and c != FILE]
    columns += [f"n.{ident(column)}" for column in more]
    pairs = _pairs(source)
    kept = {
        Way.APPEND: "true",
        Way.DAYS: f"({_MISSING}) IS NOT TRUE",
        Way.REPLACE: "new IS NOT NULL",
    }[way]
    before.con.execute(
        f"COPY (SELECT {', '.join(columns)} FROM {pairs}, {_days(pairs)} "
        f"LEFT JOIN {before.table} AS o ON o.rowid = old "
        f"LEFT JOIN {newer.table} AS n ON n.rowid = new "
        f"WHERE {kept} ORDER BY old NULLS LAST, new) "
        f"TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _column(column: str, files: Sequence[int]) -> str:
    name = ident(column)
    if not files:
        return f"o.{name}"
    numbers = ", ".join(map(str, files))
    return f"CASE WHEN n.{FILE} IN ({numbers}) THEN n.{name} ELSE o.{name} END AS {name}"


def _days(pairs: str) -> str:
    ends = (
        f"quantile_disc(new_day, {_SLIPS}) AS first, quantile_disc(new_day, {1 - _SLIPS}) AS last"
    )
    return f"(SELECT {ends} FROM {pairs})"


def _pairs(source: str) -> str:
    return f"work.{ident('pairs_' + source)}"
