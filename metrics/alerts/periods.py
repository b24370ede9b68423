"""The whole periods of a figure, as alerts are judged by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from metrics.alerts.conditions import State
from metrics.alerts.expected import FEWEST, Expected, expected
from metrics.sums.grouping import Array

# How many periods of the past say what is expected: a year of weeks has all seasons in it.
MOST = {"day": 56, "week": 52, "month": 24, "quarter": 16, "year": 12}


class Periods(NamedTuple):
    """An element a period, the oldest first. `value` is NaN where there is none.

    `starts`: their first days; `error`: standard errors by the answers alone. `levels`: the first
    day of the level that each is of by a note of somebody, None where nobody says so.
    """

    starts: Sequence[date]
    value: Array
    error: Array
    n: Array
    levels: Sequence[date | None]


def expected_at(periods: Periods, at: int, state: State, grain: str) -> Expected | None:
    """What was expected of the period at this place; None where its past is too short.

    The past are the known periods of the level that was usual, up to where a change began.
    """
    before = state.since or periods.starts[at]
    levels = [day for day in (state.level, periods.levels[at]) if day]
    after = max(levels, default=periods.starts[0])
    past = [
        place
        for place, start in enumerate(periods.starts[:at])
        if after <= start < before and np.isfinite(periods.value[place])
    ][-MOST[grain] :]
    if len(past) < FEWEST or not periods.error[past].any():
        return None
    value, error, n = (one[past] for one in (periods.value, periods.error, periods.n))
    return expected(value, error, n, float(periods.error[at]), float(periods.n[at]))


def known_before(periods: Periods, at: int, since: date) -> int | None:
    """The place of the newest known period before this one that began after a day; or None."""
    places = range(at - 1, -1, -1)
    known = (place for place in places if np.isfinite(periods.value[place]))
    found = next(known, None)
    return found if found is not None and periods.starts[found] > since else None
