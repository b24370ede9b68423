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


def mean(n: Array, value: Array, variance: Array, least: Array, most: Array) -> Interval:
    """Mean with its t interval, kept within the scale from `least` to `most` (or -inf to inf)."""
    half = special.stdtrit(n - 1, 1 - ALPHA / 2) * mean_error(n, value, variance, least, most)
    return Interval(value, np.maximum(value - half, least), np.minimum(value + half, most))


def mean_error(n: Array, value: Array, variance: Array, least: Array, most: Array) -> Array:
    """Standard error of a mean; NaN below two answers.

    Where all n answers are equal the variance is unknown, not zero. At most a share
    1 - (alpha/2)^(1/n) of the population then differs (Hanley and Lippman-Hand 1983), by no more
    than the way to the farther end of the scale: that bounds the error. Without a scale: NaN.
    """
    share = 1 - (ALPHA / 2) ** (1 / n)
    bound = share * np.maximum(value - least, most - value)
    bound = np.where(np.isfinite(bound), bound / special.stdtrit(n - 1, 1 - ALPHA / 2), np.nan)
    error = np.where(variance > 0, np.sqrt(variance / n), bound)
    return np.where(n > 1, error, np.nan)


def count(events: Array) -> Interval:
    """Number of events with the exact interval of a Poisson count (Garwood 1936)."""
    low = np.where(events > 0, special.gammaincinv(np.maximum(events, 1), ALPHA / 2), 0.0)
    high = np.asarray(special.gammaincinv(events + 1, 1 - ALPHA / 2), dtype=np.float64)
    return Interval(events, low, high)


def quantile_ranks(n: Array, q: float) -> tuple[Array, Array]:
    """Ranks (from 1) of the order statistics around a quantile, by the exact binomial.

    Rank 0 or n + 1 means that so few values give no such end (Conover 1999, section 3.2).
    """
    ends = np.array([[ALPHA / 2], [1 - ALPHA / 2]])
    low, high = np.asarray(stats.binom.ppf(ends, n, q))
    return low, high + 1
