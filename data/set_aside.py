"""Rows that are set aside: found once, kept in a table, and left out of all that follows."""

from __future__ import annotations

import duckdb

from data.contract import Table

# What tells staged rows apart: part of the mapping, row of its source, question of a wide survey.
ROW_ID = ("_part", "_row", "_question")


def set_aside_faults(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Creates `aside.<table>`, the rows of `work.<table>` that fail, and a view of all others.

    `aside.<table>` has the columns of ROW_ID, `_reason` and `_detail` (the value at fault).
    `taken.<table>` is `work.<table>` without the rows that are in it, or come into it later.
    """
    same = " AND ".join(f"a.{column} = t.{column}" for column in ROW_ID)
    con.execute(
        f"CREATE TABLE aside.{table.name} AS SELECT {', '.join(ROW_ID)}, _reason, _detail "
        f"FROM work.{table.name} WHERE _reason IS NOT NULL"
    )
    con.execute(
        f"CREATE VIEW taken.{table.name} AS FROM work.{table.name} AS t "
        f"WHERE NOT EXISTS (FROM aside.{table.name} AS a WHERE {same})"
    )
