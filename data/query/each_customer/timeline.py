"""One customer's rows of all tables, newest first: what happened, not how well."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import Catalog
from data.derived.customer_rows import CUSTOMER_ROWS
from data.query.compile import Examples, Sql, question, sql_of, table
from data.query.feedback import COMMENT_LENGTH
from data.query.results import plain
from data.query.rows import Rows, is_sql
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
    touchpoint, channel, survey, comment (cut at feedback.COMMENT_LENGTH), amount, team, agent,
    priority, reopened, first_response_at, resolved_at, unsolved_at (when it left the backlog
    without a solution), action (the kind of engagement).
    """
    sql = events_sql(snapshot, customer_id)
    if sql is None:
        return pd.DataFrame({"at": [], "kind": []})
    found = plain(snapshot, sql)
    # Of the same moment, engines order texts each in its own way.
    keys = [name for name in ("kind", "id") if name in found]
    tied = found.sort_values(keys, kind="stable")
    return tied.sort_values("at", ascending=False, kind="stable", ignore_index=True)


def events_sql(snapshot: Snapshot, customer_id: str) -> Sql | None:
    """SQL for the events of a customer; None where no table names its customers."""
    shape = _shape(snapshot.catalog)
    rows = [_own(snapshot, _PARTS[number].table, customer_id) for number, _ in shape]
    return sql_of(snapshot, _events, rows, shape) if shape else None


def attributes(snapshot: Snapshot, customer_id: str) -> dict[str, object]:
    """The customer's row of `customers`, by column; empty where there is none."""
    if not snapshot.catalog.has("customers"):
        return {}
    columns = tuple(snapshot.catalog.columns["customers"])
    rows = _own(snapshot, "customers", customer_id)
    found = plain(snapshot, sql_of(snapshot, _attributes, [rows], columns))
    row = found.iloc[0] if len(found) else pd.Series()
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def _shape(catalog: Catalog) -> _Shape:
    return tuple(
        (number, tuple(n for n, column in part.columns.items() if catalog.has(part.table, column)))
        for number, part in enumerate(_PARTS)
        if catalog.has(part.table, "customer_id", part.at)
    )


def _own(snapshot: Snapshot, of: str, customer_id: str) -> Rows:
    """The customer's rows of a table; the id, whatever it holds, becomes a literal of the dialect.

    No id means anything else here: `(not stated)` is nobody's, where a filter would take it for
    all rows without one.
    """
    dialect = snapshot.database.dialect
    where = is_sql("customer_id", customer_id, dialect)
    if of in snapshot.catalog.customer_rows:
        places = snapshot.database.from_sql(CUSTOMER_ROWS)
        own = f"{where} AND {is_sql('source', of, dialect)}"
        where = f"rowid IN (SELECT place FROM {places} WHERE {own})"
    return Rows(of, where=(where,))


def _events_examples(snapshot: Snapshot) -> Examples:
    if _shape(snapshot.catalog):
        yield "one customer's events", partial(events, snapshot, "a")


@question("one customer's events", _events_examples)
def _events(shape: _Shape) -> ir.Table:
    """Of one table for each part of the shape."""
    every = list(dict.fromkeys(name for _, columns in shape for name in columns))
    parts = []
    for place, (number, columns) in enumerate(shape):
        part = _PARTS[number]
        types = {part.at: "timestamp"} | {part.columns[n]: _type(n) for n in columns}
        rows = table(place, types, types)
        own = {n: rows[part.columns[n]] for n in columns}
        if "comment" in own:
            own["comment"] = own["comment"].substr(0, COMMENT_LENGTH)
        others = {n: own.get(n, ibis.null(_type(n))) for n in every}
        happened = rows.filter(rows[part.at].notnull())
        parts.append(happened.select(at=part.at, kind=ibis.literal(part.kind), **others))
    together = parts[0] if len(parts) == 1 else ibis.union(*parts)
    # One response may have several answers, at the same time.
    last = [together[name] for name in ("id", "answer") if name in every]
    order = [together.at.desc(), together.kind, *last]
    return together.order_by(order).limit(MOST_EVENTS + 1)


def _type(name: str) -> str:
    return _TYPES.get(name, "string")


def _attributes_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("customers"):
        yield "one customer", partial(attributes, snapshot, "a")


@question("one customer", _attributes_examples)
def _attributes(columns: tuple[str, ...]) -> ir.Table:
    rows = table(0, columns)
    return rows.select(*columns)
