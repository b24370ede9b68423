"""Customers' order histories, and the model of their lifetime value, fitted once for a version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from data.counted_ahead import Lifetime
from data.duckdb_tables import Ask
from metrics.customers.lifetime import NotFittedError, fit_orders, fit_worth

HISTORY = {  # of days with orders: how many, first, last, sum of all and of the first
    "order_days": "int64",
    "first_order": "date",
    "last_order": "date",
    "order_total": "float64",
    "first_total": "float64",
}
_FEWEST, _FEWEST_AGAIN = 100, 30  # customers, and those who came back
_FINE = 100  # steps of the mean value within a factor of e: one per cent


def histories(orders: ir.Table, keys: Sequence[str] = ()) -> ir.Table:
    """A row a customer (and their segments): customer_id, keys..., HISTORY."""
    named = orders.filter(orders.customer_id.notnull() & orders.amount.notnull())
    days = named.aggregate(by=["customer_id", *keys, "day"], spent=named.amount.sum())
    return days.aggregate(
        by=["customer_id", *keys],
        order_days=days.count(),
        first_order=days.day.min(),
        last_order=days.day.max(),
        order_total=days.spent.sum(),
        first_total=days.spent.argmin(days.day),
    )


def cells(rows: ir.Table, until: date, keys: Sequence[str] = ()) -> ir.Table:
    """Histories counted: keys..., again, recency, age (weeks), n, and of their mean orders sums.

    `own` and `squares` add up the mean value of the days with orders after the first, and its
    square.
    """
    rows = _with_mean(rows.filter(rows.order_days > 0))
    whole = {
        "again": rows.again,
        "recency": _weeks(rows.last_order.delta(rows.first_order, unit="day")),
        "age": _weeks(ibis.literal(until).delta(rows.first_order, unit="day")),
    }
    return rows.aggregate(
        by=[*keys, *(value.name(name) for name, value in whole.items())],
        n=rows.count(),
        own=rows.own.sum(),
        squares=(rows.own * rows.own).sum(),
    )


def _values(rows: ir.Table) -> ir.Table:
    """How many customers came back how often, with which mean value: again, step, n."""
    rows = _with_mean(rows.filter(rows.order_days > 1))
    rows = rows.filter(rows.own > 0)
    step = (rows.own.ln() * _FINE).round().cast("int64").name("step")
    return rows.aggregate(by=["again", step], n=rows.count())


def _with_mean(rows: ir.Table) -> ir.Table:
    again = rows.order_days - 1
    later = (rows.order_total - rows.first_total) / ibis.greatest(again, 1)
    # Refunds may outweigh orders: then nothing is known of what the next are worth.
    return rows.mutate(again=again, own=ibis.ifelse(again > 0, ibis.greatest(later, 0.0), 0.0))


def _weeks(days: ir.IntegerValue) -> ir.IntegerValue:
    return (days + 3) // 7


def fit_lifetime(ask: Ask, rows: ir.Table, until: date | None) -> Lifetime | None:
    """The model of all customers up to the newest day with orders; why not, where it is not fitted.

    None where there are no orders.
    """
    if until is None:
        return None
    orders = ask(cells(rows, until)).sort_values(["again", "recency", "age"])
    customers = int(orders["n"].sum())
    returned = int(orders.loc[orders["again"] > 0, "n"].sum())
    known = Lifetime(until=until, customers=customers)
    if customers < _FEWEST or returned < _FEWEST_AGAIN:
        return known.model_copy(
            update={
                "why_not": f"{customers:,} customers ordered, {returned:,} of them again. "
                f"At least {_FEWEST} and {_FEWEST_AGAIN} are needed."
            }
        )
    try:
        again, recency, age, n = _floats(orders, "again", "recency", "age", "n")
        model = fit_orders(again, recency, age, n)
        values = ask(_values(rows)).sort_values(["again", "step"])
        again, step, n = _floats(values, "again", "step", "n")
        worth = fit_worth(again, np.exp(step / _FINE), n)
    except NotFittedError as error:
        return known.model_copy(update={"why_not": str(error)})
    return known.model_copy(update={"orders": tuple(model), "worth": tuple(worth)})


def _floats(frame: pd.DataFrame, *names: str) -> list[np.ndarray]:
    return [frame[name].to_numpy(dtype=float) for name in names]
