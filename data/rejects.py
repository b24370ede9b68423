"""Rows set aside: collected with their reason and source row, and counted for each table."""

from __future__ import annotations

import duckdb

from data.catalog import SourceFile, TableReport
from data.contract import MAIN_TABLES, TABLES
from data.errors import DataError
from data.mapping.model import Mapping
from data.sql import ident, literal

_MALFORMED = "wrong number of columns"


def collect_rejects(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, files: list[SourceFile]
) -> None:
    """Creates `built.rejected` from the stages and from the rows that CSV files had malformed."""
    con.execute(
        "CREATE TABLE built.rejected(table_name VARCHAR, source VARCHAR, row_number BIGINT, "
        "reason VARCHAR, detail VARCHAR, raw VARCHAR)"
    )
    for table in mapping.tables:
        for number, part in enumerate(mapping.table(table)):
            con.execute(
                f"INSERT INTO built.rejected SELECT {literal(table)}, {literal(part.source)}, "
                f"t._row + 1, t._reason, t._detail, to_json(s) FROM work.{table} AS t "
                f"JOIN {ident(part.source)} AS s ON s.rowid = t._row "
                f"WHERE t._part = {number} AND t._reason IS NOT NULL ORDER BY t._row"
            )
    for name in mapping.sources:
        con.execute(
            "INSERT INTO built.rejected SELECT ?, source, line, ?, detail, raw "
            "FROM work.malformed WHERE source = ? ORDER BY line",
            [_table_of(mapping, name), _MALFORMED, name],
        )


def _table_of(mapping: Mapping, source: str) -> str:
    """The table that a source fills, or else the first one (its query may use the source)."""
    for table in mapping.tables:
        for part in mapping.table(table):
            if source in (part.source, *(join.source for join in part.joins)):
                return table
    return mapping.tables[0]


def report_tables(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> tuple[TableReport, ...]:
    """Rows accepted and set aside. Raises DataError where a main table has no row left."""
    reports = []
    for name in mapping.tables:
        clock = TABLES[name].clock
        span = f"min({clock}), max({clock})" if clock in _columns(con, name) else "NULL, NULL"
        row = con.execute(f"SELECT count(*), {span} FROM built.{name}").fetchone()
        assert row is not None
        reasons = con.execute(
            "SELECT reason, count(*) FROM built.rejected WHERE table_name = ? "
            "GROUP BY reason ORDER BY count(*) DESC, reason",
            [name],
        ).fetchall()
        if name in MAIN_TABLES and row[0] == 0:
            raise DataError(_nothing_left(con, mapping, name))
        reports.append(
            TableReport(
                table=name, accepted=row[0], set_aside=dict(reasons), first=row[1], last=row[2]
            )
        )
    return tuple(reports)


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [r[0] for r in con.execute(f"DESCRIBE built.{table}").fetchall()]


def _nothing_left(con: duckdb.DuckDBPyConnection, mapping: Mapping, table: str) -> str:
    return f"no rows left in {table}"
