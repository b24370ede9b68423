"""Difference of two samples: its 95 % interval and p value, on arrays.

`shared` is the correlation of the two estimates, through those whom both sides have; 0: none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.inference import intervals, permutation
from metrics.inference.intervals import ALPHA, Interval, Z

Array = npt.NDArray[np.float64]

_ROUNDING = 1e-12  # what it leaves of sums that cancel is not a variance


class Difference(NamedTuple):
    """Now less base, ends of its 95 % interval, two-sided p value."""

    change: Array
    low: Array
    high: Array
    p_value: Array


class Mean(NamedTuple):
    """A mean: number of answers, value, unbiased variance of one, third central moment, scale."""

    n: Array
    value: Array
    variance: Array
    third: Array
    least: Array
    most: Array


def net_share(
    n1: Array, p1: Array, d1: Array, n0: Array, p0: Array, d0: Array, shared: Array | float = 0.0
) -> Difference:
    """Difference of two net shares: interval of the two adjusted samples (Rocks 2016).

    The change is that of the raw values; the interval is widened where it would not contain it. The
    p value is the larger of two, that of the permutation test and of the adjusted samples: answers
    that are few, and sides of unlike spread.
    """
    now, now_error = intervals.adjusted_net_share(n1, p1, d1)
    base, base_error = intervals.adjusted_net_share(n0, p0, d0)
    error = joint_error(now_error, base_error, shared)
    change, centre = (p1 - d1) - (p0 - d0), now - base
    low = np.maximum(np.minimum(centre - Z * error, change), -2)
    high = np.minimum(np.maximum(centre + Z * error, change), 2)
    p, d = ((n1 * one + n0 * other) / (n1 + n0) for one, other in ((p1, p0), (d1, d0)))
    variance = p + d - (p - d) ** 2
    variance = np.where(variance > _ROUNDING, variance, 0)
    third = (p - d) * (1 - 3 * (p + d) + 2 * (p - d) ** 2)
    dealt = permutation.scores(n1, n0, change, variance, third)
    dealt = _less_shared(dealt, n1, n0, shared)
    return Difference(change, low, high, np.maximum(dealt, two_sided(centre / error)))


def proportion(
    n1: Array, p1: Array, n0: Array, p0: Array, shared: Array | float = 0.0
) -> Difference:
    """Newcombe's hybrid score interval (1998, method 10) and Fisher's exact test with mid-p."""
    now, base = intervals.proportion(n1, p1), intervals.proportion(n0, p0)
    change, low, high = mover(now, base, shared)
    p_value = _less_shared(permutation.shares(n1, p1, n0, p0), n1, n0, shared)
    return Difference(change, low, high, p_value)


def mean(now: Mean, base: Mean, shared: Array | float = 0.0) -> Difference:
    """Difference of two means, from their intervals (MOVER), which hold skewed amounts too.

    The p value is the larger of two. That of the permutation test holds where answers are few.
    That of t with Welch's degrees of freedom (1947), for a deviate whose interval would just reach
    zero, holds where the two sides are not spread alike.
    """
    (ours, e1), (theirs, e0) = (
        intervals.mean_and_error(one.n, one.value, one.variance, one.least, one.most, one.third)
        for one in (now, base)
    )
    change, low, high = mover(ours, theirs, shared)
    freedom = (e1**2 + e0**2) ** 2 / (e1**4 / (now.n - 1) + e0**4 / (base.n - 1))
    dealt = permutation.scores(now.n, base.n, change, *_together(now, base))
    dealt = _less_shared(dealt, now.n, base.n, shared)
    alone = by_reach(change, low, high, freedom)
    return alone._replace(p_value=np.maximum(alone.p_value, dealt))


def normal(
    now: Array, error1: Array, base: Array, error0: Array, shared: Array | float = 0.0
) -> Difference:
    """Two estimates with known standard errors; without any error equal is equal."""
    error, change = joint_error(error1, error0, shared), now - base
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where((change == 0) & (error == 0), 0, change / error)
    return Difference(change, change - Z * error, change + Z * error, two_sided(z))


def from_intervals(
    now: Interval, base: Interval, shared: Array | float = 0.0, freedom: Array | float = np.inf
) -> Difference:
    """Difference of two estimates from their 95 % intervals alone (MOVER: Zou and Donner 2008).

    No standard error is needed, so it holds for order statistics of tied values too. `freedom`: see
    `by_reach`.
    """
    return by_reach(*mover(now, base, shared), freedom)


def joint_error(now: Array, base: Array, shared: Array | float) -> Array:
    """Standard error of the difference of two estimates with the correlation `shared`."""
    return np.sqrt(np.maximum(now**2 + base**2 - 2 * shared * now * base, 0))


def mover(now: Interval, base: Interval, shared: Array | float) -> tuple[Array, Array, Array]:
    """Change and ends of its interval; correlated: Newcombe 1998 for pairs; Zou and Donner 2008."""
    change = now.value - base.value
    low = joint_error(now.value - now.low, base.high - base.value, shared)
    high = joint_error(now.high - now.value, base.value - base.low, shared)
    return change, change - low, change + high


def _less_shared(p_value: Array, n1: Array, n0: Array, shared: Array | float) -> Array:
    """The p value of independent sides as that of correlated ones, whose difference errs less."""
    if not np.any(shared):
        return p_value
    left = 1 - 2 * shared * np.sqrt(n1 * n0) / (n1 + n0)
    return two_sided(special.ndtri(p_value / 2) / np.sqrt(left))


def _together(now: Mean, base: Mean) -> tuple[Array, Array]:
    """Second and third central moments of the answers of both sides together."""
    n = now.n + base.n
    middle = (now.n * now.value + base.n * base.value) / n
    variance, third = np.zeros_like(n), np.zeros_like(n)
    for one in (now, base):
        off, spread = one.value - middle, one.variance * (one.n - 1) / one.n
        variance = variance + one.n / n * (spread + off**2)
        third = third + one.n / n * (one.third + 3 * off * spread + off**3)
    return np.where(variance > _ROUNDING * middle**2, variance, 0), third


def by_reach(change: Array, low: Array, high: Array, freedom: Array | float = np.inf) -> Difference:
    """The p value of an interval: of the deviate whose interval would just reach zero.

    Of t where the spread was found in few values: far out a normal deviate would say too much.
    """
    reach = np.where(change > 0, change - low, high - change)
    t = special.stdtrit(freedom, 1 - ALPHA / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where((change == 0) & ~np.isnan(reach), 0.0, t * np.abs(change) / reach)
    p_value = np.asarray(2 * special.stdtr(freedom, -t), dtype=np.float64)
    return Difference(change, low, high, p_value)


def fewest(n1: npt.NDArray[np.number], n0: npt.NDArray[np.number]) -> Array:
    """Degrees of freedom of the smaller side, at least 1."""
    found: Array = np.maximum(np.minimum(n1, n0).astype(np.float64) - 1, 1)
    return found


def two_sided(z: Array) -> Array:
    """Two-sided p value of a standard normal deviate."""
    return np.asarray(2 * special.ndtr(-np.abs(z)), dtype=np.float64)
