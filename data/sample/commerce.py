"""What customers buy and do, and what the company spends."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data.sample.calendar import MONTHS, Floats, Ints, Seconds, pick, season, times_within
from data.sample.customers import Customers

_ORDERS = 0.075  # a month and customer
_ORDER_AMOUNT = np.array([70, 190, 420, 1_300])  # median by plan, EUR
_ENGAGEMENT = 0.28  # a month and customer
ENGAGEMENT_KINDS = ("login", "feature_use", "webinar", "community_post", "referral")
_ENGAGEMENT_SHARES = (0.55, 0.31, 0.05, 0.06, 0.03)
_COSTS = {"support": 118_000, "retention": 41_000, "acquisition": 265_000, "feedback": 9_500}


def make_orders(
    rng: np.random.Generator, customers: Customers, left: Ints, weights: Floats
) -> tuple[Ints, Seconds, Floats]:
    """Customer, time and amount in EUR of each order; some customers buy again and again."""
    eager = rng.lognormal(0, 0.9, len(customers))
    customer, times = _events(rng, customers, left, weights, _ORDERS, eager)
    return customer, times, order_amounts(rng, customers, customer)


def order_amounts(rng: np.random.Generator, customers: Customers, customer: Ints) -> Floats:
    """What orders of these customers cost, in EUR."""
    amount = _ORDER_AMOUNT[customers.plan[customer]] * rng.lognormal(0, 0.7, len(customer))
    return np.round(amount, 2)


def make_engagement(
    rng: np.random.Generator, customers: Customers, left: Ints, weights: Floats
) -> tuple[Ints, Seconds, Ints]:
    """Customer, time and kind of what customers do beside buying and calling."""
    active = rng.lognormal(0, 1.0, len(customers))
    customer, times = _events(rng, customers, left, weights, _ENGAGEMENT, active)
    return customer, times, pick(rng, _ENGAGEMENT_SHARES, len(customer))


def make_costs(rng: np.random.Generator) -> dict[str, pa.Array]:
    """Month, kind and amount in EUR, growing by 1 % a month."""
    growth = 1.01 ** np.arange(len(MONTHS))
    amounts = np.outer(growth, list(_COSTS.values())) * rng.lognormal(0, 0.05, (len(MONTHS), 4))
    return {
        "month": pa.array(np.repeat(MONTHS.astype("datetime64[D]").astype(str), len(_COSTS))),
        "kind": pa.array(list(_COSTS) * len(MONTHS)),
        "amount": pa.array(np.round(amounts.ravel(), 2)),
    }


def _events(
    rng: np.random.Generator,
    customers: Customers,
    left: Ints,
    weights: Floats,
    rate: float,
    inclination: Floats,
) -> tuple[Ints, Seconds]:
    """Customer and time of events by active customers, in order of time."""
    chosen: list[Ints] = []
    for month, activity in enumerate(season()):
        active = np.flatnonzero((customers.joined_month < month) & (left > month))
        count = int(rng.poisson(len(active) * rate * activity))
        chosen.append(active[pick(rng, inclination[active], count)])
    customer = np.concatenate(chosen)
    months = np.repeat(np.arange(len(MONTHS)), [len(who) for who in chosen])
    times = times_within(rng, months, weights)
    order = np.argsort(times, kind="stable")
    return customer[order], times[order]
