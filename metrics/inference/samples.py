"""What one metric needs of each cell, as arrays, and its value and change by statistic kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.definitions import MetricDefinition
from metrics.inference import differences, intervals
from metrics.inference.differences import Difference, Mean
from metrics.inference.intervals import Interval
from metrics.series import parse_series
from metrics.sums.cells import Cells
from metrics.sums.grouping import Array


@dataclass(frozen=True)
class Samples:
    """One element a cell. n is the effective number of answers (Kish), 0 where there is none."""

    n: Array
    p: Array  # share of positive answers
    d: Array  # share of negative answers
    mean: Array
    variance: Array  # of a single answer, unbiased
    third: Array  # third central moment of a single answer; 0 where it is not known
    total: Array
    squares: Array
    came: Array  # of a stock: all that ever came, and went
    went: Array
    least: Array  # ends of the scale, where the metric needs them
    most: Array


def of_cells(
    cells: Cells, definition: MetricDefinition, design_effect: Array | float = 1.0
) -> Samples:
    """The samples of these cells; several answers of one customer count for less."""
    w, pos, neg, total, squares, cubes = (
        cells.sums[name] for name in ("w", "pos", "neg", "total", "squares", "cubes")
    )
    n = cells.effective / design_effect
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, square = total / w, squares / w
        spread = square - mean**2
        # What rounding leaves of a cancelled sum is not a variance.
        spread = np.where(spread <= 1e-12 * np.maximum(square, 1), 0, spread)
        variance = np.where(n > 1, spread * n / (n - 1), np.nan)
        third = cubes / w - 3 * mean * square + 2 * mean**3
        third = np.where((spread > 0) & ~np.isnan(third), third, 0)
        p, d = np.clip(pos / w, 0, 1), np.clip(neg / w, 0, 1)
    least, most = np.full(len(w), -np.inf), np.full(len(w), np.inf)
    if definition.kind == "mean" and definition.feedback_metric is not None:
        level, names = cells.labels["series"].factorize()
        scales = [parse_series(name) for name in names]
        least = np.array([scale.scale_min for scale in scales], dtype=float)[level]
        most = np.array([scale.scale_max for scale in scales], dtype=float)[level]
    if definition.kind == "proportion" and definition.feedback_metric is None:
        n = _where_the_heavy_differ(cells.effective, p, cells) / design_effect
    return Samples(n, p, d, mean, variance, third, total, squares, pos, neg, least, most)


def _where_the_heavy_differ(n: Array, p: Array, cells: Cells) -> Array:
    """Effective n of shares weighted by revenue; `squares` is the sum of w^2 of the positive.

    Kish's n takes it that the heavy are like the others. Where they are positive more often, what
    the linearised variance sum w^2 (x - p)^2 / (sum w)^2 comes to is less (Cochran 1977, 6.3).
    """
    w, w2, heavy = (cells.sums[name] for name in ("w", "w2", "squares"))
    with np.errstate(invalid="ignore", divide="ignore"):
        linear = p * (1 - p) * w**2 / (heavy * (1 - 2 * p) + p**2 * w2)
    return np.where((heavy > 0) & (p < 1), np.fmin(n, linear), n)


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
                return intervals.mean(s.n, s.mean, s.variance, s.least, s.most, s.third)
            case "total":  # counted, not sampled: it has no interval of its own
                unknown = np.full(len(s.total), np.nan)
                return Interval(s.total, unknown, unknown)
            case "count":
                return intervals.count(s.n)
            case "stock":  # all that came less all that went
                unknown = np.full(len(s.came), np.nan)
                return Interval(s.came - s.went, unknown, unknown)
    raise ValueError(f"{definition.key} is not computed from sums; see metrics.durations")


def differ(
    now: Samples, base: Samples, definition: MetricDefinition, shared: Array | float = 0.0
) -> Difference:
    """Change from base to now of each cell in display units.

    `shared` is the correlation of the two estimates through those whom both sides have.
    Totals are compared as compound Poisson sums: the variance of a total is its sum of squares.
    Counts are compared by their Poisson intervals, stocks by what came and went in between: the
    difference of two Poisson counts (Skellam 1946) has their sum as its variance.
    """
    a, b = now, base
    with np.errstate(invalid="ignore", divide="ignore"):
        match definition.kind:
            case "net_share":
                found = differences.net_share(a.n, a.p, a.d, b.n, b.p, b.d, shared)
                return _percent_change(found)
            case "proportion":
                return _percent_change(differences.proportion(a.n, a.p, b.n, b.p, shared))
            case "mean":
                sides = [Mean(s.n, s.mean, s.variance, s.third, s.least, s.most) for s in (a, b)]
                return differences.mean(*sides, shared)
            case "total":
                errors = np.sqrt(a.squares), np.sqrt(b.squares)
                return differences.normal(a.total, errors[0], b.total, errors[1], shared)
            case "count":
                sides_of = intervals.count(a.n), intervals.count(b.n)
                return differences.from_intervals(*sides_of, shared)
            case "stock":
                flows = np.abs(a.came - b.came) + np.abs(a.went - b.went)
                return differences.normal(
                    a.came - a.went, np.sqrt(flows), b.came - b.went, np.zeros(len(flows)), shared
                )
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
    raise ValueError(f"{definition.key} is not an average: its changes cannot be decomposed")


def value(samples: Samples, definition: MetricDefinition) -> Array:
    """Value of each cell in display units, without its interval."""
    match definition.kind:
        case "net_share":
            return 100 * (samples.p - samples.d)
        case "proportion":
            return 100 * samples.p
        case "mean":
            return samples.mean
    raise ValueError(f"{definition.key} is not an average: its changes cannot be decomposed")


def _percent(found: Interval) -> Interval:
    return Interval(*(100 * part for part in found))


def _percent_change(found: Difference) -> Difference:
    return Difference(100 * found.change, 100 * found.low, 100 * found.high, found.p_value)
