"""NPS answers and what the customers did afterwards: a table made at the load.

A row an answer of someone who had not left before it; segments are those of customers. The last
answer of a customer up to a day is the one whose `next_day` is later, or missing.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from data.catalog import Dimension
from metrics.definitions.outcomes import FOLLOW_UP
from metrics.series import metric_of, parse_answer, parse_series

OUTCOMES = "nps_outcomes"


def outcomes(
    tables: dict[str, ir.Table], dimensions: Sequence[Dimension], answers: Sequence[str]
) -> ir.Table | None:
    """A row an answer, from the published feedback, customers and, where there are any, orders.

    Columns: day, nps_group, next_day (of the customer's next such answer), left_day, left_soon
    (within FOLLOW_UP days), annual_revenue (where it is mapped; negative ones are not known),
    ordered (sum of the amounts of FOLLOW_UP days, where there are orders), and the segments.

    None where no NPS answer names its customer, or it is not known when customers left.
    """
    groups = _groups(answers)
    feedback, customers = tables.get("feedback"), tables.get("customers")
    if not groups or feedback is None or customers is None:
        return None
    if "customer_id" not in feedback.columns or "churned_at" not in customers.columns:
        return None
    there = _there(feedback, customers, groups, _segments(dimensions))
    order = [there[name] for name in ("submitted_at", "response_id", "touchpoint", "nps_group")
             if name in there.columns]  # fmt: skip
    following = ibis.window(group_by=there.customer_id, order_by=order)
    soon = there.left_day.delta(there.day, unit="day") <= FOLLOW_UP
    rows = there.mutate(
        next_day=there.day.lead().over(following), left_soon=soon.fill_null(False)
    ).drop("submitted_at", "response_id", *({"touchpoint"} & set(there.columns)))
    if "orders" in tables:
        sums = _ordered(there, tables["orders"])
        joined = rows.left_join(sums, [rows.customer_id == sums.buyer, rows.day == sums.answered])
        rows = joined.mutate(ordered=joined.ordered.fill_null(0.0)).drop("buyer", "answered")
    return rows.drop("customer_id")


def _segments(dimensions: Sequence[Dimension]) -> list[str]:
    return [d.key for d in dimensions if "customers" in d.tables]


def _groups(answers: Sequence[str]) -> dict[str, str]:
    """Label of each NPS answer -> its group."""
    given = {label: parse_answer(label) for label in answers}
    return {
        label: parse_series(one.series).group(one.score)
        for label, one in given.items()
        if metric_of(one.series) == "nps"
    }


def _there(
    feedback: ir.Table, customers: ir.Table, groups: dict[str, str], segments: list[str]
) -> ir.Table:
    """NPS answers of customers who had not left before."""
    nps = feedback.filter(feedback.answer.isin(list(groups)), feedback.customer_id.notnull())
    named = ["submitted_at", "response_id", "touchpoint"]
    nps = nps.select(
        "day",
        *(name for name in named if name in nps.columns),
        customer_id=nps.customer_id,
        nps_group=ibis.cases(*((nps.answer == label, group) for label, group in groups.items())),
    )
    known = {"left_day": customers.churned_at.cast("date")}
    if "annual_revenue" in customers.columns:
        revenue = customers.annual_revenue
        known["annual_revenue"] = ibis.ifelse(revenue >= 0, revenue, ibis.null("float64"))
    people = customers.select(_customer=customers.customer_id, **known, **{
        key: customers[key] for key in segments
    })  # fmt: skip
    both = nps.join(people, nps.customer_id == people._customer).drop("_customer")
    return both.filter(both.left_day.isnull() | (both.left_day >= both.day))


def _ordered(answers: ir.Table, orders: ir.Table) -> ir.Table:
    """What customers ordered after the day of an answer, within FOLLOW_UP days."""
    days = answers.select(buyer=answers.customer_id, answered=answers.day).distinct()
    bought = orders.select(_buyer=orders.customer_id, _day=orders.day, amount=orders.amount)
    both = days.join(bought, days.buyer == bought._buyer)
    after = both._day.delta(both.answered, unit="day")
    soon = both.filter(after >= 1, after <= FOLLOW_UP)
    return soon.group_by("buyer", "answered").aggregate(ordered=soon.amount.sum())
