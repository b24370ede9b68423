"""Rollups of tickets: what adds up, counted ahead by month and by one dimension or none.

Cells of (month of an event, measure, bin, dimension) with n, total, squares and cubes. The
days of a view that are no whole months, and views of several dimensions, come from the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import ibis

from data.catalog import Dimension, Rollup
from data.derived.ticket_sums import cells, stored, types_of
from data.sql import columns_of
from metrics.definitions import DEFINITIONS

_MANY_ROWS = 200_000  # fewer are added up in milliseconds
_ROWS_PER_CELL = 1.25  # with fewer, as of very many agents, the rows are read as fast


def make_ticket_rollups(
    con: duckdb.DuckDBPyConnection, dimensions: Sequence[Dimension]
) -> tuple[Rollup, ...]:
    """Creates the rollups beside `tickets`; none where there are few tickets."""
    ((rows,),) = con.execute("SELECT count(*) FROM tickets").fetchall()
    if rows < _MANY_ROWS:
        return ()
    present = columns_of(con, "tickets")
    tickets = ibis.table(types_of(present), name="tickets")
    asked = {
        (metric.clock or "opened_at", metric.column): None
        for metric in DEFINITIONS.values()
        if metric.table == "tickets"
    }
    able = [one for one in asked if {one[0], *stored(one[1])} <= set(present)]
    found: list[Rollup] = []
    for keys in [(), *((d.key,) for d in dimensions if "tickets" in d.tables)]:
        name = f"tickets_by_month_{len(found)}"
        parts = " UNION ALL ".join(
            str(ibis.to_sql(cells(tickets, *one, keys), dialect="duckdb")) for one in able
        )
        con.execute(f"CREATE TABLE {name} AS FROM ({parts}) ORDER BY measure, day")
        # A question reads those of a few measures alone.
        ((size,),) = con.execute(
            f"SELECT max(n) FROM (SELECT count(*) AS n FROM {name} GROUP BY measure)"
        ).fetchall()
        if rows < size * _ROWS_PER_CELL:
            con.execute(f"DROP TABLE {name}")
            continue
        found.append(Rollup(name=name, unit="month", dimensions=keys, cells=size))
    return tuple(found)
