"""A real change: it begins, lasts without a word, and ends.

It begins in a period whose value lies outside of what was expected of it, by the chance that the
look may take, and what is expected stays that of the periods before. It has ended when two periods
in a row are back within the 95 % interval: one alone would be for one that is far off still about
once in twenty. A value far off on the other side ends it as well. A change that has lasted for
`LASTS` periods is the usual level, without a word: it did not end, and the periods since are those
that the next change is from.
"""

from __future__ import annotations

import numpy as np

from metrics.alerts.conditions import State
from metrics.alerts.periods import Periods, expected_at, known_before
from metrics.inference.intervals import ALPHA

LASTS = {"day": 28, "week": 13, "month": 8, "quarter": 8, "year": 8}
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
    way = _outside(periods, at, state, chance, grain)
    if state.since is None:
        return State(way, periods.starts[at], state.level) if way in ways else state
    before = known_before(periods, at, state.since)
    back = before is not None and not any(
        _outside(periods, one, state, ALPHA, grain) for one in (before, at)
    )
    if back or way == -state.direction:
        return State(level=state.level)
    known = np.isfinite(periods.value[: at + 1])
    lasted = sum(known[place] for place in range(at + 1) if periods.starts[place] >= state.since)
    return State(level=state.since) if lasted >= LASTS[grain] else state


def _outside(periods: Periods, at: int, state: State, chance: float, grain: str) -> int:
    """-1 where the value is below what was expected, 1 where it is above, else 0."""
    found = expected_at(periods, at, state, grain)
    if found is None:
        return 0
    low, high = found.within(chance)
    value = float(periods.value[at])
    return int(value > high) - int(value < low)
