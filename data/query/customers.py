"""Asks a snapshot of customers, and hands back the small frames that metrics/ computes on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.query import active_customers, customer_months, customer_questions
from data.query.feedback import frames
from data.query.queries import CountQuery
from data.scope import Scope, Span
from data.store.snapshots import Snapshot

_WHOLE = ("n", "positive", "current", "paying")


def movements(
    snapshot: Snapshot, asked: Sequence[CountQuery], counted: Sequence[CountQuery] = ()
) -> list[pd.DataFrame]:
    """Customers of several scopes by the periods in which they joined and left, in one query.

    Columns: joined (first day of the period, NaT before the span), churned (NaT where not in the
    span), keys..., n and the sums of a movements frame that are mapped
    (`metrics/customers/retention.py`); of those `counted`, which come last, n alone.
    """
    every = (*asked, *counted)
    months = customer_months.together(every)
    if months is None:
        sql = customer_questions.movements(snapshot, asked, counted)
        return frames(snapshot, sql, [one.keys for one in every])
    summed, alone = ([months], []) if asked else ([], [months])
    sql = customer_questions.movements(snapshot, summed, alone)
    (found,) = frames(snapshot, sql, [months.keys])
    return [customer_months.part(found, months.scope.span.end, one) for one in every]


def unplaced_customers(snapshot: Snapshot, scope: Scope) -> int:
    """How many customers of the scope's filters have no joining date, or one after they left."""
    if not snapshot.catalog.unplaced:
        return 0
    return _number(snapshot, customer_questions.unplaced(snapshot, scope))


def engaged_customers(snapshot: Snapshot, scope: Scope) -> int:
    """How many of the customers who were there in the scope did something in it."""
    found = active_customers.engaged_customers(snapshot, scope)
    if found is None:
        found = _number(snapshot, customer_questions.engaged(snapshot, scope, None))
    return found


def engaged_by_period(snapshot: Snapshot, scope: Scope, grain: str) -> pd.DataFrame:
    """How many of the customers who were there in a period did something in it: period, n."""
    return _frame(snapshot, customer_questions.engaged(snapshot, scope, grain), "period")


def repeats_by_period(snapshot: Snapshot, scope: Scope, grain: str) -> pd.DataFrame:
    """How many customers ordered in a period, and more than once: period, n, positive."""
    return _frame(snapshot, customer_questions.repeats(snapshot, scope, grain), "period")


def retention_costs(snapshot: Snapshot) -> pd.DataFrame:
    """What was spent to keep customers: month, total."""
    return _frame(snapshot, customer_questions.retention_costs(snapshot), "month")


def risk(snapshot: Snapshot, scope: Scope, followed: Span) -> pd.DataFrame:
    """What customers did after their last NPS answer; see `customer_questions.risk`."""
    return _frame(snapshot, customer_questions.risk(snapshot, scope, followed))


def _frame(snapshot: Snapshot, sql: str, day: str = "") -> pd.DataFrame:
    frame = snapshot.database.frame(sql)
    kinds = {name: "int64" for name in _WHOLE if name in frame}
    return frame.astype({**kinds, **({day: "datetime64[us]"} if day else {})})


def _number(snapshot: Snapshot, sql: str) -> int:
    return int(snapshot.database.frame(sql)["n"].iloc[0])
