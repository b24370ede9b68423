"""What customers who will leave come to, in number or revenue, with how far chance may take it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from metrics.inference.intervals import ALPHA, Array, Interval, Z

_FEWEST = 2  # periods held back: of one it is not known how much periods differ


class Came(NamedTuple):
    """A period held back: the amount expected to be lost, its variance, and what was lost."""

    expected: float
    variance: float
    lost: float


def came(risk: Array, amount: Array, left: np.ndarray) -> Came:
    """Of customers with these risks and amounts, each leaving or not by themselves."""
    return Came(*_expected(risk, amount), float(amount[left].sum()))


def at_risk(risk: Array, amount: Array, past: list[Came]) -> Interval | None:
    """The amount of those of the customers who will leave, with a 95 % prediction interval.

    `amount`: the revenue of a year, or 1 of each. The sum of risk times amount, times what was lost
    over what was expected in the past: risks know nothing of amounts. Its variance is that of
    independent customers and of that ratio, times how much more past periods differed
    (quasi-likelihood: Wedderburn 1974; never below 1, with t for z where it is above). A gamma
    distribution of that mean and variance: sums of few large amounts are skewed. None where fewer
    than two periods are known, or nothing was lost.
    """
    expected, variance, lost = (np.array(column) for column in zip(*past, strict=True))
    if len(past) < _FEWEST or not lost.sum() or not (expected > 0).all():
        return None
    ratio = float(lost.sum() / expected.sum())
    chi = float((((lost - ratio * expected) ** 2) / (ratio * variance)).sum())
    freedom = len(past) - 1
    more = max(chi / freedom, 1.0)
    wide = more * (float(stats.t.ppf(1 - ALPHA / 2, freedom)) / Z) ** 2 if more > 1 else 1.0
    whole, own = _expected(risk, amount)
    value = ratio * whole
    spread = wide * (ratio * own + whole**2 * ratio * variance.sum() / expected.sum() ** 2)
    if not value or not spread:
        return None
    ends = np.array([ALPHA / 2, 1 - ALPHA / 2])
    low, high = np.asarray(stats.gamma.ppf(ends, value**2 / spread, scale=spread / value))
    return Interval(np.array(value), np.array(low), np.array(high))


def _expected(risk: Array, amount: Array) -> tuple[float, float]:
    return float(risk @ amount), float((risk * (1 - risk)) @ amount**2)
