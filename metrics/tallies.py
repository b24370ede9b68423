"""Tickets and orders as tallies for `counts.tally_moments`: raw rows in, one row each out."""

from __future__ import annotations

import pandas as pd

from metrics.grouping import need


def first_contacts(tickets: pd.DataFrame) -> pd.DataFrame:
    """Resolved tickets with `n` = 1 and `positive`: one contact and not reopened.

    Needs resolved_at and contacts; tickets whose contacts are not known are left out. Where
    reopened is missing, the ticket was not.
    """
    need(tickets, ("resolved_at", "contacts"))
    counted = tickets[tickets["resolved_at"].notna() & tickets["contacts"].notna()]
    positive = counted["contacts"] == 1
    if "reopened" in counted:
        positive &= ~counted["reopened"].astype("boolean").fillna(False).astype(bool)
    return counted.assign(n=1, positive=positive)


def order_sums(orders: pd.DataFrame) -> pd.DataFrame:
    """Orders with an amount, with `n` = 1, `total` and `squares`. Needs amount."""
    need(orders, ("amount",))
    counted = orders[orders["amount"].notna()]
    amount = counted["amount"].astype(float)
    return counted.assign(n=1, total=amount, squares=amount**2)
