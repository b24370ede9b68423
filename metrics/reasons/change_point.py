"""From when on has it been different? A step in a series of months, told from drift and season."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from metrics.definitions import MetricDefinition
from metrics.inference import samples
from metrics.inference.intervals import Z
from metrics.inference.verdicts import SIGNIFICANCE
from metrics.sums.cells import Cells, of_metrics
from metrics.sums.grouping import Array, IntArray

# 95 % point of twice the log likelihood ratio between the best split and the true one
# (Hansen 2000, table 1): splits that fall short of the best by less remain possible.
_MARGIN = 7.35
_FEWEST = 6  # periods, to tell a step from a drift
_OF_DRIFTS = 0.025  # that would be called a step
_DRAWN = 999  # series without a step, or with a drift, that the one there is is compared with


@dataclass(frozen=True)
class Step:
    """Places of the first and the last period that can't be ruled out as the new level's first."""

    first: int
    last: int
    change: float


class Months(NamedTuple):
    """The first month of the new level lies within these, both included (95 %)."""

    first: date
    last: date


def beginning(
    moments: pd.DataFrame | Cells,
    definition: MetricDefinition,
    by: str,
    start: date,
    change: float,
    minimum_n: int = 10,
) -> Months | None:
    """When a change of one series that shows since `start` began, from its cells by month.

    Each month is held against the same one a year before, so that no season is a step. None unless
    the step went the way of the change, with full months of the view before it for certain, and is
    told to within half of these. Cells a year before the first month of interest belong to it.
    """
    months, values, errors = year_on_year(moments, definition, by, minimum_n)
    step = change_point(values, errors)
    if step is None or step.change * change <= 0:
        return None
    full = pd.Timestamp(start) + pd.offsets.MonthBegin(0)
    inside = sum(month >= full for month in months)
    if months[step.first] <= full or 2 * (step.last - step.first + 1) > inside:
        return None
    return Months(months[step.first].date(), months[step.last].date())


def year_on_year(
    moments: pd.DataFrame | Cells, definition: MetricDefinition, by: str, minimum_n: int = 10
) -> tuple[list[pd.Timestamp], Array, Array]:
    """Months of one series against the same month a year before: a season is in both.

    `by` are first days of months. Returns the months with enough on both sides, in the order of
    time, the differences and their standard errors. Raises ValueError for several series.
    """
    cells = of_metrics(moments, [definition.key], [by])
    names = set(cells.labels["series"])
    if len(names) > 1:
        raise ValueError(f"one series is needed, found {', '.join(sorted(names))}: choose one")
    months = pd.DatetimeIndex(cells.labels[by])
    before = months.get_indexer(months - pd.DateOffset(years=1))
    enough = cells.enough(minimum_n)
    rows = np.flatnonzero((before >= 0) & enough & enough[before])
    sample = samples.of_cells(cells, definition)
    value, error = samples.value(sample, definition), samples.standard_error(sample, definition)
    difference = value[rows] - value[before[rows]]
    return list(months[rows]), difference, np.hypot(error[rows], error[before[rows]])


def change_point(values: Array, errors: Array) -> Step | None:
    """The step of a series of independent values with known standard errors, where it has one.

    None unless a step (a) is there: the best split explains more than in 95 of 100 steady series,
    (b) is no drift: it fits better than a straight line by more than in 97 of 100 series that are
    the line (Cox 1962, by simulation as Williams 1970), and (c) lasts: the last third of what
    follows still differs from before, the same way. Where neither step nor line fits, all errors
    are larger by what is left (McCullagh and Nelder 1989, 4.5).
    """
    size = len(values)
    if size < _FEWEST or not (np.isfinite(values).all() and (errors > 0).all()):
        return None
    splits, line = _step_misfit(values[None], errors)[0], _line_misfit(values[None], errors)[0]
    best = int(np.argmin(splits))
    spread = max(min(splits[best] / (size - 3), line / (size - 2)), 1.0)
    errors, splits, line = errors * np.sqrt(spread), splits / spread, line / spread
    draws = np.random.default_rng(1962).standard_normal((_DRAWN, size)) * errors
    steady, drift = _step_misfit(draws, errors), _line_misfit(draws, errors)
    gain = _misfit(values[None], errors)[0] - splits[best]
    if _share_above(_misfit(draws, errors) - steady.min(axis=1), gain) >= SIGNIFICANCE:
        return None
    drawn = draws + _line(values, errors)
    by_chance = drift - _step_misfit(drawn, errors).min(axis=1)
    if _share_above(by_chance, line - splits[best]) >= _OF_DRIFTS:
        return None
    first_new = best + 1
    late = slice(size - -(-(size - first_new) // 3), size)
    change = _level(values, errors, slice(first_new, size)) - _level(
        values, errors, slice(0, first_new)
    )
    still = _level(values, errors, late) - _level(values, errors, slice(0, first_new))
    error = np.hypot(_level_error(errors, late), _level_error(errors, slice(0, first_new)))
    if still * np.sign(change) < Z * error:
        return None
    possible: IntArray = np.flatnonzero(splits <= splits[best] + _MARGIN) + 1
    return Step(int(possible[0]), int(possible[-1]), float(change))


def _share_above(drawn: Array, found: float) -> float:
    """Monte Carlo p value."""
    return float((1 + np.count_nonzero(drawn >= found)) / (1 + len(drawn)))


def _misfit(series: Array, errors: Array) -> Array:
    """Weighted sum of squares of each row around its mean."""
    weight = 1 / errors**2
    mean = (series * weight).sum(axis=1) / weight.sum()
    misfit: Array = ((series - mean[:, None]) ** 2 * weight).sum(axis=1)
    return misfit


def _step_misfit(series: Array, errors: Array) -> Array:
    """What is left of each row by each split: of two levels, the second from place 1, 2, ... on."""
    weight = 1 / errors**2
    before = np.cumsum(weight)[:-1]
    after = weight.sum() - before
    added = np.cumsum(series * weight, axis=1)
    left, right = added[:, :-1], added[:, -1:] - added[:, :-1]
    squares = (series**2 * weight).sum(axis=1, keepdims=True)
    misfit: Array = squares - left**2 / before - right**2 / after
    return misfit


def _line(values: Array, errors: Array) -> Array:
    """The straight line of one series, by weighted least squares."""
    weight, place = 1 / errors**2, np.arange(len(values))
    middle = (place * weight).sum() / weight.sum()
    centred = place - middle
    slope = (values * weight * centred).sum() / (weight * centred**2).sum()
    line: Array = (values * weight).sum() / weight.sum() + slope * centred
    return line


def _line_misfit(series: Array, errors: Array) -> Array:
    """What is left of each row by its straight line."""
    weight, place = 1 / errors**2, np.arange(series.shape[1])
    centred = place - (place * weight).sum() / weight.sum()
    gained = (series * weight * centred).sum(axis=1) ** 2 / (weight * centred**2).sum()
    misfit: Array = _misfit(series, errors) - gained
    return misfit


def _level(values: Array, errors: Array, rows: slice) -> float:
    weight = 1 / errors[rows] ** 2
    return float((values[rows] * weight).sum() / weight.sum())


def _level_error(errors: Array, rows: slice) -> float:
    return float((1 / errors[rows] ** 2).sum() ** -0.5)
