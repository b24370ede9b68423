"""Order histories of the customers of a scope: from `activity` where it can, else from orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import ibis
import pandas as pd

from data.catalog import Lifetime
from data.derived.activity import ACTIVITY
from data.derived.lifetime import HISTORY, cells, histories
from data.query import feedback
from data.query.compile import with_rows
from data.query.plan import Part
from data.query.rows import conditions_sql, name_sql, rows_sql
from data.scope import Scope, Span
from data.store.snapshots import Snapshot

_ORDERS = {"day": "date", "customer_id": "string", "amount": "float64"}


def order_histories(
    snapshot: Snapshot, lifetime: Lifetime, scope: Scope, keys: Sequence[str] = ()
) -> pd.DataFrame:
    """Histories of customers up to the newest day, in any scope: its days are of no matter.

    Columns: keys..., again, recency, age (weeks), n, own, squares: those of `lifetime.cells`.
    The keys are segments of customers.
    """
    dialect, prefix = snapshot.database.dialect, snapshot.database.prefix
    kept = {*HISTORY, *keys} | scope.columns <= set(snapshot.catalog.activity)
    if kept:
        columns = ", ".join(name_sql(name, dialect) for name in (*keys, *HISTORY))
        conditions = conditions_sql(scope.filters, scope.without, dialect)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        rows = f"SELECT {columns} FROM {name_sql(prefix + ACTIVITY, dialect)}{where}"
    else:
        ever = (Span(snapshot.catalog.first_day, lifetime.until),)
        part, read = Part("orders", False, ever), ("customer_id", "amount", *keys)
        rows = rows_sql(part, scope, read, "day", dialect, prefix)
    sql = _compiled(kept, lifetime.until, tuple(keys), dialect)
    return feedback.tidy(snapshot, with_rows(sql, [rows]), keys)


@lru_cache(maxsize=64)
def _compiled(kept: bool, until: date, keys: tuple[str, ...], dialect: str) -> str:
    segments = dict.fromkeys(keys, "string")
    if kept:
        rows = ibis.table({**HISTORY, **segments}, name="rows0")
    else:
        rows = histories(ibis.table({**_ORDERS, **segments}, name="rows0"), keys)
    return str(ibis.to_sql(cells(rows, until, keys), dialect=dialect))
