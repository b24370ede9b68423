"""Difference in differences of two groups of segments, by four-week periods.

The periods of one segment beside the mean of the others are one series (Donald and Lang 2007,
"Inference with difference-in-differences and other panel data"): with one segment acted upon,
neither errors clustered by segment nor the wild bootstrap of clusters hold (MacKinnon and Webb
2018). How much periods vary more than their answers explain widens the interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import stats

from metrics.actions.blocks import LEAST_BEFORE, Blocks
from metrics.sums.grouping import Array

_LEVEL = 0.95


class Means(NamedTuple):
    """Of the segment and of the untouched ones, before and after, in display units."""

    before: float
    after: float
    others_before: float
    others_after: float


@dataclass(frozen=True)
class Effect:
    """The change of the segment less that of the untouched ones, with its 95 % interval.

    `error` is widened by the root of `dispersion`; t has `freedom` degrees. `spread`: by how much
    periods vary more than their answers explain, which is below 1 by chance alone. `drift`: what
    the trend of the periods before, carried on, would have made of it, and `drift_error`.
    """

    means: Means
    value: float
    low: float
    high: float
    error: float
    freedom: int
    spread: float
    drift: float
    drift_error: float

    @property
    def dispersion(self) -> float:
        """By how much periods vary more than their answers explain, at least 1."""
        return max(1.0, self.spread)

    @property
    def deviate(self) -> float:
        """The effect in standard errors."""
        return self.value / self.error

    def without_drift(self) -> tuple[float, float]:
        """The 90 % interval of the effect less the drift; the two are independent."""
        reach = one_sided(self) * float(np.hypot(self.error, self.drift_error))
        return self.value - self.drift - reach, self.value - self.drift + reach

    def drifts(self, least: float) -> bool:
        """False where the drift is shown to be below `least`, either way.

        Two one-sided tests (Schuirmann 1987): its 90 % interval lies within.
        """
        return abs(self.drift) + one_sided(self) * self.drift_error >= least


def effect(blocks: Blocks) -> Effect | None:
    """The effect on the segment of the first row; None with too few periods.

    Needs `LEAST_BEFORE` periods before and one after. Before and after are means of all answers;
    of the untouched segments, at their shares over all periods (Kitagawa 1955).
    """
    later = blocks.place >= 0
    if len(blocks.n) < 2 or (~later).sum() < LEAST_BEFORE or not later.any():
        return None
    weights = np.concatenate([[1.0], -blocks.weights])
    sides = [_means(blocks.of(one)) for one in (~later, later)]
    value = float(weights @ (sides[1][0] - sides[0][0]))
    variance = float(weights**2 @ (sides[0][1] + sides[1][1]))
    trend = _trend(blocks)
    error = float(np.sqrt(variance * max(1.0, trend.spread)))
    reach = float(stats.t.ppf((1 + _LEVEL) / 2, trend.freedom)) * error
    others = [float(blocks.weights @ mean[1:]) for mean, _ in sides]
    before, after = (float(mean[0]) for mean, _ in sides)
    return Effect(
        Means(before, after, others[0], others[1]), value, value - reach, value + reach, error,
        trend.freedom, trend.spread, trend.drift, trend.drift_error,
    )  # fmt: skip


def one_sided(found: Effect) -> float:
    """The half width of a 90 % interval in standard errors: each end is a test at 5 %."""
    return float(stats.t.ppf(0.95, found.freedom))


class _Trend(NamedTuple):
    spread: float
    freedom: int
    drift: float
    drift_error: float


def _trend(blocks: Blocks) -> _Trend:
    """Of the series of differences: a line before, a level after, by weighted least squares."""
    series, spread = blocks.apart
    later = blocks.place >= 0
    weight = 1 / spread
    middle = np.average(blocks.place[~later], weights=weight[~later])
    way = float(np.average(blocks.place[later], weights=weight[later]) - middle)
    time = np.where(later, 0, blocks.place - middle)
    design = np.column_stack([~later, later, time]).astype(float)
    normal = np.linalg.inv(design.T @ (weight[:, None] * design))
    found = normal @ design.T @ (weight * series)
    chi_squared = float((weight * (series - design @ found) ** 2).sum())
    freedom = max(len(series) - 3, 1)
    error = float(np.sqrt(max(1.0, chi_squared / freedom) * normal[2, 2]))
    return _Trend(chi_squared / freedom, freedom, way * float(found[2]), abs(way) * error)


def _means(blocks: Blocks) -> tuple[Array, Array]:
    """Of all periods together the mean of each segment, and its variance."""
    n = blocks.n.sum(axis=1)
    return (blocks.n * blocks.value).sum(axis=1) / n, blocks.variance / n
