"""Control charts: what periods usually are, by the level and the spread of those that there are.

A period's figure has a standard error, by its answers: of a share that of the p chart
(NIST/SEMATECH e-Handbook, 6.3.3.2), of a rate per unit that of the u chart. Where periods vary by
more than that explains, sigma z, the mean moving range of the standardised figures over 1.128,
widens the limits: Laney's p' and u' charts (2002, Quality Engineering 14, 531-537; steps as in
Minitab, "Methods and formulas for Laney P' Chart"), here for every figure with a standard error. Of
periods of equal n that is the XmR chart, the one of NHS England's Making Data Count.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics.definitions import MetricDefinition

Array = npt.NDArray[np.float64]

D2 = 1.128  # the mean range of two standard normal deviates
FEWEST = 12  # periods: the limits of fewer are no more than a trial
_SIGMAS = 3.0
_OF_RANGE = 0.826  # variance of a mean of moving ranges, in squares of it, times their number


class Variation(StrEnum):
    """What the newest period of a chart shows; the names as in NHS England, Making Data Count."""

    COMMON = "common cause"
    IMPROVING = "special cause, improving"
    WORSENING = "special cause, worsening"
    MORE = "special cause, more"  # of what is neither better nor worse
    LESS = "special cause, less"


class Assurance(StrEnum):
    """Whether periods as they are meet a target; the same source."""

    ALWAYS = "met always"
    SOMETIMES = "met sometimes"
    NEVER = "met never"


class Limits(NamedTuple):
    """Three-sigma limits: the level, what each period usually is, and a period of average n.

    `sigma_z`: how many times more periods vary than their answers alone explain. Below 1 they vary
    less, by chance; limits are never narrower for that.
    """

    level: float
    low: Array
    high: Array
    usual_low: float
    usual_high: float
    sigma_z: float


def limits(value: Array, error: Array, n: Array) -> Limits:
    """Of periods, the oldest first, each known: (periods,), two at least.

    `error`: standard errors above 0, by the answers alone. The level is the mean weighted by n, of
    shares and rates that of all together; the variance of one answer is that of all as well.
    """
    level = float((n * value).sum() / n.sum())
    single = float((n * n * error**2).sum() / n.sum())
    own = np.sqrt(single / n)
    sigma_z = float(np.abs(np.diff((value - level) / own)).mean() / D2)
    wide = _SIGMAS * own * max(sigma_z, 1.0)
    usual = _SIGMAS * float(np.sqrt(single / n.mean())) * max(sigma_z, 1.0)
    return Limits(level, level - wide, level + wide, level - usual, level + usual, sigma_z)


def spread_beyond_answers(sigma_z: float, periods: int) -> bool:
    """True where sigma z of so many periods is surely above 1.

    By twice its standard error where answers explain all, as simulated. NaN is not.
    """
    return bool(periods > 1 and sigma_z > 1 + 2 * np.sqrt(_OF_RANGE / (periods - 1)))


def variation(special: bool, moved: float, metric: MetricDefinition) -> Variation:
    """Of the newest period; `moved`: above 0 where it and those before it are high."""
    if not special:
        return Variation.COMMON
    if metric.higher_is_better is None:
        return Variation.MORE if moved > 0 else Variation.LESS
    better = (moved > 0) == metric.higher_is_better
    return Variation.IMPROVING if better else Variation.WORSENING


def assurance(low: float, high: float, target: float, metric: MetricDefinition) -> Assurance:
    """Whether what a period usually is, from `low` to `high`, meets a target in the same unit.

    Raises ValueError for a metric of which neither more nor less is better.
    """
    if metric.higher_is_better is None:
        raise ValueError(f"{metric.key}: neither more nor less is better, so no target can be met")
    if low >= target or high <= target:
        above = low >= target
        return Assurance.ALWAYS if above == metric.higher_is_better else Assurance.NEVER
    return Assurance.SOMETIMES
