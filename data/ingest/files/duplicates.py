"""Rows that repeat a key: the first is kept, the others are rejected."""

from __future__ import annotations

import duckdb

from data.contract import Table
from data.ingest.files.faults import ROW_ID
from data.sql import columns_of


def reject_duplicates(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Adds the rows that repeat a key to `rejected.<table>`."""
    present = columns_of(con, f"work.{table.name}")
    key = [column for column in table.key if column in present]
    if not key:
        return
    columns = ", ".join(key)
    rows = f"accepted.{table.name}"
    if table.name == "feedback":
        rows = f"(FROM {rows} WHERE score IS NOT NULL)"
    # Few keys repeat: their hashes are found first, and only their rows numbered. To number all
    # rows takes half as long again.
    con.execute(
        f"CREATE TABLE work.repeated AS SELECT hash({columns}) FROM {rows} "
        "GROUP BY 1 HAVING count(*) > 1"
    )
    shown = ", ".join(f"'{column}: ' || {column}" for column in key)
    con.execute(
        f"INSERT INTO rejected.{table.name} SELECT {', '.join(ROW_ID)}, 'duplicate {key[0]}', "
        f"concat_ws(', ', {shown}) FROM {rows} WHERE hash({columns}) IN (FROM work.repeated) "
        f"QUALIFY row_number() OVER (PARTITION BY {columns} ORDER BY {', '.join(ROW_ID)}) > 1"
    )
    con.execute("DROP TABLE work.repeated")
