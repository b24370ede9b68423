"""Questions on invitations: how many were answered, and how often a customer was asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import ibis.expr.types as ir
import pandas as pd

from data.query.compile import (
    CountQuery,
    Examples,
    Question,
    groups,
    no_rows,
    question,
    sql_of,
    table,
)
from data.query.results import frames
from data.query.rows import Rows
from data.store.snapshots import Snapshot

_TABLE = "invitations"


def invitations(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """Invitations sent, of the same grain, in one query: [period], keys..., n, positive.

    Positive are those that are answered by now.
    """
    return _asked(snapshot, _answered, asked)


def contacts(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """Invited customers, in one query: [period], keys..., n, total, squares, cubes.

    The sums are of how often each was invited, of its square and of its cube.
    Customers of a period, or of a level, are counted in each anew: they do not add up.
    """
    return _asked(snapshot, _contacts, asked)


def _asked(
    snapshot: Snapshot,
    what: Question[[tuple[str, ...], str | None]],
    asked: Sequence[CountQuery],
) -> list[pd.DataFrame]:
    found = []
    for scope, keys, grain in asked:
        rows = Rows(_TABLE, scope, (scope.span,))
        found.append(sql_of(snapshot, what, [rows], keys, grain))
    return frames(snapshot, found, [one.keys for one in asked])


def _sent(snapshot: Snapshot) -> list[CountQuery]:
    return [CountQuery(no_rows(snapshot.catalog, _TABLE), (), "month")]


def _answered_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has(_TABLE):
        yield "invitations", partial(invitations, snapshot, _sent(snapshot))


@question("answered invitations", _answered_examples)
def _answered(keys: tuple[str, ...], grain: str | None) -> ir.Table:
    rows = table(0, ("day", *keys, "answered"), {"answered": "boolean"})
    positive = rows.count(where=rows.answered)
    return rows.aggregate(by=groups(rows, keys, grain), n=rows.count(), positive=positive)


def _contacts_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has(_TABLE, "customer_id"):
        yield "contacts per customer", partial(contacts, snapshot, _sent(snapshot))


@question("contacts per customer", _contacts_examples)
def _contacts(keys: tuple[str, ...], grain: str | None) -> ir.Table:
    rows = table(0, ("day", *keys, "customer_id"))
    named = rows.filter(rows.customer_id.notnull())
    cut = groups(named, keys, grain)
    own = {"customer_id": named.customer_id, **cut}
    customers = named.aggregate(by=own, times=named.count().cast("float64"))
    times = customers.times
    powers = {"total": times, "squares": times * times, "cubes": times * times * times}
    sums = {name: one.sum().fill_null(0.0) for name, one in powers.items()}
    return customers.aggregate(by=[*cut], n=customers.count(), **sums)
