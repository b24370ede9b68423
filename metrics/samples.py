"""What one metric needs of each cell, as arrays, and its value and change by statistic kind."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics import differences, intervals
from metrics.definitions import MetricDefinition
from metrics.differences import Difference
from metrics.grouping import IntArray
from metrics.intervals import Interval
from metrics.series import parse_series

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Samples:
    """One element a cell. n is the effective number of answers (Kish); 0 where there is no cell."""

    answers: IntArray
    n: Array
    p: Array  # share of positive answers
    d: Array  # share of negative answers
    mean: Array
    variance: Array  # of a single answer, unbiased
    total: Array
    squares: Array
    least: Array  # ends of the scale
    most: Array

    def take(self, positions: IntArray) -> Samples:
        """The cells at these positions; -1 is no cell."""
        missing = positions < 0
        if not len(self.n):
            return _empty(len(positions))
        taken = Samples(*(getattr(self, field.name)[positions] for field in fields(self)))
        taken.answers[missing] = 0
        taken.n[missing] = 0
        for values in (taken.p, taken.d, taken.mean, taken.variance, taken.total):
            values[missing] = np.nan
        return taken


def of_moments(moments: pd.DataFrame, definition: MetricDefinition) -> Samples:
    """Samples of the rows of a moments frame, in their order."""
    w, w2, pos, neg, total, squares = (
        moments[name].to_numpy(dtype=float)
        for name in ("w", "w2", "pos", "neg", "total", "squares")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        n = np.where(w2 > 0, w**2 / w2, 0)
        mean = total / w
        spread = squares / w - mean**2
        # What is left of a cancelled sum is not a variance.
        spread = np.where(spread <= 1e-12 * np.maximum(squares / w, 1), 0, spread)
        variance = np.where(n > 1, spread * n / (n - 1), np.nan)
        p, d = np.clip(pos / w, 0, 1), np.clip(neg / w, 0, 1)
    least, most = _scale_ends(moments, definition)
    answers = moments["answers"].to_numpy(dtype=np.int64)
    return Samples(answers, n, p, d, mean, variance, total, squares, least, most)


def measure(samples: Samples, definition: MetricDefinition) -> Interval:
    """Value and interval of each cell in display units."""
    s = samples
    with np.errstate(invalid="ignore", divide="ignore"):
        match definition.kind:
            case "net_share":
                return _percent(intervals.net_share(s.n, s.p, s.d))
            case "proportion":
                return _percent(intervals.proportion(s.n, s.p))
            case "mean":
                return intervals.mean(s.n, s.mean, s.variance, s.least, s.most)
            case "total":  # counted, not sampled: it has no interval of its own
                unknown = np.full(len(s.total), np.nan)
                return Interval(s.total, unknown, unknown)
    raise ValueError(f"{definition.key} is not computed from sums; see metrics.durations")


def differ(now: Samples, base: Samples, definition: MetricDefinition) -> Difference:
    """Change from base to now of each cell in display units.

    Totals are compared as compound Poisson sums: the variance of a total is its sum of squares.
    """
    a, b = now, base
    with np.errstate(invalid="ignore", divide="ignore"):
        match definition.kind:
            case "net_share":
                found = differences.net_share(a.n, a.p, a.d, b.n, b.p, b.d)
                return _percent_change(found)
            case "proportion":
                return _percent_change(differences.proportion(a.n, a.p, b.n, b.p))
            case "mean":
                errors = standard_error(a, definition), standard_error(b, definition)
                return differences.mean(a.n, a.mean, errors[0], b.n, b.mean, errors[1])
            case "total":
                return differences.normal(a.total, np.sqrt(a.squares), b.total, np.sqrt(b.squares))
    raise ValueError(f"{definition.key} is not computed from sums; see metrics.durations")


def standard_error(samples: Samples, definition: MetricDefinition) -> Array:
    """Standard error of each cell in display units; never zero for a share or a bounded mean."""
    s = samples
    with np.errstate(invalid="ignore", divide="ignore"):
        match definition.kind:
            case "net_share":
                return 100 * intervals.adjusted_net_share(s.n, s.p, s.d)[1]
            case "proportion":
                return 100 * intervals.adjusted_proportion_error(s.n, s.p)
            case "mean":
                return intervals.mean_error(s.n, s.mean, s.variance, s.least, s.most)
    raise ValueError(f"{definition.key} has no standard error")


def _scale_ends(moments: pd.DataFrame, definition: MetricDefinition) -> tuple[Array, Array]:
    if definition.feedback_metric is None:
        return np.full(len(moments), -np.inf), np.full(len(moments), np.inf)
    series = [parse_series(key) for key in moments["series"]]
    least = np.array([one.scale_min for one in series], dtype=float)
    return least, np.array([one.scale_max for one in series], dtype=float)


def _percent(found: Interval) -> Interval:
    return Interval(*(100 * part for part in found))


def _percent_change(found: Difference) -> Difference:
    return Difference(100 * found.change, 100 * found.low, 100 * found.high, found.p_value)


def _empty(size: int) -> Samples:
    none = np.full(size, np.nan)
    return Samples(
        np.zeros(size, dtype=np.int64), np.zeros(size), none, none, none, none, none, none,
        none, none,
    )  # fmt: skip
