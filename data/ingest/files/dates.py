"""Day and month in mixed order: found and refused, since nobody can tell 02/03 from 03/02."""

from __future__ import annotations

from itertools import combinations

import duckdb

from data.contract import Kind, Table
from data.errors import DataError
from data.ingest.files.convert import strptime
from data.ingest.files.references import References
from data.mapping.columns import ColumnMapping
from data.mapping.formats import swapped
from data.mapping.model import TableMapping
from data.sql import ident

# Below this share of swapped dates they are slips: rejected as not understood.
_MIXED_FROM = 0.01


def check_date_orders(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    part: TableMapping,
    references: References,
    timezone: str,
) -> None:
    """Raises DataError where one value reads as two dates, or where the order changes."""
    for name, mapped in part.columns.items():
        if table.column(name).kind in (Kind.TIME, Kind.MONTH) and mapped.format and mapped.column:
            text = references.text(mapped.column, f"columns.{name}", mapped.blank, mapped.values)
            source = f"(SELECT {text} AS x FROM {ident(part.source)} AS s{references.joins()})"
            _check_formats(con, mapped, source, timezone, f"{table.name}.{name}")
            _check_swapped(con, mapped, source, timezone, f"{table.name}.{name}")


def _check_formats(
    con: duckdb.DuckDBPyConnection, mapped: ColumnMapping, source: str, zone: str, place: str
) -> None:
    for one, other in combinations(mapped.format, 2):
        first, second = (strptime("x", f, mapped, zone) for f in (one, other))
        row = con.execute(
            f"SELECT count(*), min(x), min_by(a, x), min_by(b, x) FROM "
            f"(SELECT x, {first} AS a, {second} AS b FROM {source}) "
            # Years of two digits: `%Y` takes them for the first century, and `%y` is meant.
            "WHERE a <> b AND year(a) >= 100 AND year(b) >= 100"
        ).fetchone()
        if row and row[0]:
            raise DataError(
                f"{place}: the formats '{one}' and '{other}' read {row[0]:,} values of the column "
                f"'{mapped.column}' as different dates: '{row[1]}' is {row[2]:%d %B %Y} or "
                f"{row[3]:%d %B %Y}. Keep the right format, or map the rows of each format as a "
                "source of their own."
            )


def _check_swapped(
    con: duckdb.DuckDBPyConnection, mapped: ColumnMapping, source: str, zone: str, place: str
) -> None:
    read = f"coalesce({', '.join(strptime('x', f, mapped, zone) for f in mapped.format)})"
    for text_format in mapped.format:
        exchanged = swapped(text_format)
        if exchanged is None or exchanged in mapped.format:
            continue
        row = con.execute(
            f"SELECT count(*) FILTER (a IS NULL AND b IS NOT NULL), count(x), "
            f"min(x) FILTER (a IS NULL AND b IS NOT NULL) FROM "
            f"(SELECT x, {read} AS a, {strptime('x', exchanged, mapped, zone)} AS b FROM {source})"
        ).fetchone()
        if row and row[0] and row[0] >= row[1] * _MIXED_FROM:
            raise DataError(
                f"{place}: {row[0]:,} of {row[1]:,} values of the column '{mapped.column}' do not "
                f"fit the format '{text_format}' but fit '{exchanged}', for example '{row[2]}'. So "
                "the days up to the 12th cannot be trusted either. If the whole column is written "
                f"so, use '{exchanged}'; if both orders occur, map each as a source of its own."
            )
