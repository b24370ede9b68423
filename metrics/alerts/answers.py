"""Fewer answers than usual: a change of how many a period has, downwards alone.

Numbers of answers vary as those of Poisson do at least, and by more where periods are unlike.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.alerts.changes import change
from metrics.alerts.conditions import State
from metrics.alerts.periods import Periods, expected_at
from metrics.inference.intervals import ALPHA

_LOWER = (-1,)


def fewer(periods: Periods, at: int, state: State, chance: float, grain: str) -> State:
    """The state of too few answers after the period at this place, from the state before it.

    The value of each period is how many answers it has; see `numbers`.
    """
    found = change(periods, at, _turned(state), 2 * chance, grain, _LOWER)
    return _turned(found)


def numbers(periods: Periods, answers: np.typing.NDArray[np.float64]) -> Periods:
    """The same periods, the value of each how many answers it has: (periods,)."""
    return periods._replace(
        value=answers, error=np.sqrt(answers), n=np.ones(len(answers)), levels=periods.levels
    )


def usual_least(periods: Periods, at: int, state: State, grain: str) -> int | None:
    """The lower end of what was expected of a period, in answers; None where that is not known."""
    found = expected_at(periods, at, state, grain)
    return max(int(np.ceil(found.within(ALPHA)[0])), 0) if found else None


def _turned(state: State) -> State:
    """Fewer is 1 as a condition that is on, and -1 as a change."""
    return replace(state, direction=-state.direction)
