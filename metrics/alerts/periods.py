"""The whole periods of a figure, as alerts are judged by them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from metrics.alerts.conditions import State
from metrics.alerts.expected import FEWEST, Expected, Next, Past, expected
from metrics.inference.intervals import Z
from metrics.sums.grouping import Array

# How many periods of the past say what is expected: a year of weeks has all seasons in it.
MOST = {"day": 56, "week": 52, "month": 24, "quarter": 16, "year": 12}


class Periods(NamedTuple):
    """An element a period, the oldest first. `value` is NaN where there is none.

    `starts`: their first days; `low` and `high`: 95 % intervals by the answers alone. `levels`: the
    first day of the level that each is of by a note of somebody, None where nobody says so.
    """

    starts: Sequence[date]
    value: Array
    low: Array
    high: Array
    n: Array
    levels: Sequence[date | None]


def expected_at(periods: Periods, at: int, state: State, grain: str) -> Expected | None:
    """What was expected of the period at this place; None where its past is too short.

    The past are those of the `MOST` periods before it, or before a change that lasts, that are
    known and of the level that was usual.
    """
    end = bisect_left(periods.starts, state.since) if state.since else at
    levels = [day for day in (state.level, periods.levels[at]) if day]
    after = max(levels, default=periods.starts[0])
    past = [
        place
        for place in range(max(end - MOST[grain], 0), end)
        if after <= periods.starts[place] and np.isfinite(periods.value[place])
    ]
    error = (periods.high[past] - periods.low[past]) / (2 * Z)
    if len(past) < FEWEST or not error.any():
        return None
    value, low, high, n = (float(one[at]) for one in periods[1:5])
    before_it = Past(periods.value[past], error, periods.n[past])
    return expected(before_it, Next(value - low, high - value, n))


def known_before(periods: Periods, at: int, since: date) -> int | None:
    """The place of the newest known period before this one that began after a day; or None."""
    places = range(at - 1, -1, -1)
    known = (place for place in places if np.isfinite(periods.value[place]))
    found = next(known, None)
    return found if found is not None and periods.starts[found] > since else None
