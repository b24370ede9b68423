"""One customer's rows of all tables, newest first: what happened, not how well."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pandas as pd
from sqlglot import exp

from data.catalog import Catalog
from data.derived.customer_rows import CUSTOMER_ROWS
from data.query.compile import in_dialect, with_rows
from data.query.expressions import COMMENT_LENGTH
from data.query.rows import name_sql
from data.store.snapshots import Snapshot

MOST_EVENTS = 10_000


class _Part(NamedTuple):
    """A kind of event: its table, the time of it, and where its columns come from."""

    kind: str
    table: str
    at: str
    columns: dict[str, str]


_PARTS = (
    _Part(
        "feedback",
        "feedback",
        "submitted_at",
        {
            **{"id": "response_id", "answer": "answer"},
            **{name: name for name in ("touchpoint", "channel", "team", "agent")},
            **{name: name for name in ("survey", "comment")},
        },
    ),
    _Part("order", "orders", "ordered_at", {"id": "order_id", "amount": "amount"}),
    _Part(
        "ticket",
        "tickets",
        "opened_at",
        {
            "id": "ticket_id",
            **{name: name for name in ("channel", "team", "agent", "priority", "reopened")},
            **{name: name for name in ("first_response_at", "resolved_at", "unsolved_at")},
        },
    ),
    _Part("engagement", "engagement", "occurred_at", {"action": "kind"}),
    _Part("joined", "customers", "joined_at", {}),
    _Part("left", "customers", "churned_at", {}),
)
KINDS = tuple(part.kind for part in _PARTS)
_TYPES = {
    "at": "timestamp",
    "first_response_at": "timestamp",
    "resolved_at": "timestamp",
    "unsolved_at": "timestamp",
    "amount": "float64",
    "reopened": "boolean",
}
_Shape = tuple[tuple[int, tuple[str, ...]], ...]  # numbers of the parts, and their columns


def events(snapshot: Snapshot, customer_id: str) -> pd.DataFrame:
    """The newest MOST_EVENTS + 1 events of a customer, newest first; no rows where nobody has it.

    Columns: at, kind (one of KINDS), and of those that the data have id, answer (`series|score`),
    touchpoint, channel, survey, comment (cut at expressions.COMMENT_LENGTH), amount, team, agent,
    priority, reopened, first_response_at, resolved_at, unsolved_at (when it left the backlog
    without a solution), action (the kind of engagement).
    """
    shape, database = _shape(snapshot.catalog), snapshot.database
    if not shape:
        return pd.DataFrame({"at": [], "kind": []})
    rows = []
    for number, columns in shape:
        part = _PARTS[number]
        wanted = [part.at, *(part.columns[name] for name in columns)]
        rows.append(_rows_sql(snapshot, part.table, wanted, customer_id))
    found = database.frame(with_rows(_compiled(shape, database.dialect), rows))
    # Of the same moment, engines order texts each in its own way.
    keys = [name for name in ("kind", "id") if name in found]
    tied = found.sort_values(keys, kind="stable")
    return tied.sort_values("at", ascending=False, kind="stable", ignore_index=True)


def attributes(snapshot: Snapshot, customer_id: str) -> dict[str, object]:
    """The customer's row of `customers`, by column; empty where there is none."""
    if not snapshot.catalog.has("customers"):
        return {}
    columns = list(snapshot.catalog.columns["customers"])
    found = snapshot.database.frame(_rows_sql(snapshot, "customers", columns, customer_id))
    row = found.iloc[0] if len(found) else pd.Series()
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def _shape(catalog: Catalog) -> _Shape:
    return tuple(
        (number, tuple(n for n, column in part.columns.items() if catalog.has(part.table, column)))
        for number, part in enumerate(_PARTS)
        if catalog.has(part.table, "customer_id", part.at)
    )


def _rows_sql(snapshot: Snapshot, table: str, columns: list[str], customer_id: str) -> str:
    """SELECT of the customer's rows; the id, whatever it holds, becomes a literal of the dialect.

    No id means anything else here: `(not stated)` is nobody's, where a filter would take it for
    all rows without one.
    """
    dialect = snapshot.database.dialect
    shown = ", ".join(name_sql(name, dialect) for name in columns)
    same = exp.column("customer_id", quoted=True).eq(exp.Literal.string(customer_id))
    named = name_sql(snapshot.database.prefix + table, dialect)
    where = same.sql(dialect=dialect)
    if table in snapshot.catalog.customer_rows:
        source = exp.column("source", quoted=True).eq(exp.Literal.string(table))
        own = f"{where} AND {source.sql(dialect=dialect)}"
        places = name_sql(snapshot.database.prefix + CUSTOMER_ROWS, dialect)
        where = f"rowid IN (SELECT place FROM {places} WHERE {own})"
    return f"SELECT {shown} FROM {named} WHERE {where}"


@lru_cache(maxsize=64)
def _compiled(shape: _Shape, dialect: str) -> str:
    return in_dialect(build(shape), dialect)


def build(shape: _Shape) -> ir.Table:
    """The expression of a timeline over the tables `rows0`, `rows1`, ...: one for each part."""
    every = list(dict.fromkeys(name for _, columns in shape for name in columns))
    parts = []
    for place, (number, columns) in enumerate(shape):
        part = _PARTS[number]
        types = {part.at: "timestamp"} | {part.columns[n]: _type(n) for n in columns}
        table = ibis.table(types, name=f"rows{place}")
        own = {n: table[part.columns[n]] for n in columns}
        if "comment" in own:
            own["comment"] = own["comment"].substr(0, COMMENT_LENGTH)
        others = {n: own.get(n, ibis.null(_type(n))) for n in every}
        happened = table.filter(table[part.at].notnull())
        parts.append(happened.select(at=part.at, kind=ibis.literal(part.kind), **others))
    together = parts[0] if len(parts) == 1 else ibis.union(*parts)
    # One response may have several answers, at the same time.
    last = [together[name] for name in ("id", "answer") if name in every]
    order = [together.at.desc(), together.kind, *last]
    return together.order_by(order).limit(MOST_EVENTS + 1)


def _type(name: str) -> str:
    return _TYPES.get(name, "string")
