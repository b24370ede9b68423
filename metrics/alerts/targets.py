"""A target that is surely missed: by the interval of one period, as pages say it, but rarely wrong.

Pages tell of a target by 95 % intervals, which is wrong in one period of forty where the truth is
just the target. Here the interval is as wide as the chance of the look asks for. It is of the
period itself: where periods are unlike, those below the target miss it. The target is no longer
missed when two values in a row have reached it.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from metrics.alerts.conditions import State
from metrics.alerts.periods import Periods, known_before
from metrics.definitions import MetricDefinition
from metrics.inference.intervals import Z
from metrics.targets import TargetVerdict, against_target


def missed(
    periods: Periods,
    at: int,
    state: State,
    chance: float,
    target: float,
    metric: MetricDefinition,
) -> State:
    """The state of a missed target after the period at this place, from the state before it.

    `target`: in the unit of the values; `chance`: of an interval that leaves out the truth on the
    side of the target. Raises ValueError for a metric of which neither more nor less is better.
    """
    value = float(periods.value[at])
    if not np.isfinite(value):
        return state
    if state.since is None:
        wider = -float(special.ndtri(chance)) / Z
        low, high = (
            value + wider * (float(end[at]) - value) for end in (periods.low, periods.high)
        )
        told = against_target(low, high, target, metric)
        begun = told == TargetVerdict.MISSED
        return State(1, periods.starts[at]) if begun else state
    before = known_before(periods, at, state.since)
    if before is None:
        return state
    values = periods.value[[before, at]]
    reached = values >= target if metric.higher_is_better else values <= target
    return State() if reached.all() else state
