"""What of a segment's own change is left beside other segments, from cells by all dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from metrics.definitions import MetricDefinition
from metrics.inference import differences
from metrics.inference.apart import between
from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval
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
    theirs: Flags,
    least: int,
    times: Array,
) -> Difference:
    """The changes of some rows less those of others: flags by segment and cell.

    p is NaN where one of the four sides has fewer than `least`. `times`: how much less certain.
    """
    one, other = _summed(both, ours, times), _summed(both, theirs, times)
    return _of_enough(between(one, other, definition), [one, other], least)


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
