"""The next order by BG/NBD, against numerical integration over customers."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.customers.lifetime import Orders
from metrics.customers.next_order import chance_of_order, weeks_to_order
from tests.metrics.test_lifetime import CDNOW, HISTORIES, MODELS, history, mixed


@pytest.mark.parametrize("orders", MODELS)
@pytest.mark.parametrize(("x", "recency", "age"), HISTORIES)
@pytest.mark.parametrize("weeks", [1.0, 13.0, 200.0])
def test_chance_as_an_integral_over_customers(
    orders: Orders, x: float, recency: float, age: float, weeks: float
) -> None:
    """A customer's rate and chance to leave decide on the history, and on an order while there."""
    rate, p, mass = mixed(orders)
    there = mass * (1 - p) ** x * rate**x * np.exp(-rate * age)
    gone = mass * p * (1 - p) ** max(x - 1, 0) * rate**x * np.exp(-rate * recency) * (x > 0)
    truth = (there * (1 - np.exp(-rate * weeks))).sum() / (there + gone).sum()
    found = chance_of_order(orders, *history(x, recency, age), weeks)
    assert float(found[0]) == pytest.approx(truth, rel=0.01, abs=0.002)


def test_half_order_within_those_weeks() -> None:
    for x, recency, age in [(2, 30.43, 38.86), (7, 29.0, 30.0), (0, 0.0, 2.0)]:
        weeks = weeks_to_order(CDNOW, *history(x, recency, age))
        assert np.isfinite(weeks[0])
        chance = chance_of_order(CDNOW, *history(x, recency, age), float(weeks[0]))
        assert float(chance[0]) == pytest.approx(0.5)


def test_who_has_probably_left_never_orders() -> None:
    assert np.isinf(weeks_to_order(CDNOW, *history(7, 2.0, 38.0))[0])
