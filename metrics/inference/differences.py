"""Difference of two independent samples: its 95 % interval and p value, on arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.inference import intervals
from metrics.inference.intervals import ALPHA, Interval, Z

Array = npt.NDArray[np.float64]


class Difference(NamedTuple):
    """Now less base, ends of its 95 % interval, two-sided p value."""

    change: Array
    low: Array
    high: Array
    p_value: Array


def net_share(
    n1: Array,
    p1: Array,
    d1: Array,
    n0: Array,
    p0: Array,
    d0: Array,
    shared: Array | float = 0.0,
) -> Difference:
    """Difference of two net shares, by the z of the two adjusted samples (Rocks 2016).

    The change is that of the raw values; the interval is widened where it would not contain it.
    """
    now, now_error = intervals.adjusted_net_share(n1, p1, d1)
    base, base_error = intervals.adjusted_net_share(n0, p0, d0)
    error = _both(now_error, base_error, shared)
    change, centre = (p1 - d1) - (p0 - d0), now - base
    low = np.maximum(np.minimum(centre - Z * error, change), -2)
    high = np.minimum(np.maximum(centre + Z * error, change), 2)
    return Difference(change, low, high, two_sided(centre / error))


def proportion(
    n1: Array, p1: Array, n0: Array, p0: Array, shared: Array | float = 0.0
) -> Difference:
    """Newcombe's hybrid score interval (1998, method 10) and the pooled two-proportion z test."""
    now, base, change = intervals.proportion(n1, p1), intervals.proportion(n0, p0), p1 - p0
    low = change - _both(p1 - now.low, base.high - p0, shared)
    high = change + _both(now.high - p1, p0 - base.low, shared)
    pooled = (n1 * p1 + n0 * p0) / (n1 + n0)
    error = np.sqrt(
        np.maximum(pooled * (1 - pooled), 0) * _both(1 / np.sqrt(n1), 1 / np.sqrt(n0), shared) ** 2
    )
    z = np.where(error > 0, change / error, np.where(np.isnan(error), np.nan, 0))
    return Difference(change, low, high, two_sided(z))


def mean(
    n1: Array,
    m1: Array,
    error1: Array,
    n0: Array,
    m0: Array,
    error0: Array,
    shared: Array | float = 0.0,
) -> Difference:
    """Welch's t (1947) from the two means and their standard errors."""
    error, change = _both(error1, error0, shared), m1 - m0
    freedom = np.hypot(error1, error0) ** 4 / (error1**4 / (n1 - 1) + error0**4 / (n0 - 1))
    half = special.stdtrit(freedom, 1 - ALPHA / 2) * error
    p_value = 2 * special.stdtr(freedom, -np.abs(change / error))
    return Difference(change, change - half, change + half, p_value)


def normal(now: Array, error1: Array, base: Array, error0: Array) -> Difference:
    """Two estimates with known standard errors; without any error equal is equal."""
    error, change = np.hypot(error1, error0), now - base
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where((change == 0) & (error == 0), 0, change / error)
    return Difference(change, change - Z * error, change + Z * error, two_sided(z))


def from_intervals(now: Interval, base: Interval) -> Difference:
    """Difference of two estimates from their 95 % intervals alone (MOVER: Zou and Donner 2008).

    No standard error is needed, so it holds for order statistics of tied values too.
    """
    change = now.value - base.value
    low = change - np.hypot(now.value - now.low, base.high - base.value)
    high = change + np.hypot(now.high - now.value, base.value - base.low)
    return by_reach(change, low, high)


def by_reach(change: Array, low: Array, high: Array) -> Difference:
    """The p value of an interval: of the normal deviate whose interval would just reach zero."""
    reach = np.where(change > 0, change - low, high - change)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(change == 0, 0.0, Z * change / reach)
    return Difference(change, low, high, two_sided(z))


def _both(one: Array, other: Array, shared: Array | float) -> Array:
    """The error of a difference of two estimates whose correlation is `shared`."""
    return np.asarray(np.sqrt(one**2 + other**2 - 2 * shared * one * other), dtype=np.float64)


def two_sided(z: Array) -> Array:
    """Two-sided p value of a standard normal deviate."""
    return np.asarray(2 * special.ndtr(-np.abs(z)), dtype=np.float64)
