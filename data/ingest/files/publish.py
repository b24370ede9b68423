"""Publishing into the data file: the accepted rows as its tables, sorted, levels as ENUM."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import ibis.expr.types as ir

from data.catalog import Dimension
from data.contract import TABLES, Table
from data.duckdb_tables import compiled, table_of
from data.ingest.files.faults import ROW_ID
from data.ingest.labels import PLACES, Answers
from data.ingest.publish import published
from data.ingest.staged import Staged, answered
from data.mapping.model import Mapping
from data.sql import enum, ident


def publish(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    staged: dict[str, Staged],
    dimensions: Sequence[Dimension],
    answers: Answers,
) -> dict[str, ir.Table]:
    """Creates `built.<table>` for every mapped table; returns them."""
    written: dict[str, ir.Table] = {}
    # Customers first: the others take their segments from them.
    for name in sorted(mapping.tables, key=lambda name: name != "customers"):
        rows = answered(staged[name].accepted)
        if name == "feedback":
            rows = _labelled(con, rows, answers)
        if name == "tickets":
            # What is worked out reads the rows several times: they are converted once, and are
            # temporary, since to compress them takes longer than all else.
            con.execute("CREATE TEMP TABLE accepted_tickets AS FROM accepted.tickets")
            rows = table_of(con, "temp.accepted_tickets")
        found = published(TABLES[name], rows, mapping, dimensions, written.get("customers"), ROW_ID)
        _write(con, TABLES[name], found, dimensions)
        if name == "tickets":
            con.execute("DROP TABLE temp.accepted_tickets")
        written[name] = table_of(con, f"built.{name}")
    return written


def _labelled(con: duckdb.DuckDBPyConnection, rows: ir.Table, answers: Answers) -> ir.Table:
    """With `answer`. A join on few labels takes half the time of a CASE for each row."""
    con.execute(
        "CREATE TABLE work.labels(_metric VARCHAR, _low DOUBLE, _high DOUBLE, _positive DOUBLE, "
        "_score DOUBLE, answer VARCHAR)"
    )
    if answers.given:
        listed = [(*answer[:5], answer.label) for answer in answers.given]
        con.executemany("INSERT INTO work.labels VALUES (?, ?, ?, ?, ?, ?)", listed)
        con.execute(f"ALTER TABLE work.labels ALTER answer TYPE {enum(answers.labels)}")
    labels = table_of(con, "work.labels")
    places = [
        rows[name].identical_to(label) if name == "positive_from" else rows[name] == label
        for name, label in zip(
            PLACES, (labels._metric, labels._low, labels._high, labels._positive), strict=True
        )
    ]
    joined = rows.inner_join(labels, [*places, rows.score == labels._score])
    return joined.select(*rows.columns, "answer")


def _write(
    con: duckdb.DuckDBPyConnection, table: Table, rows: ir.Table, dimensions: Sequence[Dimension]
) -> None:
    """Creates the table of the data file, in the order of its clock."""
    typed = [
        f"CAST({ident(d.key)} AS {enum(d.levels)}) AS {ident(d.key)}"
        for d in dimensions
        if d.key in rows.columns and not d.several
    ]
    replaced = f"REPLACE ({', '.join(typed)})" if typed else ""
    order = [c for c in (table.clock, *ROW_ID) if c and c in rows.columns]
    con.execute(
        f"CREATE TABLE built.{table.name} AS SELECT * EXCLUDE ({', '.join(ROW_ID)}) {replaced} "
        f"FROM ({compiled(rows)}) ORDER BY {', '.join(order)}"
    )
