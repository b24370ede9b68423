"""Questions on invitations: how many were answered, and how often a customer was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import ibis
import ibis.expr.types as ir

from data.query.compile import with_rows
from data.query.expressions import period
from data.query.plan import Part
from data.query.queries import CountQuery, together
from data.query.rows import rows_sql
from data.store.snapshots import Snapshot

_TABLE = "invitations"


def answered(snapshot: Snapshot, asked: Sequence[CountQuery]) -> str:
    """SQL for invitations: part, [period], keys..., n, positive (answered by now)."""
    return _asked(snapshot, "answered", asked)


def contacts(snapshot: Snapshot, asked: Sequence[CountQuery]) -> str:
    """SQL for the customers invited: part, [period], keys..., n, total and squares.

    n are customers, total their invitations, squares the sum of their squared numbers.
    """
    return _asked(snapshot, "contacts", asked)


def _asked(snapshot: Snapshot, question: str, asked: Sequence[CountQuery]) -> str:
    dialect, prefix = snapshot.database.dialect, snapshot.database.prefix
    _, read, sums = _QUESTIONS[question]
    frames = []
    for scope, keys, grain in asked:
        whole = Part(_TABLE, False, (scope.span,))
        rows = rows_sql(whole, scope, (*keys, read), "day", dialect, prefix)
        frames.append(with_rows(_compiled(question, keys, grain, dialect), [rows]))
    return together(frames, asked, sums, dialect)


@lru_cache(maxsize=256)
def _compiled(question: str, keys: tuple[str, ...], grain: str | None, dialect: str) -> str:
    return str(ibis.to_sql(expression(question, keys, grain), dialect=dialect))


def expression(question: str, keys: tuple[str, ...], grain: str | None) -> ir.Table:
    """The expression of a question over `rows0`."""
    ask, read, _ = _QUESTIONS[question]
    columns = {"day": "date", **dict.fromkeys(keys, "string")}
    rows = ibis.table({**columns, read: _TYPES[read]}, name="rows0")
    return ask(rows, period(rows, grain) | {key: rows[key] for key in keys})


def _answered(rows: ir.Table, groups: dict[str, ir.Value]) -> ir.Table:
    positive = rows.count(where=rows.answered)
    return rows.aggregate(by=_named(groups), n=rows.count(), positive=positive)


def _contacts(rows: ir.Table, groups: dict[str, ir.Value]) -> ir.Table:
    named = rows.filter(rows.customer_id.notnull())
    customers = named.aggregate(
        by=[named.customer_id, *_named(groups)], times=named.count().cast("float64")
    )
    times = customers.times
    sums = {"total": times.sum().fill_null(0.0), "squares": (times * times).sum().fill_null(0.0)}
    return customers.aggregate(by=[*groups], n=customers.count(), **sums)


def _named(groups: dict[str, ir.Value]) -> list[ir.Value]:
    return [value.name(name) for name, value in groups.items()]


_Ask = Callable[[ir.Table, dict[str, ir.Value]], ir.Table]
_TYPES = {"answered": "boolean", "customer_id": "string"}
# What is asked, the column that it reads, and the sums that it gives.
_QUESTIONS: dict[str, tuple[_Ask, str, tuple[str, ...]]] = {
    "answered": (_answered, "answered", ("n", "positive")),
    "contacts": (_contacts, "customer_id", ("n", "total", "squares")),
}
