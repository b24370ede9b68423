"""Customers one by one, and the slow way to what retention.py works out from sums."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pandas as pd


class Life(NamedTuple):
    """A customer; None where something is not known."""

    joined: date
    churned: date | None = None
    revenue: float | None = None
    cost: float | None = 0.0
    referred: bool = False
    key: str = "a"

    def there(self, start: date, end: date) -> bool:
        return self.joined <= end and (self.churned is None or self.churned >= start)

    def worth(self, end: date) -> float | None:
        if self.revenue is None or self.revenue < 0 or self.cost is None:
            return None
        last = end if self.churned is None or self.churned > end else self.churned
        return self.revenue * (last - self.joined).days / 365.25 - self.cost


def starts_of(span: tuple[date, date], periods: list[date]) -> dict[date, tuple[date, date]]:
    """First and last day of each period inside the span."""
    after = [*periods[1:], date.max]
    return {
        first: (max(first, span[0]), min(span[1], date.fromordinal(following.toordinal() - 1)))
        for first, following in zip(periods, after, strict=True)
    }


def movements(lives: list[Life], span: tuple[date, date], periods: list[date]) -> pd.DataFrame:
    """The movements frame, a row a customer."""

    def period(day: date | None) -> object:
        inside = day is not None and span[0] <= day <= span[1]
        return pd.Timestamp(max(p for p in periods if p <= day)) if inside and day else pd.NaT

    rows: list[dict[str, Any]] = []
    for one in lives:
        if not one.there(*span) or (one.churned and one.churned < one.joined):
            continue
        paid = one.revenue is not None and one.revenue >= 0
        final = one.worth(span[1])
        revenue = one.revenue if paid and one.revenue else 0.0
        alive = one._replace(churned=None).worth(span[1])
        worth, gain = (alive, revenue) if alive is not None else (0.0, 0.0)
        final = final if final is not None else 0.0
        rows.append(
            {
                "joined": period(one.joined),
                "churned": period(one.churned),
                "key": one.key,
                "n": 1,
                "paying": int(paid),
                "revenue": revenue,
                "revenue2": revenue**2,
                "valued": int(alive is not None),
                "gain": gain,
                "gain2": gain**2,
                "worth": worth,
                "worth2": worth**2,
                "worth_gain": worth * gain,
                "final": final,
                "final2": final**2,
                "referred": int(one.referred),
            }
        )
    frame = pd.DataFrame(rows, columns=[*_COLUMNS])
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in _DAYS}
    return frame.assign(**days)


_DAYS = ("joined", "churned")
_COLUMNS = (
    *(*_DAYS, "key", "n", "paying", "revenue", "revenue2", "valued", "gain", "gain2"),
    *("worth", "worth2", "worth_gain", "final", "final2", "referred"),
)


def recount(lives: list[Life], start: date, end: date) -> dict[str, tuple[float, float]]:
    """Metric -> value and n of one period, customer by customer; NaN where nobody is counted."""
    lives = [one for one in lives if not (one.churned and one.churned < one.joined)]
    first = [one for one in lives if one.joined < start and one.there(start, end)]
    there = [one for one in lives if one.there(start, end)]

    def left(one: Life) -> bool:
        return one.churned is not None and start <= one.churned <= end

    new = [one for one in lives if start <= one.joined <= end]
    lost, stayed = [one for one in there if left(one)], [one for one in first if not left(one)]
    paying = [one for one in first if one.revenue is not None and one.revenue >= 0]
    revenue = sum(one.revenue or 0 for one in paying)
    gone = sum(one.revenue or 0 for one in paying if left(one))
    worth = [value for one in there if (value := one.worth(end)) is not None]
    nothing = float("nan")
    return {
        "retention_rate": (100 * len(stayed) / len(first) if first else nothing, len(first)),
        "customer_churn": (
            100 - 100 * len(stayed) / len(first) if first else nothing,
            len(first),
        ),
        "revenue_churn": (100 * gone / revenue if revenue else nothing, len(paying)),
        "customers_start": (len(first), len(there)),
        "customers_new": (len(new), len(new)),
        "customers_lost": (len(lost), len(lost)),
        "customers_end": (len(first) + len(new) - len(lost), len(there)),
        "customer_lifetime_value": (sum(worth) / len(worth) if worth else nothing, len(worth)),
        "referral_rate": (
            100 * sum(one.referred for one in new) / len(new) if new else nothing,
            len(new),
        ),
    }
