"""A real change: it begins, lasts without a word, and ends.

A look asks two things, each for half of its chance: whether the newest period by itself is outside
of what was expected of it, and whether the newest few as one are, which finds what is too small for
one alone. Then the newest has to be outside of its 95 % interval as well, so that the figure that
is told is one that was not expected.

While a change lasts, what is expected stays that of the periods before it. It has ended when two
periods in a row, and its newest few as one, are back within their 95 % intervals, or when a period
is far off on the other side; its periods are no part of what is usual. A change that has lasted for
`LASTS` periods is the usual level, without a word: it did not end, and the next change is one from
there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from metrics.alerts.conditions import State
from metrics.alerts.expected import Expected
from metrics.alerts.periods import FEW, Periods, expected_at, known_before, mean_of, usual
from metrics.inference.intervals import ALPHA

LASTS = {"day": 56, "week": 26, "month": 12, "quarter": 8, "year": 8}
BOTH = (-1, 1)


def change(
    periods: Periods,
    at: int,
    state: State,
    chance: float,
    grain: str,
    ways: tuple[int, ...] = BOTH,
) -> State:
    """The state of a change after the period at this place, from the state before it.

    `chance`: of a value outside, both sides together. `ways`: which of -1 (lower) and 1 (higher)
    are a change. A period without a value leaves all as it is.
    """
    noted = periods.levels[at]
    if state.since and noted and noted > state.since:
        state = State(level=noted)
    if not np.isfinite(periods.value[at]):
        return state
    if state.since is None:
        return _begun(periods, at, state, chance / 2, grain, ways)
    if _has_ended(periods, at, state, state.since, chance / 2, grain):
        ended = (state.since, periods.starts[at - 1])
        return State(level=state.level, apart=(*state.apart, ended))
    begun = bisect_left(periods.starts, state.since)
    lasted = np.isfinite(periods.value[begun : at + 1]).sum() >= LASTS[grain]
    return State(level=state.since) if lasted else state


def _begun(
    periods: Periods, at: int, state: State, chance: float, grain: str, ways: tuple[int, ...]
) -> State:
    """The state of what was quiet; `chance` is that of one test."""
    alone = expected_at(periods, [at], state, grain)
    value = periods.value[at]
    if (way := _way(value, alone, chance)) in ways:
        return replace(state, direction=way, since=periods.starts[at])
    if (way := _way(value, alone, ALPHA)) in ways:
        few = usual(periods, range(max(at - FEW[grain] + 1, 0), at + 1), state, at)
        if _way_of(periods, few, state, chance, grain) == way:
            return replace(state, direction=way, since=periods.starts[few[0]])
    return state


def _has_ended(
    periods: Periods, at: int, state: State, since: date, chance: float, grain: str
) -> bool:
    """True where a change that lasts is over; `chance` is that of one test."""
    alone = expected_at(periods, [at], state, grain)
    if _way(periods.value[at], alone, chance) == -state.direction:
        return True
    before = known_before(periods, at, since)
    if before is None or _way(periods.value[at], alone, ALPHA):
        return False
    if _way(periods.value[before], expected_at(periods, [before], state, grain), ALPHA):
        return False
    begun = bisect_left(periods.starts, since)
    few = usual(periods, range(max(at - FEW[grain] + 1, begun), at + 1), state, at)
    return not _way_of(periods, few, state, ALPHA, grain)


def _way_of(periods: Periods, few: Sequence[int], state: State, chance: float, grain: str) -> int:
    """Where the newest few periods are, as one."""
    return _way(mean_of(periods, few), expected_at(periods, few, state, grain), chance)


def _way(value: float, found: Expected | None, chance: float) -> int:
    """-1 where the value is below what was expected, 1 where it is above, else 0."""
    if found is None:
        return 0
    low, high = found.within(chance)
    return int(value > high) - int(value < low)
