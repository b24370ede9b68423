"""Who may leave: a risk learnt from past periods, told only where it held on others after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from metrics.inference.intervals import Array, Interval
from metrics.leaving.at_risk import Came, at_risk, came
from metrics.leaving.features import Numbers
from metrics.leaving.model import Flags, Model, fit, risks
from metrics.leaving.trial import HeldBack, Trial, together, trial
from metrics.sums.grouping import IntArray

AHEAD = 90  # days within which customers leave or not: the length of a period
LEARNT = 4  # periods that a risk is learnt from, at most
HELD_BACK = 4  # periods that it is tried on, at most
FEWEST_PERIODS = 2  # one to learn from, and one after it to try that on
FEWEST = 100  # customers who left in the periods learnt from
_OFF = 1.5  # times more or fewer who left than expected: then the risk is not one


class Outcome(StrEnum):
    """Whether risks are told, or why not."""

    TOLD = "told"
    TOO_SHORT = "too_short"  # not FEWEST_PERIODS
    TOO_FEW = "too_few"  # left
    NO_BETTER = "no_better"  # than the base rate
    UNSTEADY = "unsteady"  # far more or fewer left than expected


class Period(NamedTuple):
    """Customers as known on a day, a row each, and who left within AHEAD days after it.

    `revenue` is a year's, 0 where it is not known. Days are AHEAD apart, so that what is learnt
    of one period ends before the next begins.
    """

    values: Numbers
    left: Flags
    customer: IntArray
    revenue: Array


class Leaving(NamedTuple):
    """What came of it. `risk` is of the rows of today, with its interval; None where not told.

    `leave` is how many of them will, `revenue` what they pay; None where not known.
    """

    outcome: Outcome
    periods: int
    left: int  # in the periods learnt from
    held_back: int = 0
    tested: Trial | None = None
    model: Model | None = None
    risk: Interval | None = None
    leave: Interval | None = None
    revenue: Interval | None = None


def leaving(
    now: tuple[Numbers, Array], past: Sequence[Period], say: Callable[[str], None] = lambda _: None
) -> Leaving:
    """Risks of today's customers (features and revenue) from past periods, the newest first.

    Each of the newest is held back in turn, and told by a model of those before it alone; told is
    what beats the base rate there for certain: an area under the ROC curve above one half, and a
    Brier score below that of the share who left in the periods learnt from, both at 95 %.
    """
    learnt = past[:LEARNT]
    left = int(sum(one.left.sum() for one in learnt))
    if len(past) < FEWEST_PERIODS:
        return Leaving(Outcome.TOO_SHORT, len(past), left)
    if left < FEWEST:
        return Leaving(Outcome.TOO_FEW, len(past), left)
    held, numbers, losses = [], [], []
    most = min(HELD_BACK, len(past) // 2)
    for place in range(most):
        say(f"tried on {place} of {most} earlier periods")
        before = past[place + 1 : place + 1 + LEARNT]
        one = past[place]
        model = _learnt(before)
        if model is None or not len(one.left):
            continue
        risk = risks(model, one.values).value
        base = np.full(len(risk), np.mean(np.concatenate([each.left for each in before])))
        held.append(HeldBack(risk, one.left, base, np.full(len(risk), place), one.customer))
        numbers.append(came(risk, np.ones(len(risk)), one.left))
        losses.append(came(risk, one.revenue, one.left))
    found = trial(together(held)) if held else None
    if found is None or not _better(found):
        return Leaving(Outcome.NO_BETTER, len(past), left, len(held), found)
    if not found.expected / _OFF < found.left < found.expected * _OFF:
        return Leaving(Outcome.UNSTEADY, len(past), left, len(held), found)
    model = _learnt(learnt)
    assert model is not None  # as many left
    told = Leaving(Outcome.TOLD, len(past), left, len(held), found, model)
    return _told(now, told, numbers, losses)


def _learnt(periods: Sequence[Period]) -> Model | None:
    """None where nobody left in them, or everybody."""
    left = np.concatenate([one.left for one in periods])
    if left.all() or not left.any():
        return None
    return fit(np.concatenate([one.values for one in periods]), left)


def _better(found: Trial) -> bool:
    # Without ends, all who left had the higher risk, or nobody left.
    certain = found.area.low > 0.5 or found.area.value == 1
    return bool(certain and found.gain.low > 0)


def _told(
    now: tuple[Numbers, Array], found: Leaving, numbers: list[Came], losses: list[Came]
) -> Leaving:
    values, revenue = now
    assert found.model is not None
    risk = risks(found.model, values)
    return found._replace(
        risk=risk,
        leave=at_risk(risk.value, np.ones(len(risk.value)), numbers),
        revenue=at_risk(risk.value, revenue, losses),
    )
