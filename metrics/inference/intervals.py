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
    """Mean with its t interval, kept within the scale from `least` to `most` (or -inf to inf).

    On a scale it is that of one answer more (`of_mean`), widened where it would not contain the
    value. Amounts are skewed: Hall's transformation (1992) of t, with their third central moment.
    """
    centre, error, freedom = of_mean(n, value, variance, least, most)
    with np.errstate(invalid="ignore", divide="ignore"):
        skew = np.nan_to_num(third / n**2 / error**3, posinf=0.0, neginf=0.0)
    skew = np.where(np.isfinite(most - least), 0.0, skew)
    t = special.stdtrit(freedom, 1 - ALPHA / 2)
    low, high = (centre - _skewed(end, skew) * error for end in (t, -t))
    low, high = np.minimum(low, value), np.maximum(high, value)
    return Interval(value, np.maximum(low, least), np.minimum(high, most))


def mean_error(n: Array, value: Array, variance: Array, least: Array, most: Array) -> Array:
    """Standard error of a mean, as in `of_mean`."""
    return of_mean(n, value, variance, least, most)[1]


def of_mean(
    n: Array, value: Array, variance: Array, least: Array, most: Array
) -> tuple[Array, Array, Array]:
    """Estimate of a mean, its standard error and degrees of freedom; NaN below two answers.

    On a scale one answer is added, spread evenly over its whole steps: where nearly all give the
    best score the few others are often missing, and the spread that was found is too small (82 to
    92 % covered instead of 95). The idea is Agresti and Coull's (1998).

    Where all n answers are equal the variance is unknown, not zero. At most a share
    1 - (alpha/2)^(1/n) of the population then differs (Hanley and Lippman-Hand 1983), by no more
    than the way to the farther end of the scale: that bounds the error. Without a scale: NaN.
    """
    scale = np.isfinite(most - least)
    way = np.where(scale, most - least, 0.0)
    apart = np.where(scale, (least + most) / 2 - value, 0.0)
    centre, freedom = value + apart / (n + 1), np.where(scale, n, n - 1)
    # Squares about the mean of all n + 1; k steps of one have a variance of (k^2 - 1) / 12.
    squares = (n - 1) * variance + way * (way + 2) / 12 + apart**2 * n / (n + 1)
    share = 1 - (ALPHA / 2) ** (1 / n)
    bound = share * np.maximum(value - least, most - value)
    bound = np.where(scale, bound / special.stdtrit(freedom, 1 - ALPHA / 2), np.nan)
    spread = np.where(scale, np.sqrt(squares / n / (n + 1)), np.sqrt(variance / n))
    error = np.where(variance > 0, spread, bound)
    known = n > 1
    return (
        np.where(scale & (variance > 0), centre, value),
        np.where(known, error, np.nan),
        np.where(known, freedom, np.nan),
    )


def _skewed(t: Array, skew: Array) -> Array:
    """The t of a skewed estimate that Hall's transformation makes this t of.

    The inverse of t + skew t^2 / 3 + skew^2 t^3 / 27 + skew / 6; Hall 1992, "On the Removal of
    Skewness by Transformation", JRSS B 54(1).
    """
    flat = np.abs(skew) < 1e-6
    a = np.where(flat, 1.0, skew)
    return np.where(flat, t, 3 / a * (np.cbrt(1 + a * (t - a / 6)) - 1))


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
