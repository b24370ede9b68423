"""How often would chance, dealing the same answers out to the two sides, set them so far apart?

P values of permutation tests (Fisher 1935, Pitman 1937) in closed form, on arrays, two-sided: twice
the tail beyond what was found, at most 1. They hold where few answers stand against many, whose
mean says little of how those of few are spread: there a normal deviate calls far too much real.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

Array = npt.NDArray[np.float64]

# Up to this variance of the number of positive answers the tail is added up; above it has so many
# steps that Pearson's curve tells it to 1 % at p = 0.0005.
_ADDED_UP = 100.0
_NO_SKEW = 1e-3  # below it the gamma distribution is the normal one, to rounding
_SHORT_SIDE = 0.5  # of the skewness of a mean, on the side of its shorter tail
_TERMS = 2_000  # of a tail at most: beyond it none is above rounding


def shares(n1: Array, p1: Array, n0: Array, p0: Array) -> Array:
    """Fisher's exact test with mid-p (Lancaster 1961): half the probability of what was found.

    Effective numbers of answers are rounded down, positive ones to the nearest. Where the number of
    positive answers on a side has a variance above `_ADDED_UP` it is that of `scores` of 0 and 1.
    """
    pooled = (n1 * p1 + n0 * p0) / (n1 + n0)
    spread = pooled * (1 - pooled)
    found = scores(n1, n0, p1 - p0, spread, spread * (1 - 2 * pooled))
    variance = spread * n1 * n0 / (n1 + n0)
    few = np.flatnonzero((variance <= _ADDED_UP) & (n1 >= 1) & (n0 >= 1))
    if len(few):
        found[few] = _fisher(*(side[few] for side in (n1, p1, n0, p0)))
    return found


def scores(n1: Array, n0: Array, change: Array, variance: Array, third: Array) -> Array:
    """Permutation test of two means, by Pearson's type III curve (Mielke and Berry 2007).

    `variance` and `third` are the second and third central moments of all answers together. The
    mean of n1 answers drawn from them without replacement has exactly the variance and skewness
    used here. Without any spread all is as expected: 1.
    """
    both = n1 + n0
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        z = change / np.sqrt(variance * both**2 / ((both - 1) * n1 * n0))
        skew = (n0 - n1) / np.sqrt(n0 * n1) * np.sqrt(both - 1) / np.maximum(both - 2, 1)
        skew = skew * third / variance**1.5
        found = np.where(np.abs(skew) > _NO_SKEW, _gamma_tail(z, skew), special.ndtr(-np.abs(z)))
    # A difference of nothing but rounding is none, on whichever side of a skewed middle.
    found = np.where((variance > 0) & (np.abs(z) > 1e-9), np.minimum(2 * found, 1), 1)
    return np.where(np.isnan(variance), np.nan, found)


def _gamma_tail(z: Array, skew: Array) -> Array:
    """The tail beyond a standard deviate of Pearson's type III curve of this skewness.

    On its short side the curve ends 2 / skewness from the middle. Of very skewed amounts more is
    possible there: the skewness is taken as `_SHORT_SIDE` at most.
    """
    beyond, skew = np.abs(z), np.where(z * skew < 0, -1, 1) * np.abs(skew)
    shape = 4 / np.maximum(skew, -_SHORT_SIDE) ** 2
    place = np.maximum(shape + np.where(skew < 0, -beyond, beyond) * np.sqrt(shape), 0)
    found, short = np.empty_like(shape), skew < 0
    found[short] = special.gammainc(shape[short], place[short])
    found[~short] = special.gammaincc(shape[~short], place[~short])
    return found


def _fisher(n1: Array, p1: Array, n0: Array, p0: Array) -> Array:
    """Mid-p of the hypergeometric distribution, the tail added up from what was found outwards."""
    n1, n0 = np.floor(n1 + 1e-6), np.floor(n0 + 1e-6)
    x1, x0 = np.rint(n1 * p1), np.rint(n0 * p0)
    # The tail of more positive answers than expected; of fewer, that of more negative ones.
    fewer = x1 * n0 < x0 * n1
    x, y = np.where(fewer, n1 - x1, x1), np.where(fewer, n0 - x0, x0)
    term = np.exp(_log_choose(n1, x) + _log_choose(n0, y) - _log_choose(n1 + n0, x + y))
    tail = term / 2
    for _ in range(_TERMS):
        term = term * (n1 - x) * y / ((x + 1) * (n0 - y + 1))
        tail = tail + term
        if not (term > 1e-12 * tail).any():
            break
        x, y = x + 1, y - 1
    return np.minimum(2 * tail, 1)


def _log_choose(n: Array, k: Array) -> Array:
    return -np.log(n + 1) - special.betaln(n - k + 1, k + 1)
