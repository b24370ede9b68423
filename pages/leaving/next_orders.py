"""The next order of single customers, by the model of their lifetime value."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.query.each_customer.leaving import order_histories_of
from data.store.snapshots import Snapshot
from metrics.customers.lifetime import Orders, Worth, weight_of_own
from metrics.customers.next_order import chance_of_order, weeks_to_order
from metrics.leaving.leaving import AHEAD


def next_orders(snapshot: Snapshot, customers: Sequence[str]) -> dict[str, dict[str, float | None]]:
    """By customer: `order_chance` within AHEAD days after the newest day with orders (0 to 1),
    `order_days` from then on within which an order is as likely as not (None where it never is),
    and `order_value`, what a day with orders is worth.

    Empty where there is no model, and without those who never ordered. Raises UnavailableError.
    """
    lifetime = snapshot.catalog.lifetime
    if lifetime is None or lifetime.orders is None or lifetime.worth is None or not customers:
        return {}
    found = order_histories_of(snapshot, lifetime.until, customers)
    found = found[found["order_days"] > 0]
    orders, worth = Orders(*lifetime.orders), Worth(*lifetime.worth)
    again = found["order_days"].to_numpy(dtype=float) - 1
    first, last = (pd.to_datetime(found[name]) for name in ("first_order", "last_order"))
    recency, age = _weeks(last - first), _weeks(pd.Timestamp(lifetime.until) - first)
    chance = chance_of_order(orders, again, recency, age, AHEAD / 7)
    days = 7 * weeks_to_order(orders, again, recency, age)
    later = (found["order_total"] - found["first_total"]).to_numpy(dtype=float)
    own, mean = weight_of_own(worth, again), np.maximum(later, 0.0) / np.maximum(again, 1)
    value = own * mean + (1 - own) * worth.mean
    return {
        str(name): {
            "order_chance": float(chance[place]),
            "order_days": float(days[place]) if np.isfinite(days[place]) else None,
            "order_value": float(value[place]),
        }
        for place, name in enumerate(found["customer_id"])
    }


def _weeks(days: pd.Series) -> np.ndarray:
    """Whole weeks, as the model was fitted on them."""
    found: np.ndarray = (days.dt.days.to_numpy() + 3) // 7
    return found.astype(float)
