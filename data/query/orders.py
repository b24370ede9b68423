"""Questions on orders: their amounts, and the order histories of customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import ibis.expr.types as ir
import pandas as pd

from data.counted_ahead import Lifetime
from data.derived.activity import ACTIVITY
from data.derived.lifetime import HISTORY, cells, histories
from data.derived.rollups import amounts
from data.query.compile import (
    CountQuery,
    Examples,
    Sql,
    added,
    added_parts,
    groups,
    no_rows,
    question,
    sql_of,
    table,
)
from data.query.plan import parts
from data.query.results import frames, tidy
from data.query.rows import Rows
from data.scope import Scope, Span
from data.store.snapshots import Snapshot

_AMOUNTS = ("n", "total", "squares", "cubes")


def order_amounts(snapshot: Snapshot, asked: Sequence[CountQuery]) -> list[pd.DataFrame]:
    """Orders, in one query: [period], keys..., n, and sums of amounts: total, squares, cubes."""
    found = [_amounts_sql(snapshot, one) for one in asked]
    return frames(snapshot, found, [one.keys for one in asked])


def _amounts_sql(snapshot: Snapshot, asked: CountQuery) -> Sql:
    """SQL for the amounts of one frame, from rollups as far as there are any."""
    catalog, (scope, keys, grain) = snapshot.catalog, asked
    needed, size = scope.columns | set(keys), catalog.rows("orders")
    found = parts(catalog.order_rollups, size, scope.span, needed, grain, "orders")
    rows, counted = [part.rows(scope) for part in found], tuple(part.counted for part in found)
    return sql_of(snapshot, _amounts, rows, keys, grain, counted)


def order_histories(
    snapshot: Snapshot, lifetime: Lifetime, scope: Scope, keys: Sequence[str] = ()
) -> pd.DataFrame:
    """Histories of customers up to the newest day, in any scope: its days are of no matter.

    Columns: keys..., again, recency, age (weeks), n, own, squares: those of `lifetime.cells`.
    The keys are segments of customers. From `activity` where it has all that is needed, else from
    the orders.
    """
    kept = {*HISTORY, *keys} | scope.columns <= set(snapshot.catalog.activity)
    ever = Span(snapshot.catalog.first_day, lifetime.until)
    rows = Rows(ACTIVITY, scope) if kept else Rows("orders", scope, (ever,))
    sql = sql_of(snapshot, _histories, [rows], kept, lifetime.until, tuple(keys))
    return tidy(snapshot, sql, keys)


def _segments(snapshot: Snapshot) -> tuple[str, ...]:
    found = (d.key for d in snapshot.catalog.dimensions if d.segment and "orders" in d.tables)
    return tuple(found)[:1]


def _amounts_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("orders"):
        scope, keys = no_rows(snapshot.catalog, "orders"), _segments(snapshot)
        asked = [CountQuery(scope, keys, grain) for grain in ("month", None)]
        yield "orders", partial(order_amounts, snapshot, asked)


@question("order amounts", _amounts_examples)
def _amounts(keys: tuple[str, ...], grain: str | None, counted: tuple[bool, ...]) -> ir.Table:
    found = []
    for number, of_cells in enumerate(counted):
        rows = table(number, ("day", *keys, *(_AMOUNTS if of_cells else ("amount",))))
        cut = groups(rows, keys, grain)
        if of_cells:
            own = rows.select(**cut, **{name: rows[name] for name in _AMOUNTS})
            found.append(added(own, _AMOUNTS))
        else:
            found.append(rows.aggregate(by=cut, **amounts(rows)))
    return added_parts(found, _AMOUNTS)


def _histories_examples(snapshot: Snapshot) -> Examples:
    catalog = snapshot.catalog
    if catalog.lifetime:
        asked = (snapshot, catalog.lifetime, no_rows(catalog, "orders"), _segments(snapshot))
        yield "order histories", partial(order_histories, *asked)


@question("order histories", _histories_examples)
def _histories(kept: bool, until: date, keys: tuple[str, ...]) -> ir.Table:
    if kept:
        return cells(table(0, (*keys, *HISTORY), HISTORY), until, keys)
    return cells(histories(table(0, ("day", "customer_id", "amount", *keys)), keys), until, keys)
