"""Changes of numbers and sums at the same number of days, judged by how much weeks differ.

A number of events grows with the days, so that the base is scaled to the days of the view. How much
such numbers vary by themselves is seen in their weeks: the dispersion is Pearson's chi squared over
its degrees of freedom, the variance of weekly numbers over their mean (quasi-Poisson: Wedderburn
1974; McCullagh and Nelder 1989, section 6.2.4), of sums over what independent amounts would have
(compound Poisson). It is never taken below 1, nor below what several of one customer make of it. As
it is estimated from few weeks, t stands for z.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from metrics.definitions import DEFINITIONS
from metrics.inference import intervals
from metrics.inference.design_effect import Ties
from metrics.inference.differences import Difference
from metrics.inference.intervals import ALPHA, Z
from metrics.inference.verdicts import benjamini_hochberg, decide
from metrics.sums.cells import Cells, of_metrics
from metrics.sums.grouping import Array, add_up, positions

_STEADY = 20  # rows by which a small cell is drawn to all of the data


class Spread(NamedTuple):
    """How much more weeks differ than chance alone would have it, an element a cell."""

    dispersion: Array  # 1 or more; NaN where there are not two weeks on any side
    freedom: Array  # degrees of freedom


def change_of_counts(
    n1: Array, n0: Array, ratio: Array, dispersion: Array, freedom: Array
) -> Difference:
    """Change of a number of events from `ratio` times the base's; days of the view over the base's.

    MOVER of the two exact Poisson intervals, as wide as the dispersion and its own error ask for.
    """
    now, base = intervals.count(n1), intervals.count(n0)
    wider = np.sqrt(dispersion) * _t(freedom) / Z
    below = wider * np.hypot(n1 - now.low, ratio * (base.high - n0))
    above = wider * np.hypot(now.high - n1, ratio * (n0 - base.low))
    return _by_t(n1 - ratio * n0, below, above, freedom)


def change_of_totals(
    now: tuple[Array, Array],
    base: tuple[Array, Array],
    ratio: Array,
    dispersion: Array,
    freedom: Array,
) -> Difference:
    """Change of a sum of amounts from `ratio` times the base's; a side is total, sum of squares."""
    (total1, squares1), (total0, squares0) = now, base
    half = _t(freedom) * np.sqrt(dispersion * (squares1 + ratio**2 * squares0))
    return _by_t(total1 - ratio * total0, half, half, freedom)


def spread_of(
    cells: Cells, sides: tuple[Cells, Cells], weeks: tuple[int, int], metric: str, by: Sequence[str]
) -> Spread:
    """The spread of a metric in each of the cells, from the whole weeks of both sides.

    `sides`: the cells of each side by `week` and by the keys `by` of the cells. `weeks`: how many
    whole weeks each side has, numbered from 0; others are left out, and one without a row is one of
    nothing. Each week is held against the mean of its own side.
    """
    square, freedom = np.zeros(cells.size), 0
    for side, number in zip(sides, weeks, strict=True):
        if number > 1:
            freedom += number - 1
            square += _chi_squared(cells, side, number, metric, by)
    if not freedom:
        nothing = np.full(cells.size, np.nan)
        return Spread(nothing, nothing)
    return Spread(np.maximum(square / freedom, 1), np.full(cells.size, float(freedom)))


def by_customer(ties: Ties, ratio: Array, part: Array) -> Array:
    """The dispersion of a change of counts of which each customer has several, 1 or more.

    Customers come and go, each with all of theirs: the variance of the change is the sum over
    customers of the square of what each changed (linearised by customer: Cameron and Miller 2015,
    section II), over that of as many customers. Cells of few rows are drawn to all together.
    `part`: of the rows of each cell, those that are counted; of few of them few are of one customer
    (binomial thinning).
    """
    apart = ties.pairs - 2 * ratio * ties.cross + ratio**2 * ties.other_pairs
    alone = ties.size + ratio**2 * ties.other_size
    if not alone.sum() > 0:
        return np.ones(len(alone))
    usual = apart.sum() / alone.sum()
    found: Array = np.maximum((apart + _STEADY * usual) / (alone + _STEADY), 1)
    return 1 + part * (found - 1)


def _chi_squared(cells: Cells, side: Cells, weeks: int, metric: str, by: Sequence[str]) -> Array:
    """Of one side Pearson's chi squared of its whole weeks, an element for each of the cells."""
    names = (*by, "series")
    week = np.asarray(side.labels["week"], dtype=np.int64)
    own = positions(
        {name: side.labels[name] for name in names}, {name: cells.labels[name] for name in names}
    )
    known = (own >= 0) & (week >= 0) & (week < weeks)
    place, size = own[known] * weeks + week[known], cells.size * weeks
    by_week, alone = (
        add_up(place, values[known], size).reshape(cells.size, weeks)
        for values in _values(side, metric)
    )
    apart = ((by_week - by_week.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    usual = alone.mean(axis=1)
    square: Array = np.divide(apart, usual, out=np.zeros(cells.size), where=usual > 0)
    return square


def _values(cells: Cells, metric: str) -> tuple[Array, Array]:
    """What is added up of each cell, and what its variance would be if rows were independent."""
    if DEFINITIONS[metric].kind == "count":
        return cells.sums["answers"], cells.sums["answers"]
    return cells.sums["total"], cells.sums["squares"]


def at_equal_days(
    frame: pd.DataFrame,
    sides: tuple[Cells, Cells],
    metric: str,
    keys: Sequence[str],
    ratio: Array,
    spread: Spread,
) -> pd.DataFrame:
    """The figures of one metric, their change that from the base at the same number of days.

    `frame` as `estimates.figures` makes it of both sides by the keys. `ratio`: days of each row
    over those of its base; `spread`: of each row. Values stay. Without spread there is no verdict.
    """
    now, base = (of_metrics(side, [metric], keys) for side in sides)
    theirs = Cells(now.labels, base.match(positions(now.labels, base.labels)))
    ours, others = _values(now, metric), _values(theirs, metric)
    if DEFINITIONS[metric].kind == "count":
        found = change_of_counts(ours[0], others[0], ratio, *spread)
    else:
        found = change_of_totals(ours, others, ratio, *spread)
    compared = frame["base_n"].to_numpy() > 0
    values = (frame[name].to_numpy(dtype=float) for name in ("value", "base_value"))
    both = compared & ~np.isnan(sum(values))
    change, low, high, p_value = (np.where(both, part, np.nan) for part in found)
    p_value = benjamini_hochberg(p_value)
    return frame.assign(
        change=change,
        change_low=low,
        change_high=high,
        p_value=p_value,
        verdict=decide(p_value, low, high, both, compared),
    )


def _t(freedom: Array) -> Array:
    return np.asarray(special.stdtrit(freedom, 1 - ALPHA / 2), dtype=np.float64)


def _by_t(change: Array, below: Array, above: Array, freedom: Array) -> Difference:
    """The change with its ends, and the p value of the t whose interval would just reach zero."""
    reach = np.where(change > 0, below, above)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(change == 0, 0 * reach, _t(freedom) * np.abs(change) / reach)
    p_value = np.asarray(2 * special.stdtr(freedom, -t), dtype=np.float64)
    return Difference(change, change - below, change + above, p_value)
