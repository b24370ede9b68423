"""Which rows of a known company are of a scope, worked out from its files."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.scope import Scope
from tests.privacy.companies import Known

Flags = npt.NDArray[np.bool_]
Json = dict[str, Any]

_CLOCKS = {"feedback": "submitted_at", "orders": "ordered_at", "tickets": "opened_at"}
_TIMES = {  # the columns that a metric of tickets needs; the last one is its clock
    "first_response": ("first_response_at",),
    "resolution_rate": (),
    "resolution": ("resolved_at",),
    "tickets_resolved": ("resolved_at",),
}


def rows_of(known: Known, table: str, metric: str, of: str, scope: Scope, levels: Json) -> Flags:
    """Which rows of a table a figure is of."""
    rows = known.tables[table]
    if table == "customers":
        return _customers(rows, metric, scope, levels)
    clock = _CLOCKS[table]
    needed = next((c for start, c in _TIMES.items() if metric.startswith(start)), ())
    if table == "tickets" and needed:
        clock = needed[-1]
    if metric == "open_cases":
        return _open(rows, scope, levels)
    found = inside(rows, scope, levels, clock)
    if metric == "resolution_rate":  # of those that have had 30 days
        found &= (pd.to_datetime(rows[clock]) < _followed(rows)).to_numpy()
    if table == "feedback":
        found &= (rows["metric"] == of.partition(":")[0]).to_numpy()
    return found


def _followed(rows: pd.DataFrame) -> pd.Timestamp:
    times = ("opened_at", "first_response_at", "resolved_at")
    newest = max(pd.to_datetime(rows[name]).max() for name in times)
    return newest - pd.Timedelta(days=30)


def _open(rows: pd.DataFrame, scope: Scope, levels: Json) -> Flags:
    opened, ended = (pd.to_datetime(rows[name]).dt.date for name in ("opened_at", "resolved_at"))
    there = (opened <= scope.span.end) & ~(ended <= scope.span.end)
    return np.asarray(_met(rows, scope, levels) & there.to_numpy(dtype=bool))


def _customers(rows: pd.DataFrame, metric: str, scope: Scope, levels: Json) -> Flags:
    span = scope.span
    joined = pd.to_datetime(rows["joined_at"]).dt.date
    left = pd.to_datetime(rows["churned_at"]).dt.date.fillna(date.max)
    match metric:
        case "customers_new":
            met = (joined >= span.start) & (joined <= span.end)
        case "customers_lost":
            met = (left >= span.start) & (left <= span.end)
        case "customers_end":
            met = (joined <= span.end) & (left > span.end)
        case "customer_lifetime_value" | "referral_rate":
            met = (joined <= span.end) & (left >= span.start)
        case _:
            met = (joined < span.start) & (left >= span.start)
    return np.asarray(_met(rows, scope, levels) & met.to_numpy(dtype=bool))


def inside(rows: pd.DataFrame, scope: Scope, levels: Json, clock: str = "submitted_at") -> Flags:
    day = pd.to_datetime(rows[clock]).dt.date
    span = scope.span
    inside = day.notna() & (day >= span.start) & (day <= span.end)
    return np.asarray(_met(rows, scope, levels) & inside.to_numpy(dtype=bool))


def _met(rows: pd.DataFrame, scope: Scope, levels: Json) -> Flags:
    met = np.ones(len(rows), dtype=bool)
    for name, chosen in scope.filters:
        met &= rows[name].isin(chosen).to_numpy()
    for name, level in levels.items():
        met &= (rows[name] == level).to_numpy()
    if scope.without:
        gone = np.ones(len(rows), dtype=bool)
        for name, chosen in scope.without:
            gone &= rows[name].isin(chosen).to_numpy()
        met &= ~gone
    return met
