"""Fewer answers than usual: a change of how many a period has, downwards alone.

Numbers of answers vary as those of Poisson do at least, and by more where periods are unlike.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.alerts.changes import change
from metrics.alerts.conditions import State
from metrics.alerts.periods import Periods
from metrics.alerts.scales import NUMBERS
from metrics.inference.intervals import count
from metrics.sums.grouping import Array

_LOWER = (-1,)


def numbers(periods: Periods, answers: Array) -> Periods:
    """The same periods with how many answers each has, (periods,), on the scale of numbers."""
    found = count(answers)
    one = np.ones(len(answers))
    return NUMBERS.of(periods._replace(value=answers, low=found.low, high=found.high, n=one))


def fewer(periods: Periods, at: int, state: State, chance: float, grain: str) -> State:
    """The state of too few answers after the period at this place, from the state before it.

    `periods`: see `numbers`; `chance`: of fewer answers than that.
    """
    return _turned(change(periods, at, _turned(state), 2 * chance, grain, _LOWER))


def _turned(state: State) -> State:
    """Fewer is 1 as a condition that is on, and -1 as a change."""
    return replace(state, direction=-state.direction)
