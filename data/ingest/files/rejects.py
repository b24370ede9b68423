"""Rejected rows in the data file: each with its reason, file and row."""

from __future__ import annotations

import duckdb

from data.catalog import SourceFile
from data.duckdb_tables import table_of
from data.ingest.files.convert import as_text, trimmed
from data.ingest.files.parquet import ROW, types_of
from data.ingest.rejects.report import Rejected
from data.ingest.rejects.totals import ROW_OF_TOTALS, TOTALS, WITHOUT_A_DATE
from data.ingest.staged import Staged
from data.mapping.model import Mapping
from data.sql import ident, literal, literals


def collect_rejects(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    files: list[SourceFile],
    staged: dict[str, Staged],
) -> Rejected:
    """Creates `built.rejected` from the stages and from the rows that CSV files had malformed.

    Its order, that of the sources, decides which example is shown.
    """
    con.execute(
        "CREATE TABLE built.rejected(table_name VARCHAR, source VARCHAR, row_number BIGINT, "
        "reason VARCHAR, detail VARCHAR, raw VARCHAR)"
    )
    for table in mapping.tables:
        for number, part in enumerate(mapping.table(table)):
            file, row = _place(part.source, [f for f in files if f.name == part.source])
            first = _first(con, part.source)
            total = (
                f"t._reason IN ({literals(WITHOUT_A_DATE)}) "
                f"AND rtrim(lower({first}), ': ') IN ({literals(sorted(TOTALS))})"
            )
            con.execute(
                f"INSERT INTO built.rejected SELECT {literal(table)}, {file}, {row}, "
                f"CASE WHEN {total} THEN {literal(ROW_OF_TOTALS)} ELSE t._reason END, "
                f"CASE WHEN {total} THEN {first} ELSE t._detail END, {_raw(con, part.source)} "
                f"FROM rejected.{table} AS t "
                f"JOIN {ident(part.source)} AS s ON s.{ROW} = t._row "
                f"WHERE t._part = {number} ORDER BY t._row, t._question"
            )
    for name in mapping.sources:
        con.execute(
            "INSERT INTO built.rejected SELECT ?, file, line - 1, reason, detail, raw "
            "FROM work.malformed WHERE source = ? ORDER BY line",
            [_table_of(mapping, name), name],
        )
    con.execute(
        "CREATE VIEW work.rejects AS SELECT table_name, reason, detail, "
        "concat_ws(':', source, row_number) AS row, rowid AS place FROM built.rejected"
    )
    every = {table: _rows_of_sources(con, mapping, table) for table in mapping.tables}
    return Rejected(table_of(con, "work.rejects"), staged, every)


def _raw(con: duckdb.DuckDBPyConnection, source: str) -> str:
    """SQL of a source's row as JSON, every column as text."""
    columns = types_of(con, source).items()
    texts = (f"{literal(name)}: {as_text(f's.{ident(name)}', kind)}" for name, kind in columns)
    return f"to_json({{{', '.join(texts)}}})"


def _first(con: duckdb.DuckDBPyConnection, source: str) -> str:
    """SQL of the first text in a source's row."""
    columns = types_of(con, source).items()
    texts = (trimmed(as_text(f"s.{ident(name)}", kind)) for name, kind in columns)
    return f"coalesce({', '.join(texts)}, NULL)"


def _place(source: str, files: list[SourceFile]) -> tuple[str, str]:
    """SQL of the file and of the row in it (the first below the header is 1) of a staged row."""
    names, rows, before = "", "", 0
    for file in files:
        names += f"WHEN t._row < {before + file.rows} THEN {literal(file.file)} "
        rows += f"WHEN t._row < {before + file.rows} THEN t._row + 1 - {before} "
        before += file.rows
    if not files:
        return literal(source), "t._row + 1"
    return f"CASE {names} END", f"CASE {rows} END"


def _table_of(mapping: Mapping, source: str) -> str:
    """The table that a source fills, or else the first one (its query may use the source)."""
    for table in mapping.tables:
        for part in mapping.table(table):
            if source in (part.source, *(join.source for join in part.joins)):
                return table
    return mapping.tables[0]


def _rows_of_sources(con: duckdb.DuckDBPyConnection, mapping: Mapping, table: str) -> int:
    """How many rows the sources of a table have, malformed ones among them."""
    counts = [f"SELECT count(*) AS n FROM {ident(p.source)}" for p in mapping.table(table)]
    malformed = (
        "SELECT count(DISTINCT (reason, source, row_number)) FROM built.rejected "
        "WHERE table_name = ? AND reason IN (SELECT reason FROM work.malformed)"
    )
    ((rows,),) = con.execute(
        f"SELECT sum(n) FROM ({' UNION ALL '.join(counts)} UNION ALL {malformed})", [table]
    ).fetchall()
    return int(rows)
