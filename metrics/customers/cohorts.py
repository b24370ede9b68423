"""Cohorts: of the customers who joined in a month, how many are still there months later."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from metrics.inference.intervals import proportion
from metrics.privacy.suppression import SHOWN, TOO_FEW
from metrics.sums.grouping import IntArray, add_up, need

_NEVER = 1_000_000


def cohorts(movements: pd.DataFrame, last: date, most: int, minimum_n: int) -> pd.DataFrame:
    """A row for each of the newest cohorts and month: period, months, value, low, high, n, hidden.

    `movements` are by month (see `retention.py`) up to the day `last`; who joined before them is in
    no cohort. `value` is the % still there at the end of the calendar month that is `months` after
    that of joining (0: at the end of the month itself), with Wilson's interval; only of months that
    are over on `last`. Cohorts below minimum_n are hidden, and n with them (missing).
    """
    need(movements, ("joined", "churned", "n"))
    joined, left = (_month_number(pd.DatetimeIndex(movements[c])) for c in ("joined", "churned"))
    # Months that are over: the one of `last` only on its last day.
    over = (last + timedelta(days=1)).year * 12 + (last + timedelta(days=1)).month - 2
    months = np.unique(joined[joined <= over])[-most:]
    known = np.isin(joined, months)
    row = np.searchsorted(months, joined[known])
    n = movements["n"].to_numpy(dtype=float)[known]
    width = int(over - months[0]) + 1 if len(months) else 0
    gone = np.minimum(left[known] - joined[known], width)
    lost = add_up(row * (width + 1) + gone, n, len(months) * (width + 1)).reshape(-1, width + 1)
    size = lost.sum(axis=1)
    cohort, after = np.nonzero(months[:, None] + np.arange(width) <= over)
    share = 1 - np.cumsum(lost, axis=1)[cohort, after] / size[cohort]
    few = size[cohort] < minimum_n
    figures = (np.where(few, np.nan, 100 * one) for one in proportion(size[cohort], share))
    days = [pd.Timestamp(int(month) // 12, int(month) % 12 + 1, 1) for month in months]
    return pd.DataFrame(
        {
            "period": pd.DatetimeIndex(days, dtype="datetime64[us]").take(cohort),
            "months": after,
            **dict(zip(("value", "low", "high"), figures, strict=True)),
            "n": pd.array(np.where(few, np.nan, size[cohort]), dtype="Int64"),
            "hidden": np.where(few, TOO_FEW, SHOWN),
        }
    )


def _month_number(days: pd.DatetimeIndex) -> IntArray:
    """Months of years, to subtract; far beyond all others where there is no day."""
    known = (days.year * 12 + days.month - 1).to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isnan(known), _NEVER, known).astype(np.int64)
