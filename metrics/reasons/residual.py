"""What of a segment's own change is left beside other segments, from cells by all dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from metrics.definitions import MetricDefinition
from metrics.inference import differences
from metrics.inference.apart import between
from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval, Z
from metrics.sums.cells import Cells
from metrics.sums.grouping import Array, take
from metrics.sums.paired_cells import PairedCells

Flags = npt.NDArray[np.bool_]
Levels = Mapping[str, str]  # of one dimension or two


def inside(both: PairedCells, levels: Levels) -> Flags:
    """Which of the cells belong to a segment."""
    found = np.ones(both.now.size, dtype=bool)
    for key, level in levels.items():
        codes, names = both.now.labels[key].factorize()
        found &= np.array([str(name) == level for name in names], dtype=bool)[codes]
    return found


def beside(
    both: PairedCells,
    definition: MetricDefinition,
    ours: Flags,
    taken: Flags,
    least: int,
    times: Array,
) -> Difference:
    """The changes of segments less those of all other rows, beside those that are taken.

    Flags by segment and cell. Rows are compared with others that are in the same of the taken ones
    and out of the same, and these differences are weighted by the inverse of their variance. p is
    NaN where in none of them all four sides have `least` rows. `times`: how much less certain.
    """
    _, codes = np.unique(taken, axis=1, return_inverse=True)
    strata = [codes == one for one in range(codes.max(initial=0) + 1)]
    weight, value = np.zeros(len(ours)), np.zeros(len(ours))
    for stratum in strata:
        one, other = (_summed(both, rows & stratum, times) for rows in (ours, ~ours))
        found = between(one, other, definition)
        enough = np.all([side.enough(least) for pair in (one, other) for side in pair], axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            own = np.where(enough, (2 * Z / (found.high - found.low)) ** 2, 0)
        own = np.where(np.isfinite(own), own, 0)
        weight, value = weight + own, value + np.where(own > 0, own * found.change, 0)
    none = np.zeros(len(ours))
    with np.errstate(divide="ignore", invalid="ignore"):
        return differences.normal(value / weight, weight**-0.5, none, none)


def interaction(
    both: PairedCells,
    definition: MetricDefinition,
    deep: Sequence[Levels],
    least: int,
    times: Array,
) -> Difference:
    """By how much more segments of two levels changed than these levels together explain.

    The change within both, less that within one alone, less what it is within the other alone and
    within neither. p is NaN where one of these has fewer than `least` on a side.
    """
    first, second = (
        np.array([inside(both, dict([[*levels.items()][place]])) for levels in deep])
        for place in (0, 1)
    )
    groups = [
        _summed(both, rows, times)
        for rows in (first & second, first & ~second, ~first & second, ~first & ~second)
    ]
    within, without = (between(one, other, definition) for one, other in (groups[:2], groups[2:]))
    found = differences.from_intervals(
        Interval(within.change, within.low, within.high),
        Interval(without.change, without.low, without.high),
    )
    return _of_enough(found, groups, least)


def _of_enough(found: Difference, groups: Sequence[PairedCells], least: int) -> Difference:
    enough = np.all([side.enough(least) for one in groups for side in one], axis=0)
    return found._replace(p_value=np.where(enough, found.p_value, np.nan))


def _summed(both: PairedCells, rows: Flags, times: Array) -> PairedCells:
    """One cell for each line of flags: the sums of those cells that it marks."""
    labels = take({"series": both.now.labels["series"]}, np.zeros(len(rows), dtype=np.int64))
    found = []
    for side in both:
        sums = {name: rows @ values for name, values in side.sums.items()}
        found.append(Cells(labels, {**sums, "w2": sums["w2"] * times}))
    return PairedCells(*found)
