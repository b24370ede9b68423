"""Rejected rows: found once, kept in a table of their own, and left out of all that follows."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from data.contract import TABLES, Kind, Table
from data.duckdb_tables import table_of
from data.ingest.rejects.reasons import FUTURE_AFTER, IN_THE_FUTURE
from data.ingest.staged import Staged
from data.mapping.model import Mapping

# What tells staged rows apart: part of the mapping, row of its source, question of a wide survey.
ROW_ID = ("_part", "_row", "_question")


def staged_of(con: duckdb.DuckDBPyConnection, table: str) -> Staged:
    """The rows of a table that are fine, and those that were rejected."""
    rows = table_of(con, f"work.{table}").drop("_reason", "_detail")
    rejected = rows.inner_join(table_of(con, f"rejected.{table}"), ROW_ID)
    return Staged(table_of(con, f"accepted.{table}"), rejected)


def reject_faults(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Creates `rejected.<table>`, the rows of `work.<table>` that fail, and a view of all others.

    `rejected.<table>` has the columns of ROW_ID, `_reason` and `_detail` (the value at fault).
    `accepted.<table>` is `work.<table>` without the rows that are in it, or come into it later.
    """
    same = " AND ".join(f"a.{column} = t.{column}" for column in ROW_ID)
    con.execute(
        f"CREATE TABLE rejected.{table.name} AS SELECT {', '.join(ROW_ID)}, _reason, _detail "
        f"FROM work.{table.name} WHERE _reason IS NOT NULL"
    )
    con.execute(
        f"CREATE VIEW accepted.{table.name} AS FROM work.{table.name} AS t "
        f"WHERE NOT EXISTS (FROM rejected.{table.name} AS a WHERE {same})"
    )


def ripe_at(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> datetime | None:
    """When (UTC) the first row rejected as in the future would be accepted; None without any."""
    found: list[datetime] = []
    same = " AND ".join(f"a.{column} = t.{column}" for column in ROW_ID)
    for name in mapping.tables:
        mapped = {column for part in mapping.table(name) for column in part.columns}
        times = [c.name for c in TABLES[name].columns if c.kind is Kind.TIME and c.past]
        present = [c for c in times if c in mapped]
        ((rejected,),) = con.execute(
            f"SELECT count(*) FROM rejected.{name} WHERE _reason = ?", [IN_THE_FUTURE]
        ).fetchall()
        if not rejected:
            continue
        ((first,),) = con.execute(
            f"SELECT min(greatest({', '.join(present)})) FROM work.{name} AS t "
            f"JOIN rejected.{name} AS a ON {same} WHERE a._reason = ?",
            [IN_THE_FUTURE],
        ).fetchall()
        if first is not None:
            found.append(first)
    return min(found).replace(tzinfo=UTC) - FUTURE_AFTER if found else None
