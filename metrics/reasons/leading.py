"""Where a change comes from: the one or two levels whose own change did most of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.definitions import MetricDefinition
from metrics.inference import differences, samples
from metrics.inference.differences import Difference
from metrics.inference.intervals import Z
from metrics.inference.verdicts import SIGNIFICANCE, benjamini_hochberg, decide
from metrics.reasons.parts import shares
from metrics.sums.grouping import Array, IntArray
from metrics.sums.paired_cells import PairedCells

MOST = 0.5  # of the total change: what a place surely did, to be named
_NEARLY_ALL_BELONG = 0.8  # of the answers of a side: such a level is no place


@dataclass(frozen=True)
class Leading:
    """Cells of one way to cut the answers whose own changes did most of that of the total.

    A cell contributes the mean of its two shares x its own change, the rate part of Kitagawa
    (1955). What a larger or smaller share did to the total is mix, and is not counted.
    """

    cells: tuple[dict[str, str], ...]  # the levels of each of them by key: one cell or two
    share: float  # of the change of the total
    share_low: float  # ends of its 95 % interval (Fieller 1954)
    share_high: float
    apart: float  # z of the cells' own change against that of everything else


def leading(
    both: PairedCells,
    definition: MetricDefinition,
    way: Sequence[str],
    minimum_n: int = 10,
    unstated: str = "",
) -> Leading | None:
    """The leading cells of one series by the keys of `way`, or None where no cell stands out.

    A cell is one where it changed as the total did, really so, and apart from everything else (the
    false discovery rate is held over the cells), and where it did more than half for certain: the
    lower end of its share. Two levels are told together where everything else is within noise and
    each of them is apart from it; where that fails, one of two equal causes is hardly ever for
    certain more than half.
    A cell of several keys is named where it also stands apart from the rest of each of its levels.
    Levels that are not stated, that nearly everybody belongs to (80 % of a side) or that are too
    small are none.
    """
    both = both.added(way)
    if not both.now.size:
        return None
    total, own = both.added(()), _change(both, definition)
    change = _change(total, definition).change[0]
    weight = (shares(both.now) + shares(both.base)) / 2
    toward = np.nan_to_num(weight * own.change) * np.sign(change)
    most = np.maximum(shares(both.now), shares(both.base))
    possible = (toward > 0) & (most <= _NEARLY_ALL_BELONG)
    for key in way:
        possible &= np.array([str(level) != unstated for level in both.now.labels[key]], bool)
    if not possible.any():
        return None
    rest = both.rest()
    enough = np.all([side.enough(minimum_n) for side in (*both, *rest)], axis=0)
    possible &= enough & _real(own, enough)
    if not possible.any():
        return None
    order = np.argsort(np.where(possible, -toward, np.inf), kind="stable")
    first, second = order[:1], order[:2]
    if len(way) == 1 and possible[second].sum() == 2 and weight[second].sum() <= _NEARLY_ALL_BELONG:
        two = _named(both, definition, way, second)
        if two.share_low > MOST and _equal_causes(both, definition, second, minimum_n):
            return two
    apart = _apart(both, rest, definition)
    one = _named(both, definition, way, first)
    if not _real(apart, enough)[first[0]] or apart.change[first[0]] * change <= 0:
        return None
    if len(way) > 1 and not all(_within(both, definition, key, first[0], minimum_n) for key in way):
        return None
    return one if one.share_low > MOST else None


def _named(
    both: PairedCells, definition: MetricDefinition, way: Sequence[str], rows: IntArray
) -> Leading:
    """These cells, with what they did of the change of the total."""
    total, weight = both.added(()), (shares(both.now) + shares(both.base))[rows] / 2
    change, error = _change(total, definition).change[0], _errors(total, definition)[0]
    own = both.pick(rows)
    did = (weight * _change(own, definition).change).sum()
    its = (weight**2 * _errors(own, definition) ** 2).sum()
    low, high = _share_interval(did, its, change, error**2)
    left = _all_but(both, rows)
    apart = did / weight.sum() - _change(left, definition).change[0]
    apart /= np.hypot(np.sqrt(its) / weight.sum(), _errors(left, definition)[0])
    levels = tuple({key: str(both.now.labels[key][row]) for key in way} for row in rows)
    return Leading(levels, did / change, low, high, abs(float(apart)))


def _equal_causes(
    both: PairedCells, definition: MetricDefinition, rows: IntArray, minimum_n: int
) -> bool:
    """True where all but these cells is within noise, and each of them is apart from that.

    For as many cells as were tried.
    """
    left = _all_but(both, rows)
    if not all(side.enough(minimum_n).all() for side in left):
        return False
    quiet = not _real(_change(left, definition), np.array([True]))[0]
    apart = _apart(both.pick(rows), left, definition)
    return bool(quiet and (apart.p_value * both.now.size < SIGNIFICANCE).all())


def _all_but(both: PairedCells, rows: IntArray) -> PairedCells:
    """All other cells together."""
    return both.pick(np.setdiff1d(np.arange(both.now.size), rows)).added(())


def _within(
    both: PairedCells, definition: MetricDefinition, key: str, cell: int, minimum_n: int
) -> bool:
    """True where a cell changed more than the rest of its level of `key`, of as many cells."""
    codes, _ = both.now.groups([key])
    family = np.flatnonzero(codes == codes[cell])
    inside = both.pick(family)
    one = both.pick(np.array([cell]))
    rest = inside.rest().pick(np.flatnonzero(family == cell))
    if not all(side.enough(minimum_n).all() for side in rest):
        return False
    apart = _apart(one, rest, definition)
    same_way = _change(one, definition).change[0] * apart.change[0] > 0
    return bool(same_way and apart.p_value[0] * len(family) < SIGNIFICANCE)


def _share_interval(
    part: float, variance: float, whole: float, whole_variance: float
) -> tuple[float, float]:
    """95 % interval of part / whole, the part being one of the whole (Fieller 1954).

    Part and remainder are independent: their covariance with the whole is the part's own variance.
    Without ends where the whole may be none.
    """
    whole_variance = max(whole_variance, variance)
    square = whole**2 - Z**2 * whole_variance
    if not square > 0:
        return -np.inf, np.inf
    middle = part * whole - Z**2 * variance
    spread = np.sqrt(max(middle**2 - square * (part**2 - Z**2 * variance), 0))
    return (middle - spread) / square, (middle + spread) / square


def _real(found: Difference, enough: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which of the cells that are large enough changed beyond noise, as one family."""
    p_value = benjamini_hochberg(np.where(enough, found.p_value, np.nan))
    return np.asarray(decide(p_value, found.low, found.high, enough, enough) == "real", dtype=bool)


def _apart(both: PairedCells, rest: PairedCells, definition: MetricDefinition) -> Difference:
    """The change of each cell less that of the rest."""
    own, others = (_change(side, definition).change for side in (both, rest))
    return differences.normal(own, _errors(both, definition), others, _errors(rest, definition))


def _change(both: PairedCells, definition: MetricDefinition) -> Difference:
    now, base = (samples.of_cells(side, definition) for side in both)
    return samples.differ(now, base, definition)


def _errors(both: PairedCells, definition: MetricDefinition) -> Array:
    """Standard errors of the changes."""
    now, base = (
        samples.standard_error(samples.of_cells(side, definition), definition) for side in both
    )
    error: Array = np.hypot(now, base)
    return error
