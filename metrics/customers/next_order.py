"""When a customer orders next, by the model of lifetime value (BG/NBD), and whether at all.

Fader, Hardie and Lee 2005 (see `lifetime`). Until the next order nobody leaves, so that who is
still there orders as a gamma-mixed Poisson process: none within t weeks with the probability
((alpha + age) / (alpha + age + t)) ** (r + again).
"""

from __future__ import annotations

import numpy as np

from metrics.customers.lifetime import Orders, odds_of_having_left
from metrics.inference.intervals import Array


def chance_of_order(
    orders: Orders, again: Array, recency: Array, age: Array, weeks: float
) -> Array:
    """The chance of an order within so many weeks, 0 to 1, by history (weeks; see `lifetime`)."""
    there = 1 / (1 + odds_of_having_left(orders, again, recency, age))
    at = orders.alpha + age
    found: Array = there * (1 - (at / (at + weeks)) ** (orders.r + again))
    return found


def weeks_to_order(orders: Orders, again: Array, recency: Array, age: Array) -> Array:
    """Weeks within which an order is as likely as not; infinite where none is that likely."""
    there = 1 / (1 + odds_of_having_left(orders, again, recency, age))
    with np.errstate(divide="ignore", invalid="ignore"):
        times = (1 - 0.5 / there) ** (-1 / (orders.r + again)) - 1
    found: Array = np.where(there > 0.5, (orders.alpha + age) * times, np.inf)
    return found
