"""Cohorts: of the customers who joined in a month, how many are still there months later."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from metrics.grouping import need
from metrics.intervals import proportion
from metrics.suppression import SHOWN, TOO_FEW

_NEVER = 1_000_000


def cohorts(movements: pd.DataFrame, last: date, most: int, minimum_n: int) -> pd.DataFrame:
    """A row for each of the newest cohorts and month: period, months, value, low, high, n, hidden.

    `movements` are by month (see `metrics/retention.py`) up to the day `last`; who joined before
    them is in no cohort. `value` is the % still there at the end of the calendar month that is
    `months` after that of joining (0: at the end of the month itself), with Wilson's interval; only
    of months that are over on `last`. Cohorts below minimum_n are hidden.
    """
    need(movements, ("joined", "churned", "n"))
    rows = movements[movements["joined"].notna()]
    # Months that are over: the one of `last` only on its last day.
    over = _month_number(pd.DatetimeIndex([last + pd.Timedelta(days=1)]))[0] - 1
    joined = _month_number(pd.DatetimeIndex(rows["joined"]))
    found = [
        _cohort(rows.loc[joined == month], month, over)
        for month in np.unique(joined[joined <= over])[-most:]
    ]
    if not found:
        names = ("period", "months", "value", "low", "high", "n", "hidden")
        return pd.DataFrame({name: [] for name in names})
    frame = pd.concat(found, ignore_index=True)
    hidden = frame["n"] < minimum_n
    figures = frame[["value", "low", "high"]].mask(hidden)
    return frame.assign(**figures, hidden=np.where(hidden, TOO_FEW, SHOWN))


def _cohort(rows: pd.DataFrame, month: int, over: int) -> pd.DataFrame:
    """One cohort, nothing hidden."""
    n, size = rows["n"].to_numpy(dtype=float), over - month + 1
    left = _month_number(pd.DatetimeIndex(rows["churned"])) - month
    gone = left < size  # what is missing is a number beyond all others
    lost = np.bincount(left[gone], weights=n[gone], minlength=size)
    share = proportion(np.full(size, n.sum()), 1 - np.cumsum(lost) / n.sum())
    return pd.DataFrame(
        {
            "period": pd.Timestamp(month // 12, month % 12 + 1, 1).as_unit("us"),
            "months": np.arange(size),
            **{name: 100 * one for name, one in zip(("value", "low", "high"), share, strict=True)},
            "n": int(n.sum()),
        }
    )


def _month_number(days: pd.DatetimeIndex) -> np.ndarray:
    """Months of years, to subtract; far beyond all others where there is no day."""
    known = (days.year * 12 + days.month - 1).to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isnan(known), _NEVER, known).astype(np.int64)
