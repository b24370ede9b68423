"""Rows set aside: collected with their reason and source row, and counted for each table."""

from __future__ import annotations

import duckdb

from data.catalog import SourceFile, TableReport
from data.contract import LATER, TABLES, main_tables
from data.errors import DataError
from data.ingest.files.convert import as_text
from data.ingest.files.parquet import ROW, types_of
from data.ingest.reject_hints import advice, examples, warnings
from data.mapping.model import Mapping
from data.sql import columns_of, ident, literal


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
            file, row = _place(part.source, [f for f in files if f.name == part.source])
            con.execute(
                f"INSERT INTO built.rejected SELECT {literal(table)}, {file}, {row}, "
                f"t._reason, t._detail, {_raw(con, part.source)} FROM rejected.{table} AS t "
                f"JOIN {ident(part.source)} AS s ON s.{ROW} = t._row "
                f"WHERE t._part = {number} ORDER BY t._row, t._question"
            )
    for name in mapping.sources:
        con.execute(
            "INSERT INTO built.rejected SELECT ?, file, line - 1, reason, detail, raw "
            "FROM work.malformed WHERE source = ? ORDER BY line",
            [_table_of(mapping, name), name],
        )


def _raw(con: duckdb.DuckDBPyConnection, source: str) -> str:
    """SQL of a source's row as JSON, every column as text."""
    columns = types_of(con, source).items()
    texts = (f"{literal(name)}: {as_text(f's.{ident(name)}', kind)}" for name, kind in columns)
    return f"to_json({{{', '.join(texts)}}})"


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


def report_tables(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, unanswered: int
) -> tuple[TableReport, ...]:
    """Rows accepted and set aside. Raises DataError where a main table has no row left."""
    reports = []
    for name in mapping.tables:
        clock, present = TABLES[name].clock, columns_of(con, f"built.{name}")
        # A ticket's answers come later than its opening, and are data as well; so is a leaving,
        # unless it is yet to come.
        events = [end for end in (clock, *LATER) if end in present]
        if "churned_at" in present and events:
            past = f"churned_at::DATE <= DATE '{mapping.company.today}'"
            events.append(f"CASE WHEN {past} THEN churned_at END")
        span = f"min({clock}), max(greatest({', '.join(events)}))" if events else "NULL, NULL"
        row = con.execute(f"SELECT count(*), {span} FROM built.{name}").fetchone()
        assert row is not None
        reasons = con.execute(
            "SELECT reason, count(*) FROM built.rejected WHERE table_name = ? "
            "GROUP BY reason ORDER BY count(*) DESC, reason",
            [name],
        ).fetchall()
        if name in main_tables(mapping.tables) and row[0] == 0:
            worst = con.execute(
                "SELECT reason, count(*), arg_min(detail, rowid) FROM built.rejected "
                "WHERE table_name = ? GROUP BY reason ORDER BY count(*) DESC LIMIT 1",
                [name],
            ).fetchone()
            mended = advice(con, mapping, name, worst[0], all_failed=True) if worst else ""
            raise DataError(nothing_left(mapping, name, worst, mended))
        report = TableReport(
            table=name,
            accepted=row[0],
            rejected=dict(reasons),
            examples=examples(con, name),
            no_answer=unanswered if name == "feedback" else 0,
            first=row[1],
            last=row[2],
        )
        said = warnings(con, mapping, report)
        reports.append(report.model_copy(update={"warnings": said}))
    return tuple(reports)


def nothing_left(
    mapping: Mapping, table: str, worst: tuple[str, int, str | None] | None, mended: str
) -> str:
    """Says why a main table has no row; `worst` is a reason, its rows and an example."""
    names = (
        source.file or source.table or f"the query '{part.source}'"
        for part in mapping.table(table)
        for source in [mapping.sources[part.source]]
    )
    sources = ", ".join(dict.fromkeys(names))
    if worst is None:
        return f"{sources}: there is a header but no row with data for the table '{table}'."
    reason, count, detail = worst
    return (
        f"{sources}: no row can be used for the table '{table}'. {count:,} were set aside: "
        f"{reason} (for example {detail}).{mended}"
    )
