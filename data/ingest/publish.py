"""Publishing: which columns a canonical table has for questions, and of which rows."""

from __future__ import annotations

from collections.abc import Sequence

import ibis.expr.types as ir

from data.catalog import Dimension
from data.contract import COMPUTED, DATED_TABLES, Table
from data.derived.customer_columns import with_days
from data.derived.ticket_columns import with_computed
from data.ingest.labels import PLACES
from data.mapping.model import Mapping
from data.scope import NOT_STATED


def published(
    table: Table,
    rows: ir.Table,
    mapping: Mapping,
    dimensions: Sequence[Dimension],
    customers: ir.Table | None,
    beside: Sequence[str] = (),
) -> ir.Table:
    """The rows with their day, what is worked out of them, and the segments of their customers.

    `rows`: accepted ones; of feedback they have `answer`, the label. `customers`: the published
    table, where there is one. Columns named `beside` are kept as they are.
    """
    if table.name == "tickets":
        rows = with_computed(rows, mapping)
    if table.name == "customers":
        rows = with_days(rows)
    levels = {d.key for d in dimensions}
    computed = [name for name in COMPUTED.get(table.name, ()) if name in rows.columns]
    passing = {column.name for column in table.columns if not column.kept}
    left_out = {*passing, *computed, *((*PLACES, "score") if table.name == "feedback" else ())}
    columns: dict[str, ir.Value] = {}
    for name in (column.name for column in table.columns):
        if name in rows.columns and name not in left_out:
            columns[name] = _stated(rows, name, levels)
        if name == table.clock and table.name in DATED_TABLES:
            columns["day"] = rows[name].cast("date")
            if table.name == "feedback":
                columns["answer"] = rows.answer
    own = [s.key for s in mapping.segments if s.table == table.name]
    columns |= {name: rows[name] for name in computed}
    columns |= {key: _stated(rows, key, levels) for key in own}
    columns |= {name: rows[name] for name in beside}
    found = rows.select(**columns)
    more = [d.key for d in dimensions if d.segment and table.name in d.tables and d.key not in own]
    if not more or customers is None:
        return found
    of_customers = customers.select("customer_id", *more).rename(_customer="customer_id")
    joined = found.left_join(of_customers, found.customer_id == of_customers._customer)
    return joined.select(*(name for name in found.columns if name not in beside), *more, *beside)


def _stated(rows: ir.Table, name: str, levels: set[str]) -> ir.Value:
    return rows[name].nullif(NOT_STATED) if name in levels else rows[name]
