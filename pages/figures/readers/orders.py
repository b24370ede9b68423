"""Reads orders: amounts, customers who order again, and what they will spend."""

from __future__ import annotations

from functools import partial

import pandas as pd

from data.counted_ahead import Lifetime
from data.query import customers, plan
from data.query.active_customers import repeat_customers, repeat_levels
from data.query.orders import order_amounts, order_histories
from data.scope import Scope
from metrics.customers.lifetime import Moments, Orders, Worth, predicted_sums
from metrics.sums.cells import Cells
from metrics.sums.counts import add_tallies
from pages.figures.amounts import per_day
from pages.figures.comparison import PERIOD, Comparison, scopes_of
from pages.figures.coverage import base_scope
from pages.figures.sums import Keys, MetricSums, Request, can_compare, comparable, tally


def read(request: Request) -> MetricSums:
    """Number and amounts of orders, by the keys together or by any of them."""
    scopes = scopes_of(request.snapshot, request.view, "orders")
    if not scopes:
        return MetricSums()
    able = [one for one in request.metrics if per_day(one) and can_compare(request, one)]
    wanted = able if len(scopes) > 1 else []
    asked = [*request.queries(scopes), *(request.by_week(scopes) if wanted else ())]
    found = order_amounts(request.snapshot, asked)
    sides = Comparison.of(found[: len(scopes)])
    sums = {
        metric.key: comparable(request, metric, sides.each(tally(metric.key, request.keys)))
        for metric in request.metrics
    }
    if not wanted:
        return MetricSums(sums)
    weeks, keys = Comparison.of(found[len(scopes) :]), (PERIOD, *request.by)
    return MetricSums(sums, weekly={one.key: weeks.each(tally(one.key, keys)) for one in wanted})


def read_repeats(request: Request) -> MetricSums:
    """How many of those who ordered did so again: in all, in each period, at each level."""
    (metric,) = request.metrics
    scopes = scopes_of(request.snapshot, request.view, "orders")
    if not scopes:
        return MetricSums()
    return MetricSums(
        cuts={
            keys: {
                metric.key: Comparison.of(
                    [tally(metric.key, keys)(_repeats(request, keys, one)) for one in scopes]
                )
            }
            for keys in request.cuts_of(metric.key)
        }
    )


def _repeats(request: Request, keys: Keys, scope: Scope) -> pd.DataFrame:
    if keys == (PERIOD,):
        assert request.grain
        return customers.repeats_by_period(request.snapshot, scope, request.grain)
    if keys:
        return repeat_levels(request.snapshot, scope, keys)
    n, positive = repeat_customers(request.snapshot, scope)
    return pd.DataFrame({"n": [n], "positive": [positive]})


def read_predicted(request: Request) -> MetricSums:
    """What customers will spend within a year, as the model fitted at the load says.

    It looks ahead from the newest day, whatever the period: it has no periods, and there is nothing
    to compare it with but the rest. Not with that of others: the model is one of the reader's rows.
    """
    (metric,) = request.metrics
    snapshot, view = request.snapshot, request.view
    lifetime = snapshot.catalog.lifetime
    if lifetime is None or lifetime.orders is None or lifetime.worth is None:
        return MetricSums()
    if not plan.answers(snapshot, "orders", view.scope()):
        return MetricSums()
    own = view.compare == "rest" and not snapshot.catalog.totals
    base = base_scope(snapshot.catalog, view) if own else None
    if base is not None and not plan.answers(snapshot, "orders", base):
        base = None
    scopes = [view.scope(), *([base] if base else [])]
    ask = partial(_predicted, request, metric.key, lifetime)
    return MetricSums(
        cuts={
            keys: {metric.key: Comparison.of([ask(keys, one) for one in scopes])}
            for keys in request.cuts
            if PERIOD not in keys
        }
    )


def _predicted(
    request: Request, metric: str, lifetime: Lifetime, keys: Keys, scope: Scope
) -> Cells:
    assert lifetime.orders is not None and lifetime.worth is not None
    found = order_histories(request.snapshot, lifetime, scope, keys)
    again, recency, age, n, own, squares = (
        found[name].to_numpy(dtype=float)
        for name in ("again", "recency", "age", "n", "own", "squares")
    )
    total, squared = predicted_sums(
        Orders(*lifetime.orders),
        Worth(*lifetime.worth),
        *(again, recency, age),
        Moments(n, own, squares),
    )
    sums = {**{key: found[key] for key in keys}, "n": n, "total": total, "squares": squared}
    return add_tallies(pd.DataFrame(sums), metric, keys)
