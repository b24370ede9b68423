"""The whole periods of a figure, as alerts are judged by them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from metrics.alerts.conditions import State
from metrics.alerts.expected import FEWEST, Expected, Next, Past, expected
from metrics.inference.intervals import Z
from metrics.sums.grouping import Array

# How many periods of the past say what is expected: a year of weeks has all seasons in it.
MOST = {"day": 84, "week": 52, "month": 36, "quarter": 20, "year": 16}
FEW = {"day": 7, "week": 4, "month": 3, "quarter": 2, "year": 2}  # that are looked at as one


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


def expected_at(
    periods: Periods, places: Sequence[int], state: State, grain: str
) -> Expected | None:
    """What was expected of the mean of these known periods; None where their past is too short.

    The past are `MOST` periods, as far as they are known and of the level that was usual: those
    before a change that lasts, else those before the newest few and as many more, among which a
    change that has just begun would hide itself.
    """
    end = max(places[-1] + 1 - 2 * FEW[grain], 0)
    if state.since:
        end = bisect_left(periods.starts, state.since)
    past = usual(periods, range(max(end - MOST[grain], 0), end), state, places[0])
    _, value, low, high, n, _ = periods
    error = (high[past] - low[past]) / (2 * Z)
    if len(past) < FEWEST or not error.any():
        return None
    at = list(places)
    asked = Next(value[at] - low[at], high[at] - value[at], n[at])
    return expected(Past(value[past], error, n[past]), asked)


def mean_of(periods: Periods, places: Sequence[int]) -> float:
    """The mean of known periods, weighted by n."""
    at = list(places)
    return float(np.average(periods.value[at], weights=periods.n[at]))


def usual(periods: Periods, places: Iterable[int], state: State, at: int) -> list[int]:
    """Those of the places that are known, and of the level that is usual at one of them."""
    days = [day for day in (state.level, periods.levels[at]) if day]
    first = max(days, default=periods.starts[0])
    return [
        place
        for place in places
        if first <= (start := periods.starts[place])
        and np.isfinite(periods.value[place])
        and not any(begun <= start <= ended for begun, ended in state.apart)
    ]


def known_before(periods: Periods, at: int, since: date) -> int | None:
    """The place of the newest known period before this one that began after a day; or None."""
    places = range(at - 1, -1, -1)
    known = (place for place in places if np.isfinite(periods.value[place]))
    found = next(known, None)
    return found if found is not None and periods.starts[found] > since else None
