"""Questions on customers: how many were engaged, ordered again, and what NPS answers led to."""

from __future__ import annotations

from functools import partial

import ibis.expr.types as ir
import pandas as pd

from data.derived.outcomes import OUTCOMES
from data.query import active_customers
from data.query.compile import (
    Examples,
    Sql,
    bucket,
    dimensions,
    groups,
    no_rows,
    question,
    sql_of,
    table,
)
from data.query.customer_movements import days_sql, lives, people
from data.query.results import numbers, tidy
from data.query.rows import Rows, date_sql
from data.scope import Scope, Span
from data.store.snapshots import Snapshot


def unplaced_customers(snapshot: Snapshot, scope: Scope) -> int:
    """How many customers of the scope's filters have no joining date, or one after they left."""
    if not snapshot.catalog.unplaced:
        return 0
    return _unplaced_of(snapshot, scope)


def _unplaced_of(snapshot: Snapshot, scope: Scope) -> int:
    joined, _ = days_sql(snapshot)
    rows = Rows("customers", scope, where=(f"{joined} IS NULL",))
    return numbers(snapshot, sql_of(snapshot, _unplaced, [rows]))[0]


def engaged_customers(snapshot: Snapshot, scope: Scope) -> int:
    """How many of the customers who were there in the scope did something in it."""
    found = active_customers.engaged_customers(snapshot, scope)
    if found is None:
        (found,) = numbers(snapshot, _engaged_sql(snapshot, scope))
    return found


def engaged_by(
    snapshot: Snapshot, scope: Scope, keys: tuple[str, ...], grain: str | None = None
) -> pd.DataFrame:
    """How many of the customers who were there did something: [period], keys..., n.

    The keys are segments of customers; by period, those who were there in it.
    """
    return tidy(snapshot, _engaged_sql(snapshot, scope, keys, grain), keys)


def _engaged_sql(
    snapshot: Snapshot, scope: Scope, keys: tuple[str, ...] = (), grain: str | None = None
) -> Sql:
    events = Rows("engagement", scope, (scope.span,))
    return sql_of(snapshot, _engaged, [events, people(snapshot, scope)], keys, grain)


def repeats_by_period(snapshot: Snapshot, scope: Scope, grain: str) -> pd.DataFrame:
    """How many customers ordered in a period, and more than once: period, n, positive."""
    rows = Rows("orders", scope, (scope.span,))
    return tidy(snapshot, sql_of(snapshot, _repeats, [rows], grain))


def retention_costs(snapshot: Snapshot) -> pd.DataFrame:
    """What was spent to keep customers: month, total."""
    return tidy(snapshot, sql_of(snapshot, _costs, [Rows("costs")]))


def risk(
    snapshot: Snapshot,
    scope: Scope,
    followed: Span,
    keys: tuple[str, ...] = (),
    grain: str | None = None,
) -> pd.DataFrame:
    """What customers did after their last NPS answer, by its group; by period, the last in each.

    [period], keys..., nps_group, n, positive (of these left soon), paying, w, w2, pos, pos2 (of
    their annual revenue: how many have one, its sum and that of squares, both of those who left),
    total, squares, cubes (what they ordered), each of the last answers in the span `followed`;
    current and revenue: customers whose last answer in the scope it is, and who are still there at
    its end, and their annual revenue.
    """
    columns = tuple(c for c in ("annual_revenue", "ordered") if c in snapshot.catalog.outcomes)
    ends = {"followed": followed.end, "last": scope.span.end}
    made = {name: date_sql(day, snapshot.database.dialect) for name, day in ends.items()}
    rows = Rows(OUTCOMES, scope, (scope.span,), made=made)
    return tidy(snapshot, sql_of(snapshot, _risk, [rows], columns, keys, grain), keys)


def _unplaced_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("customers"):
        scope = no_rows(snapshot.catalog, "customers")
        yield "customers without a date", partial(_unplaced_of, snapshot, scope)


@question("customers without a date", _unplaced_examples)
def _unplaced() -> ir.Table:
    rows = table(0, ("customer_id",))
    return rows.aggregate(n=rows.count())


