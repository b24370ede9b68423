"""Looking again and again: a band for each period of a trend that holds over a year of looks.

Each period is compared with all before it: the residual from their mean, divided by its standard
error, is standard normal and independent of the others as long as nothing changes, however short
the history (recursive residuals: Brown, Durbin and Evans 1975). They are smoothed by an EWMA
(Roberts 1959; limits by its exact variance, Lucas and Saccucci 1990), so that several low periods
in a row count together; one alone must be further off (combined limits, the same). The
band is what both allow the next value to be.

Periods that vary by more than their answers explain (a weekday, a campaign) widen it: the mean
square successive difference (von Neumann 1941) against what the answers explain.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

FIRST = 7  # known periods before the first that has a band
_WEIGHT = 0.15  # of the newest period in the EWMA
# Standard errors of the EWMA by grain: a year has 365 days, and 12 months. Simulated so that a year
# of weekly looks at trends that move along marks 3 to 5 % of them (benchmarks/claims/looking.py).
_LIMITS = {"day": 4.3, "week": 3.6, "month": 3.4, "quarter": 3.4, "year": 3.4}
_ALONE = 0.5  # more for one period after others that were usual


class Band(NamedTuple):
    """What chance allows each period to be, NaN where it is not known.

    `unusual`: the value is outside. `since`: place of the period from which on an alarm holds, -1
    without one; it holds from an unusual period until those after it are back at the level.
    """

    low: Array
    high: Array
    unusual: npt.NDArray[np.bool_]
    since: npt.NDArray[np.int64]


def band(value: Array, error: Array, n: Array, grain: str) -> Band:
    """The band of a trend: values, standard errors and n by period of a grain, the oldest first.

    NaN is a period that is not known. Arrays of (periods,) or, for many trends at once, (periods,
    trends). The level is the mean of the periods before, weighted by n, without those in which an
    alarm holds.
    """
    shape, most = value.shape[1:], _LIMITS[grain]
    low, high = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    unusual = np.zeros(value.shape, dtype=bool)
    since = np.full(shape, -1, dtype=np.int64)
    count, answers, total, unit = (np.zeros(shape) for _ in range(4))  # of the level
    smooth, variance = np.zeros(shape), np.zeros(shape)  # of the EWMA
    steps, pairs = np.zeros(shape), np.zeros(shape)  # squares of successive differences
    last, last_n = np.full(shape, np.nan), np.full(shape, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        for place, (x, own, size) in enumerate(zip(value, error, n, strict=True)):
            known = np.isfinite(x) & np.isfinite(own) & (size > 0)
            size = np.where(known, size, 0.0)
            x, single = np.where(known, x, 0.0), np.where(known, own, 0.0) ** 2 * size
            one = (unit + size * single) / (answers + size)  # variance of a single answer
            spread = np.maximum(1, np.where(pairs > 0, steps / pairs, 1))
            scale = np.sqrt(one * (1 / size + 1 / answers) * spread)
            level = total / answers
            off = (x - level) / scale
            following = _WEIGHT**2 + (1 - _WEIGHT) ** 2 * variance
            limit, before = most * np.sqrt(following), (1 - _WEIGHT) * smooth
            alone = np.minimum(limit / _WEIGHT, most + _ALONE)
            down = np.clip((limit + before) / _WEIGHT, 0, alone)
            up = np.clip((limit - before) / _WEIGHT, 0, alone)
            told = known & (count >= FIRST)
            low[place] = np.where(told, level - down * scale, np.nan)
            high[place] = np.where(told, level + up * scale, np.nan)
            unusual[place] = told & ((off < -down) | (off > up))
            judged = known & (count > 0)
            moved = before + _WEIGHT * np.clip(off, -alone, alone)
            back = judged & (since >= 0) & (moved * smooth <= 0)
            since = np.where(back, -1, since)
            since = np.where(unusual[place] & (since < 0), place, since)
            smooth = np.where(judged, moved, smooth)
            variance = np.where(judged, following, variance)
            usual = known & (since < 0)
            step = (x - last) ** 2 / (one * (1 / size + 1 / last_n))
            paired = usual & np.isfinite(step)
            steps, pairs = steps + np.where(paired, step, 0), pairs + paired
            last, last_n = np.where(usual, x, last), np.where(usual, size, last_n)
            count, answers = count + usual, answers + np.where(usual, size, 0)
            total = total + np.where(usual, size * x, 0)
            unit = unit + np.where(usual, size * single, 0)
    return Band(low, high, unusual, since)
