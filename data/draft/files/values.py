"""What the rows of a table that was read hold: the values of each column, and some of the rows.

Rows that are no data are taken out first, since they would stand in the way of what a column means:
empty ones, rows that repeat the names, and totals at the end. A load sets them aside or counts
them, which is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from data.ingest.files.convert import trimmed
from data.ingest.rejects.totals import TOTALS
from data.sql import columns_of, ident, literal

MOST_VALUES = 200_000  # distinct ones of a column that are kept
SAMPLE = 20_000  # rows
_COMPARED = 5  # columns by which a repeated header is told
_LAST = 3  # rows that may be totals
_TIMED = r"^.*?\d.*?[ T]+\d{1,2}[:.]\d{2}"  # a day, then a time of day
_DAY = r"^(.*?\d.*?)[ T]+\d{1,2}[:.]\d{2}"
_MOSTLY = 0.99


@dataclass(frozen=True)
class Values:
    """Counts by distinct text, in the order of the file. `cut`: how, where there are too many."""

    counts: pd.Series
    cut: str = ""


def drop_no_data(con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str]) -> list[str]:
    """Deletes rows that are no data; returns what was found, in words.

    `names`: of the columns, as the file has them; none where it has no header.
    """
    columns = columns_of(con, table)
    texts = [trimmed(ident(column)) for column in columns]
    found = []
    if empty := _delete(con, table, f"coalesce({', '.join(texts)}, NULL) IS NULL"):
        found.append(f"empty rows: {empty:,}")
    same = [
        f"{text} = {literal(name)}"
        for text, name in zip(texts, names, strict=False)
        if name and not name.startswith("column_")
    ][:_COMPARED]
    if len(same) > 1 and (again := _delete(con, table, " AND ".join(same))):
        found.append(f"rows that repeat the names of the columns: {again:,}")
    totals = _totals(con, table, texts)
    if totals and _delete(con, table, f"rowid IN ({', '.join(map(str, totals))})"):
        found.append(f"totals at the end: {len(totals):,}")
    return found


def values_of(con: duckdb.DuckDBPyConnection, table: str, column: str) -> Values:
    """The values of a column: trimmed texts, empty ones left out.

    Of more than MOST_VALUES those are kept that stand first on their day, where it is a column of
    times, counted by day; else one of several, spread evenly over the file.
    """
    text = trimmed(ident(column))
    rows = f"(SELECT {text} AS text, rowid AS place FROM {table} WHERE {text} IS NOT NULL)"
    counts = f"SELECT text, count(*) AS n, min(place) AS place FROM {rows} GROUP BY text"
    found = con.execute(f"{counts} ORDER BY place LIMIT {MOST_VALUES + 1}").df()
    if len(found) <= MOST_VALUES:
        return Values(_series(found))
    by_day = (
        f"SELECT min_by(text, place) AS text, count(*) AS n, min(place) AS place FROM {rows} "
        f"GROUP BY regexp_extract(text, {literal(_DAY)}, 1) ORDER BY place"
    )
    timed = f"SELECT avg(regexp_matches(text, {literal(_TIMED)})::INT) FROM {rows}"
    ((share,),) = con.execute(timed).fetchall()
    if share >= _MOSTLY:
        days = con.execute(f"{by_day} LIMIT {MOST_VALUES + 1}").df()
        if len(days) <= MOST_VALUES:
            return Values(_series(days), "the first time of each day")
    ((every,),) = con.execute(f"SELECT count(*) FROM ({counts})").fetchall()
    step = -(-every // MOST_VALUES)
    some = con.execute(
        f"SELECT text, n, place FROM ({counts}) "
        f"QUALIFY (row_number() OVER (ORDER BY place) - 1) % {step} = 0 ORDER BY place"
    ).df()
    return Values(_series(some), f"one of {step} of {every:,} different values")


def values_in(texts: pd.Series) -> Values:
    """The values of a column of which all rows are there: a question for each takes long where a
    table has hundreds of columns."""
    return Values(texts.dropna().value_counts(sort=False).astype("int64"))


def sample_of(
    con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: int
) -> pd.DataFrame:
    """At most SAMPLE rows spread evenly, as trimmed text, None for what is empty."""
    step = max(1, -(-rows // SAMPLE))
    texts = [f"{trimmed(ident(column))} AS {ident(column)}" for column in columns]
    numbered = f"(SELECT *, row_number() OVER (ORDER BY rowid) - 1 AS _n FROM {table})"
    found = con.execute(
        f"SELECT {', '.join(texts)} FROM {numbered} WHERE _n % {step} = 0 ORDER BY _n"
    ).df()
    return found.astype(object).where(found.notna(), None)


def _delete(con: duckdb.DuckDBPyConnection, table: str, condition: str) -> int:
    row = con.execute(f"DELETE FROM {table} WHERE {condition}").fetchone()
    return int(row[0]) if row else 0


def _totals(con: duckdb.DuckDBPyConnection, table: str, texts: Sequence[str]) -> list[int]:
    """The rows at the end whose first text is a word for a total."""
    first = f"coalesce({', '.join(texts)}, NULL)"
    last = f"SELECT rowid, {first} FROM {table} ORDER BY rowid DESC LIMIT {_LAST + 1}"
    found: list[int] = []
    for place, text in con.execute(last).fetchall():
        if len(found) == _LAST or text.rstrip(":").strip().casefold() not in TOTALS:
            return found
        found.append(place)
    return [] if len(found) > _LAST else found


def _series(found: pd.DataFrame) -> pd.Series:
    return pd.Series(found["n"].to_numpy(dtype="int64"), index=pd.Index(found["text"]), name="n")
