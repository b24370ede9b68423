"""Customers who stayed, joined and left: sums by when they moved in, cells of metrics out.

A *movements frame* has a row for each (joined, churned, keys...): `joined` is the first day of the
period in which customers joined (NaT: before the span), `churned` of that in which they left (NaT:
not in it), and sums over them: `n` and, where known, `paying`, `revenue`, `revenue2`, `valued`,
`gain`, `gain2`, `worth`, `worth2`, `final`, `final2`, `worth_gain`, `referred`. Of a customer,
`gain` is the revenue a year where value can be told; `worth` what years of it have come to by the
end of the span less the cost to win them, as if nobody left; `final` the same by the day they left.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics.sums.cells import MOMENTS, Cells
from metrics.sums.grouping import Array, add_up, group, labels, need, take

_DAYS_A_YEAR = 365.25
_SUMS = (
    *("n", "paying", "revenue", "revenue2", "referred"),
    *("valued", "gain", "gain2", "worth", "worth2", "final", "final2", "worth_gain"),
)
Sums: TypeAlias = dict[str, Array]


def over_span(movements: pd.DataFrame, keys: Sequence[str] = ()) -> dict[str, Cells]:
    """Every metric of customers over the whole span, by keys: metric -> its cells."""
    columns = labels(movements, keys)
    codes, first = group(columns, len(movements))
    size = max(len(first), 0 if keys else 1)
    joined, left = (movements[name].notna().to_numpy() for name in ("joined", "churned"))
    sums = _sums(movements)

    def added(rows: np.ndarray) -> Sums:
        return {name: add_up(codes[rows], values[rows], size) for name, values in sums.items()}

    flows = _Flows(added(~joined), added(joined), added(left), added(left & ~joined))
    return _metrics(flows, np.zeros(size), take(columns, first), movements)


def by_period(
    movements: pd.DataFrame, starts: Sequence[date], last: date, period: str = "period"
) -> dict[str, Cells]:
    """The same for each period of the span as if it were one, whatever the keys.

    `starts` are the first days of all periods, as in the frame; `last` is the last day of the span.
    """
    size, days = len(starts), pd.DatetimeIndex(list(starts)).as_unit("us")
    joined, left = (
        days.get_indexer(pd.DatetimeIndex(movements[name])) for name in ("joined", "churned")
    )
    sums = _sums(movements)

    def added(rows: np.ndarray, place: np.ndarray) -> Sums:
        return {name: add_up(place[rows], v[rows], size) for name, v in sums.items()}

    new, lost = added(joined >= 0, joined), added(left >= 0, left)
    at_once = added((left >= 0) & (left == joined), left)
    before = {name: values[joined < 0].sum() for name, values in sums.items()}
    start = {}
    for name, values in sums.items():
        stock = before[name] + np.cumsum(new[name]) - new[name] - np.cumsum(lost[name]) + lost[name]
        # What rounding leaves of all that came and went is nothing.
        start[name] = np.where(np.abs(stock) <= 1e-14 * np.abs(values).sum(), 0, stock)
    flows = _Flows(start, new, lost, {name: lost[name] - at_once[name] for name in sums})
    ends = np.append(days[1:] - pd.Timedelta(days=1), pd.DatetimeIndex([last]))
    years = (ends - np.datetime64(last)) / np.timedelta64(1, "D") / _DAYS_A_YEAR
    return _metrics(flows, years.astype(float), {period: days.array}, movements)


class _Flows:
    """Sums of the customers of each cell: at the start, new, lost, lost of those at the start."""

    def __init__(self, start: Sums, new: Sums, lost: Sums, lost_of_start: Sums) -> None:
        self.start, self.new, self.lost, self.lost_of_start = start, new, lost, lost_of_start
        self.there = {name: start[name] + new[name] for name in start}
        self.end = {name: self.there[name] - lost[name] for name in start}


def _metrics(
    flows: _Flows, years: Array, places: dict[str, ExtensionArray], movements: pd.DataFrame
) -> dict[str, Cells]:
    """`years` is the way from the end of the span to that of each cell: 0 or less."""
    size = len(years)

    def cells(metric: str, n: Array, **sums: Array) -> Cells:
        series = pd.Categorical.from_codes(np.zeros(size, np.int8), dtype=_alone(metric))
        whole = {"w": n, "w2": n, **sums}
        none = np.zeros(size)
        moments = {name: whole.get(name, none) for name in MOMENTS[1:]}
        return Cells({**places, "series": series}, {"answers": n, **moments})

    start, there, end, lost = flows.start, flows.there, flows.end, flows.lost
    gone, n = flows.lost_of_start, flows.there["n"]
    moved = flows.new["n"] + lost["n"]  # between start and end: the variance of their difference
    found = {
        "retention_rate": cells("retention_rate", start["n"], pos=start["n"] - gone["n"]),
        "customer_churn": cells("customer_churn", start["n"], pos=gone["n"]),
        "customers_start": cells("customers_start", n, total=start["n"], squares=moved),
        "customers_new": cells("customers_new", flows.new["n"], total=n),
        "customers_lost": cells("customers_lost", lost["n"], total=n),
        "customers_end": cells("customers_end", n, total=end["n"], squares=moved),
    }
    if "paying" in movements:
        found["revenue_churn"] = cells(
            "revenue_churn", start["paying"], w=start["revenue"], w2=start["revenue2"],
            pos=gone["revenue"], squares=gone["revenue2"],
        )  # fmt: skip
        # What those still there at the end of a cell were worth then: back by `years` of revenue.
        total = end["worth"] + years * end["gain"] + lost["final"]
        squares = (
            end["worth2"] + 2 * years * end["worth_gain"] + years**2 * end["gain2"] + lost["final2"]
        )
        found["customer_lifetime_value"] = cells(
            "customer_lifetime_value", there["valued"], total=total, squares=squares,
            cubes=np.full(size, np.nan),
        )  # fmt: skip
    if "referred" in movements:
        found["referral_rate"] = cells("referral_rate", flows.new["n"], pos=flows.new["referred"])
    return found


@lru_cache(maxsize=64)
def _alone(metric: str) -> pd.CategoricalDtype:
    return pd.CategoricalDtype([metric])


def _sums(movements: pd.DataFrame) -> Sums:
    need(movements, ("joined", "churned", "n"))
    known = [name for name in _SUMS if name in movements]
    return {name: movements[name].to_numpy(dtype=float, na_value=0.0) for name in known}
