"""95 % intervals on arrays, in natural units (shares 0-1, scores); NaN where there is none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special, stats

Array = npt.NDArray[np.float64]

ALPHA = 0.05
Z = float(special.ndtri(1 - ALPHA / 2))


class Interval(NamedTuple):
    """Value and ends of its 95 % interval."""

    value: Array
    low: Array
    high: Array


def net_share(n: Array, p: Array, d: Array) -> Interval:
    """Share of promoters less share of detractors, with the adjusted Wald interval (Rocks 2016).

    The value is the raw one; the interval is widened where it would not contain it.
    """
    centre, error = adjusted_net_share(n, p, d)
    value = p - d
    low = np.maximum(np.minimum(centre - Z * error, value), -1)
    high = np.minimum(np.maximum(centre + Z * error, value), 1)
    return Interval(value, low, high)


def adjusted_net_share(n: Array, p: Array, d: Array) -> tuple[Array, Array]:
    """Estimate and standard error with n + 3, promoters + 3/4, detractors + 3/4 (Rocks 2016)."""
    p, d = (n * p + 0.75) / (n + 3), (n * d + 0.75) / (n + 3)
    return p - d, np.sqrt((p + d - (p - d) ** 2) / (n + 3))


def proportion(n: Array, p: Array) -> Interval:
    """Proportion with Wilson's score interval (Wilson 1927)."""
    centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    low, high = np.minimum(centre - half, p), np.maximum(centre + half, p)
    return Interval(p, np.maximum(low, 0), np.minimum(high, 1))


def adjusted_proportion_error(n: Array, p: Array) -> Array:
    """Standard error of a proportion with n + z^2 answers (Agresti and Coull 1998): never zero."""
    adjusted = (n * p + Z**2 / 2) / (n + Z**2)
    return np.sqrt(adjusted * (1 - adjusted) / (n + Z**2))


def mean(
    n: Array, value: Array, variance: Array, least: Array, most: Array, third: Array | float = 0.0
) -> Interval:
    """Mean with its t interval; see `mean_and_error`."""
    return mean_and_error(n, value, variance, least, most, third)[0]


def mean_error(n: Array, value: Array, variance: Array, least: Array, most: Array) -> Array:
    """Standard error of a mean; see `mean_and_error`."""
    return mean_and_error(n, value, variance, least, most)[1]


def mean_and_error(
    n: Array, value: Array, variance: Array, least: Array, most: Array, third: Array | float = 0.0
) -> tuple[Interval, Array]:
    """Mean with its t interval, and its standard error; NaN below two answers.

    Amounts (`least` is -inf, `most` inf) are skewed: Hall's transformation (1992) of t, with their
    third central moment.

    On a scale from `least` to `most` one answer is added, spread evenly over its whole steps: where
    nearly all give the best score, the few others are often missing, and the spread that was found
    is too small. The idea is Agresti and Coull's (1998). The value is the raw one; the interval is
    widened where it would not contain it, and kept within the scale.

    Where all n answers are equal the variance is unknown, not zero. At most a share
    1 - (alpha/2)^(1/n) of the population then differs (Hanley and Lippman-Hand 1983), by no more
    than the way to the farther end of the scale: that bounds the error. Without a scale: NaN.
    """
    scale = np.isfinite(most - least)
    freedom = np.where(scale, n, n - 1)
    t = np.asarray(special.stdtrit(freedom, 1 - ALPHA / 2), dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        way = np.where(scale, most - least, 0.0)
        apart = np.where(scale, (least + most) / 2 - value, 0.0)
        # Squares about the mean of all n + 1; k steps of one have a variance of (k^2 - 1) / 12.
        squares = (n - 1) * variance + way * (way + 2) / 12 + apart**2 * n / (n + 1)
        error = np.sqrt(np.where(scale, squares / (n + 1), variance) / n)
        share = 1 - (ALPHA / 2) ** (1 / n)
        bound = np.where(scale, share * np.maximum(value - least, most - value) / t, np.nan)
        error = np.where(n > 1, np.where(variance > 0, error, bound), np.nan)
        skew = np.where(scale, 0.0, third / n**2 / error**3)
    centre = np.where(variance > 0, value + apart / (n + 1), value)
    low, high = (centre - end * error for end in _skewed(t, np.nan_to_num(skew)))
    low, high = np.minimum(low, value), np.maximum(high, value)
    return Interval(value, np.maximum(low, least), np.minimum(high, most)), error


def _skewed(t: Array, skew: Array) -> tuple[Array, Array]:
    """What Hall's transformation makes t and -t of, for an estimate of this skewness.

    They solve x + skew x^2 / 3 + skew^2 x^3 / 27 + skew / 6 = t; Hall 1992, "On the Removal of
    Skewness by Transformation", JRSS B 54(1).
    """
    if not skew.any():
        return t, -t
    flat = np.abs(skew) < 1e-6
    a = np.where(flat, 1.0, skew)
    above, below = (
        np.where(flat, end, 3 / a * (np.cbrt(1 + a * (end - a / 6)) - 1)) for end in (t, -t)
    )
    return above, below


def count(events: Array) -> Interval:
    """Number of events with the exact interval of a Poisson count (Garwood 1936)."""
    low = np.where(events > 0, special.gammaincinv(np.maximum(events, 1), ALPHA / 2), 0.0)
    high = np.asarray(special.gammaincinv(events + 1, 1 - ALPHA / 2), dtype=np.float64)
    return Interval(events, low, high)


def widened(found: Interval, design_effect: Array) -> Interval:
    """The interval of as much fewer answers; what is never negative does not become so."""
    by = np.sqrt(design_effect)
    low = found.value - by * (found.value - found.low)
    low = np.where(found.low >= 0, np.maximum(low, 0), low)
    return Interval(found.value, low, found.value + by * (found.high - found.value))


def quantile_ranks(n: Array, q: float) -> tuple[Array, Array]:
    """Ranks (from 1) of the order statistics around a quantile, by the exact binomial.

    Rank 0 or n + 1 means that so few values give no such end (Conover 1999, section 3.2).
    """
    ends = np.array([[ALPHA / 2], [1 - ALPHA / 2]])
    low, high = np.asarray(stats.binom.ppf(ends, n, q))
    return low, high + 1
