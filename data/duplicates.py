"""Rows that repeat a key: the first is kept, the others are set aside."""

from __future__ import annotations

import duckdb

from data.contract import Table
from data.sources import columns_of


def set_aside_duplicates(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Marks repeated rows of `work.<table>` with their reason."""
    name = f"work.{table.name}"
    present = columns_of(con, name)
    key = [column for column in table.key if column in present]
    if not key:
        return
    answered = " AND score IS NOT NULL" if table.name == "feedback" else ""
    columns = ", ".join(key)
    # Few keys repeat: find those first, and number only their rows.
    con.execute(
        f"CREATE TABLE work.repeated AS SELECT {columns} FROM {name} "
        f"WHERE _reason IS NULL{answered} GROUP BY {columns} HAVING count(*) > 1"
    )
    same = " AND ".join(f"r.{c} IS NOT DISTINCT FROM t.{c}" for c in key)
    shown = ", ".join(f"'{c}: ' || {c}" for c in key)
    con.execute(
        f"UPDATE {name} SET _reason = 'duplicate {key[0]}', _detail = concat_ws(', ', {shown}) "
        f"WHERE rowid IN (SELECT row FROM (SELECT t.rowid AS row, row_number() OVER ("
        f"PARTITION BY {', '.join('t.' + c for c in key)} ORDER BY t._part, t._row) AS place "
        f"FROM {name} AS t JOIN work.repeated AS r ON {same} WHERE t._reason IS NULL{answered}) "
        "WHERE place > 1)"
    )
    con.execute("DROP TABLE work.repeated")
