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


class Parts(NamedTuple):
    """Several periods as one, an element a part; how far the intervals reach down and up."""

    value: Array
    down: Array
    up: Array
    n: Array


def together(periods: Periods, parts: Sequence[Sequence[int]]) -> Parts:
    """Known periods as one for each of the parts, by their places: the mean weighted by n."""
    places = np.concatenate([np.asarray(part, dtype=np.int64) for part in parts])
    part = np.repeat(np.arange(len(parts)), [len(one) for one in parts])

    def added(values: Array) -> Array:
        return np.bincount(part, values, len(parts))

    _, value, low, high, n, _ = periods
    value, low, high, n = value[places], low[places], high[places], n[places]
    answers = added(n)
    down, up = (np.sqrt(added((n * (value - end)) ** 2)) / answers for end in (low, high))
    return Parts(added(n * value) / answers, down, up, answers)


def expected_at(
    periods: Periods, places: Sequence[int], state: State, grain: str, length: int = 1
) -> Expected | None:
    """What was expected of these known periods as one; None where their past is too short.

    The past are the `MOST` periods before them, or before a change that lasts, as far as they are
    known and of the level that was usual, `length` of them as one.
    """
    end = bisect_left(periods.starts, state.since) if state.since else places[0]
    ends = range(end, max(end - MOST[grain], 0) + length - 1, -length)
    parts = [usual(periods, range(one - length, one), state, places[0]) for one in ends]
    found = [part for part in reversed(parts) if part]
    if len(found) < FEWEST:
        return None
    past, of = together(periods, found), together(periods, [places])
    error = (past.down + past.up) / (2 * Z)
    if not error.any():
        return None
    own = Next(float(of.down[0]), float(of.up[0]), float(of.n[0]))
    return expected(Past(past.value, error, past.n), own)


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