def _engaged_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("customers") and snapshot.catalog.has("engagement"):
        scope = no_rows(snapshot.catalog, "engagement")
        yield "engaged customers", partial(engaged_customers, snapshot, scope)
        yield "engaged by month", partial(engaged_by, snapshot, scope, (), "month")
        keys = dimensions(snapshot.catalog, "engagement")[:1]
        yield "engaged by level", partial(engaged_by, snapshot, scope, keys)


@question("engaged customers", _engaged_examples)
def _engaged(keys: tuple[str, ...], grain: str | None) -> ir.Table:
    events, people = table(0, ("day", "customer_id")), lives(1, keys)
    active = events.select(**groups(events, (), grain), active=events.customer_id).distinct()
    both = active.join(people, active.active == people.customer_id)
    by = list(keys)
    if grain:
        left = both.churned_day
        both = both.filter(
            bucket(both.joined_day, grain) <= both.period,
            left.isnull() | (bucket(left, grain) >= both.period),
        )
        by = ["period", *by]
    return both.aggregate(by=by, n=both.count())


def _repeats_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("orders"):
        scope = no_rows(snapshot.catalog, "orders")
        yield "repeats by month", partial(repeats_by_period, snapshot, scope, "month")


@question("repeat customers by period", _repeats_examples)
def _repeats(grain: str) -> ir.Table:
    rows = table(0, ("day", "customer_id"))
    period = bucket(rows.day, grain)
    customers = rows.group_by(period=period, customer=rows.customer_id).aggregate(n=rows.count())
    again = customers.count(where=customers.n > 1)
    return customers.group_by("period").aggregate(n=customers.count(), positive=again)


def _costs_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.has("costs"):
        yield "retention costs", partial(retention_costs, snapshot)


@question("retention costs", _costs_examples)
def _costs() -> ir.Table:
    rows = table(0, ("month", "kind", "amount"), {"month": "date"})
    own = rows.filter(rows.kind.strip().lower() == "retention")
    return own.group_by("month").aggregate(total=own.amount.sum())


def _risk_examples(snapshot: Snapshot) -> Examples:
    if snapshot.catalog.outcomes:
        scope = no_rows(snapshot.catalog, "customers")
        keys = dimensions(snapshot.catalog, "customers")[:1]
        yield "after NPS answers", partial(risk, snapshot, scope, scope.span, keys, "month")


@question("after NPS answers", _risk_examples)
def _risk(columns: tuple[str, ...], keys: tuple[str, ...], grain: str | None) -> ir.Table:
    days = dict.fromkeys(("day", "next_day", "left_day", "followed", "last"), "date")
    kinds = {**days, "nps_group": "string", "left_soon": "boolean"}
    kinds |= dict.fromkeys(columns, "float64")
    rows = table(0, (*kinds, *keys), kinds)

    def after(day: ir.DateValue, end: ir.DateValue) -> ir.BooleanValue:
        """Later than an end, or than the period of the answer; or never."""
        later = day.isnull() | (day > end)
        return later | (bucket(day, grain) > bucket(rows.day, grain)) if grain else later

    known = (rows.day <= rows.followed) & after(rows.next_day, rows.followed)
    current = after(rows.next_day, rows.last) & after(rows.left_day, rows.last)
    sums: dict[str, ir.Value] = {
        "n": rows.count(where=known),
        "positive": rows.count(where=known & rows.left_soon),
        "current": rows.count(where=current),
    }
    if "annual_revenue" in columns:
        revenue = rows.annual_revenue
        sums["paying"] = revenue.count(where=known)
        added = {"w": revenue, "w2": revenue * revenue}
        sums |= {name: value.sum(where=known).fill_null(0.0) for name, value in added.items()}
        lost = {"pos": revenue, "pos2": revenue * revenue}
        soon = known & rows.left_soon
        sums |= {name: value.sum(where=soon).fill_null(0.0) for name, value in lost.items()}
        sums["revenue"] = revenue.sum(where=current).fill_null(0.0)
    if "ordered" in columns:
        amount = rows.ordered
        added = {"total": amount, "squares": amount * amount, "cubes": amount * amount * amount}
        sums |= {name: value.sum(where=known).fill_null(0.0) for name, value in added.items()}
    return rows.group_by(**groups(rows, (*keys, "nps_group"), grain)).aggregate(**sums)
