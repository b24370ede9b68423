"""Looking again and again: the control limits of a trend, which hold over a year of looks.

Each period is compared with all before it: the residual from their mean, divided by its standard
error, is standard normal and independent of the others as long as nothing changes, however short
the history (recursive residuals: Brown, Durbin and Evans 1975). They are smoothed by an EWMA
(Roberts 1959; limits by its exact variance, Lucas and Saccucci 1990), so that several low periods
in a row count together; one alone must be further off (combined limits, the same). The
limits are what both allow the next value to be.

Periods that vary by more than their answers explain (a campaign, a weekday) widen them: sigma z of
the periods before (see `control_charts`), which is itself an estimate, of about 0.6 degrees of
freedom a moving range (1 / (2 * 0.826), see there), so that t stands for z. Several charts that are
read together share one rate: of two normal deviates one is twice as rare where its square is larger
by 2 log 2.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

from metrics.inference.control_charts import D2, FEWEST

Array = npt.NDArray[np.float64]

LONGEST = 36  # periods that a chart has at least, where the data have so many
_WEIGHT = 0.15  # of the newest period in the EWMA
# Standard errors of the EWMA by grain: a year has 365 days, and 12 months. Simulated so that a year
# of weekly looks marks at most 5 % of charts (benchmarks/claims/unusual.py).
_LIMITS = {"day": 3.85, "week": 3.45, "month": 3.05, "quarter": 3.05, "year": 3.05}
_ALONE = 0.5  # more for one period after others that were usual
_FREEDOM = 0.605  # degrees of a moving range


class Band(NamedTuple):
    """What chance allows each period to be, NaN where it is not known.

    `unusual`: the value is outside. `since`: place of the period from which on an alarm holds, -1
    without one; it holds from an unusual period until those after it are back at the level.
    `moved`: the EWMA at the end, in standard errors of a period.
    """

    low: Array
    high: Array
    unusual: npt.NDArray[np.bool_]
    since: npt.NDArray[np.int64]
    moved: Array

    def of(self, trend: int) -> Band:
        """That of one of many trends, by its place."""
        low, high, unusual, since, moved = self
        return Band(low[:, trend], high[:, trend], unusual[:, trend], since[trend], moved[trend])


def band(value: Array, error: Array, n: Array, grain: str, charts: int = 1) -> Band:
    """The limits of a trend: values, standard errors and n by whole period, the oldest first.

    NaN is a period that is not known. Arrays of (periods,) or, for many trends at once, (periods,
    trends). The level is the mean of the periods before, weighted by n, without those in which an
    alarm holds. `charts`: how many are read together.
    """
    shape, most = value.shape[1:], float(np.hypot(_LIMITS[grain], np.sqrt(2 * np.log(charts))))
    low, high = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    unusual = np.zeros(value.shape, dtype=bool)
    since = np.full(shape, -1, dtype=np.int64)
    count, answers, total, unit = (np.zeros(shape) for _ in range(4))  # of the level
    smooth, variance = np.zeros(shape), np.zeros(shape)  # of the EWMA
    steps, pairs = np.zeros(shape), np.zeros(shape)  # moving ranges
    last, last_n = np.full(shape, np.nan), np.full(shape, np.nan)
    wider = _wider(most, len(value))
    with np.errstate(divide="ignore", invalid="ignore"):
        for place, (x, own, size) in enumerate(zip(value, error, n, strict=True)):
            known = np.isfinite(x) & np.isfinite(own) & (size > 0)
            size = np.where(known, size, 0.0)
            x, single = np.where(known, x, 0.0), np.where(known, own, 0.0) ** 2 * size
            one = (unit + size * single) / (answers + size)  # variance of a single answer
            sigma_z = np.where(pairs > 0, steps / pairs / D2, 1)
            spread = np.maximum(1, sigma_z * wider[pairs.astype(np.int64)])
            scale = np.sqrt(one * (1 / size + 1 / answers)) * spread
            level = total / answers
            off = (x - level) / scale
            following = _WEIGHT**2 + (1 - _WEIGHT) ** 2 * variance
            limit, before = most * np.sqrt(following), (1 - _WEIGHT) * smooth
            alone = np.minimum(limit / _WEIGHT, most + _ALONE)
            down = np.clip((limit + before) / _WEIGHT, 0, alone)
            up = np.clip((limit - before) / _WEIGHT, 0, alone)
            told = known & (count >= FEWEST)
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
            step = np.abs(x - last) / np.sqrt(one * (1 / size + 1 / last_n) / 2)
            paired = usual & np.isfinite(step)
            steps, pairs = steps + np.where(paired, step, 0), pairs + paired
            last, last_n = np.where(usual, x, last), np.where(usual, size, last_n)
            count, answers = count + usual, answers + np.where(usual, size, 0)
            total = total + np.where(usual, size * x, 0)
            unit = unit + np.where(usual, size * single, 0)
    return Band(low, high, unusual, since, smooth)


def _wider(most: float, periods: int) -> Array:
    """By the number of moving ranges, how far beyond z the t of sigma z's freedom goes."""
    freedom = _FREEDOM * np.maximum(np.arange(periods), 1)
    return np.asarray(stats.t.isf(stats.norm.sf(most), freedom) / most)
