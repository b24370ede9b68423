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
from metrics.reasons.decomposition import shares
from metrics.sums.cells import Cells
from metrics.sums.grouping import Array, IntArray
from metrics.sums.paired_cells import PairedCells

MOST = 0.5  # of the total change: what a place surely did, to be named
_NEARLY_ALL_BELONG = 0.8  # of the answers of a side: such a level is no place


@dataclass(frozen=True)
class Driver:
    """Cells of one way to cut the answers whose own changes did most of that of the total.

    A cell contributes the mean of its two shares x its own change, the rate part of Kitagawa
    (1955). What a larger or smaller share did to the total is mix, and is not counted.
    """

    cells: tuple[dict[str, str], ...]  # the levels of each of them by key: one cell or two
    share: float  # of the change of the total
    share_low: float  # ends of its 95 % interval (Fieller 1954)
    share_high: float
    apart: float  # z of the cells' own change against that of everything else


def driver(
    both: PairedCells,
    definition: MetricDefinition,
    way: Sequence[str],
    minimum_n: int = 10,
    unstated: str = "",
) -> Driver | None:
    """The driver of one series by the keys of `way`, or None where no cell stands out.

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
    size, rest = both.now.size, both.rest()
    total = both.added(())
    change = float((_value(total.now, definition) - _value(total.base, definition))[0])
    variance = float((_errors(total, definition) ** 2)[0])
    weight, own = (shares(both.now) + shares(both.base)) / 2, _change(both, definition)
    errors = _errors(both, definition)
    toward = np.nan_to_num(weight * own.change) * np.sign(change)
    named = np.ones(size, dtype=bool)
    for key in way:
        named &= np.array([str(level) != unstated for level in both.now.labels[key]], dtype=bool)
    enough = np.all([side.enough(minimum_n) for side in (*both, *rest)], axis=0)
    few = np.maximum(shares(both.now), shares(both.base)) <= _NEARLY_ALL_BELONG
    possible = enough & few & named & (toward > 0) & _real(own, enough)

    def told(rows: IntArray, without: Difference, error: float) -> Driver:
        """These cells, `without` being the change of everything else."""
        did = float((weight[rows] * own.change[rows]).sum())
        its = float((weight[rows] ** 2 * errors[rows] ** 2).sum())
        part, all_of_them = did / float(weight[rows].sum()), float(weight[rows].sum())
        apart = abs(part - float(without.change[0])) / np.hypot(np.sqrt(its) / all_of_them, error)
        levels = tuple({key: str(both.now.labels[key][row]) for key in way} for row in rows)
        low, high = _share_interval(did, its, change, variance)
        return Driver(levels, did / change, low, high, float(apart))

    if not possible.any():
        return None
    first = int(np.argmax(np.where(possible, toward, -np.inf)))
    others, other_errors = _change(rest, definition), _errors(rest, definition)
    apart = differences.normal(own.change, errors, others.change, other_errors)
    single = np.array([first])
    one = told(single, _at(others, first), float(other_errors[first]))
    more = (own.change - others.change)[first] * change > 0
    stands = bool(_real(apart, enough)[first] and more) and one.share_low > MOST
    if stands and len(way) > 1:
        stands = all(_within(both, definition, key, first, minimum_n) for key in way)
    if len(way) == 1:
        pair = _second(both, definition, np.where(possible, toward, -np.inf), minimum_n)
        if pair is not None and weight[pair[0]].sum() <= _NEARLY_ALL_BELONG:
            two = told(*pair)
            if two.share_low > MOST:
                return two
    return one if stands else None


def _second(
    both: PairedCells, definition: MetricDefinition, toward: Array, minimum_n: int
) -> tuple[IntArray, Difference, float] | None:
    """The two cells that did most, with the change of everything else and its error.

    None unless that is within noise and both are apart from it, for as many cells as were tried.
    """
    rows = np.argsort(-toward, kind="stable")[:2]
    if len(rows) < 2 or not np.isfinite(toward[rows]).all() or both.now.size < 3:
        return None
    left = both.pick(np.setdiff1d(np.arange(both.now.size), rows)).added(())
    if not all(side.enough(minimum_n).all() for side in left):
        return None
    without, error = _change(left, definition), _errors(left, definition)
    own, errors = _change(both.pick(rows), definition), _errors(both.pick(rows), definition)
    apart = differences.normal(own.change, errors, without.change, error)
    if _is_real(without, 0) or not (apart.p_value * both.now.size < SIGNIFICANCE).all():
        return None
    return rows, without, float(error[0])


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
    own, others = _change(one, definition), _change(rest, definition)
    apart = differences.normal(
        own.change, _errors(one, definition), others.change, _errors(rest, definition)
    )
    same_way = own.change * (own.change - others.change) > 0
    return bool(same_way[0] and apart.p_value[0] * len(family) < SIGNIFICANCE)


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
    """Which of the cells that are large enough really changed, as one family."""
    p_value = benjamini_hochberg(np.where(enough, found.p_value, np.nan))
    return np.asarray(decide(p_value, found.low, found.high, enough, enough) == "real", dtype=bool)


def _is_real(found: Difference, row: int) -> bool:
    """True where a single test says so: that everything else is quiet is the harder claim."""
    one = _at(found, row)
    return bool(_real(one, np.array([True]))[0])


def _at(found: Difference, row: int) -> Difference:
    return Difference(*(part[row : row + 1] for part in found))


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


def _value(cells: Cells, definition: MetricDefinition) -> Array:
    return samples.value(samples.of_cells(cells, definition), definition)
