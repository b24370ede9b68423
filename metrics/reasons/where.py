"""Where a change differs: segments up to two deep whose own change is not that of all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from metrics.definitions import MetricDefinition
from metrics.inference import samples
from metrics.inference.apart import apart_from_rest
from metrics.inference.design_effect import SameCustomer
from metrics.inference.differences import Difference
from metrics.inference.verdicts import benjamini_hochberg, is_real
from metrics.reasons.parts import shares
from metrics.reasons.residual import beside, inside, interaction
from metrics.sums.grouping import Array
from metrics.sums.paired_cells import PairedCells

LEAST = 30  # rows on each of the four sides: far out, the tails of fewer are not known well enough
_MOST_SHARE = 0.8  # of the rows of a side: what nearly all belong to is no place
_MOST_FOUND = 8  # that are told

Flags = npt.NDArray[np.bool_]
Way = tuple[str, ...]
Shown = Callable[[Way, PairedCells], Flags]  # which cells of a way may be told


@dataclass(frozen=True)
class Place:
    """A segment that changed in another way than all others, in display units."""

    levels: Mapping[str, str]  # of one dimension or two
    n: tuple[int, int, int, int]  # now and before; of all others now and before
    value: float
    base_value: float
    change: float
    rest_change: float
    apart: float  # by how much more it changed than all others, with the 95 % interval
    apart_low: float
    apart_high: float
    p_value: float  # with the false discovery rate held over all that were tested
    share: float  # of all rows, the mean of both sides, 0 to 1
    contribution: float  # to the change of the total: share x its own change (Kitagawa 1955)


@dataclass(frozen=True)
class Search:
    """What was found, the largest contribution first, and how many segments were tested."""

    places: tuple[Place, ...]
    tested: int
    ways: tuple[Way, ...]  # that had any to test


@dataclass(frozen=True)
class _Tested:
    """One candidate: a cell of a way with what was found of it."""

    place: Place
    deviate: float  # of its change from that of all others, in half widths of its interval
    times: float  # so many times less its rows tell than as many of different customers


def ways_of(keys: Sequence[str], deep: int = 2) -> list[Way]:
    """All ways to cut by one of the keys, or by two."""
    return [way for size in range(1, deep + 1) for way in combinations(keys, size)]


def search(
    both: PairedCells,
    definition: MetricDefinition,
    ways: Sequence[Way],
    least: int = LEAST,
    unstated: str = "",
    same: SameCustomer | None = None,
    shown: Shown | None = None,
) -> Search:
    """Segments of one series whose change differs from that of their complement.

    `both` has cells by all keys of the ways. Tested are those of `least` rows on all four sides
    that are stated, `shown`, and hold at most four fifths of a side; of two levels that are each
    other's complement one. All of them are one family (Benjamini and Hochberg 1995). A segment of
    two dimensions counts where it changed by more than its two levels together explain. Of those
    that are real the surest is taken, and each other one only if it is real without the rows of
    those taken before: or, within one of them, beside the rest of that.
    """
    found: list[_Tested] = []
    for way in ways:
        found += _tested(both, definition, way, least, unstated, same, shown)
    if not found:
        return Search((), 0, ())
    ends = np.array(
        [(one.place.p_value, one.place.apart_low, one.place.apart_high) for one in found]
    )
    p_value = benjamini_hochberg(ends[:, 0])
    real = [found[row] for row in np.flatnonzero(is_real(p_value, ends[:, 1], ends[:, 2]))]
    adjusted = {id(one): float(p) for one, p in zip(found, p_value, strict=True)}
    left = [one for one in real if len(one.place.levels) == 1]
    left += _deeper(both, definition, [one for one in real if len(one.place.levels) > 1], least)
    taken: list[_Tested] = []
    while left and len(taken) < _MOST_FOUND:
        left.sort(key=lambda one: -one.deviate)
        taken.append(left.pop(0))
        left = _still_real(both, definition, left, taken, least)
    places = [replace(one.place, p_value=adjusted[id(one)]) for one in taken]
    places.sort(key=lambda one: -abs(one.contribution))
    tried = tuple(dict.fromkeys(tuple(one.place.levels) for one in found))
    return Search(tuple(places), len(found), tried)


def _deeper(
    both: PairedCells, definition: MetricDefinition, deep: Sequence[_Tested], least: int
) -> list[_Tested]:
    """Those that changed by more than their two levels together explain."""
    if not deep:
        return []
    levels, times = [one.place.levels for one in deep], np.array([one.times for one in deep])
    return _kept(deep, interaction(both, definition, levels, least, times))


def _still_real(
    both: PairedCells,
    definition: MetricDefinition,
    left: Sequence[_Tested],
    taken: Sequence[_Tested],
    least: int,
) -> list[_Tested]:
    """Those that are real without the rows of the taken, or within one beside its other rows."""
    if not left:
        return []
    had = [(one.place.levels.items(), inside(both, one.place.levels)) for one in taken]
    ours, theirs = [], []
    for one in left:
        own = inside(both, one.place.levels)
        around, without = np.ones_like(own), np.zeros_like(own)
        for levels, rows in had:
            if levels <= one.place.levels.items():
                around &= rows
            else:
                without |= rows
        ours.append(own & ~without)
        theirs.append(around & ~own & ~without)
    times = np.array([one.times for one in left])
    found = beside(both, definition, np.array(ours), np.array(theirs), least, times)
    return _kept(left, found)


def _kept(tested: Sequence[_Tested], found: Difference) -> list[_Tested]:
    """Those whose difference is real, the same way as that from all others."""
    p_value = benjamini_hochberg(found.p_value)
    same_way = np.array([one.place.apart for one in tested]) * found.change > 0
    kept = is_real(p_value, found.low, found.high) & same_way
    return [one for one, stays in zip(tested, kept, strict=True) if stays]


def _tested(
    both: PairedCells,
    definition: MetricDefinition,
    way: Way,
    least: int,
    unstated: str,
    same: SameCustomer | None,
    shown: Shown | None,
) -> list[_Tested]:
    """The candidates of one way."""
    cells = both.added(way)
    there = (cells.now.answers > 0) | (cells.base.answers > 0)
    cells = cells.pick(np.flatnonzero(there))
    possible = _possible(cells, way, least, unstated)
    if shown is not None and possible.any():
        possible &= shown(way, cells)
    if len(way) > 1:
        possible &= ~_whole_level(cells, way)
    if not possible.any():
        return []
    own, rest, apart = apart_from_rest(cells, definition, same)
    alone = apart if same is None else apart_from_rest(cells, definition)[2]
    with np.errstate(invalid="ignore", divide="ignore"):
        wider = np.fmax(((apart.high - apart.low) / (alone.high - alone.low)) ** 2, 1.0)
    possible &= ~np.isnan(apart.p_value)
    if len(way) == 1 and cells.now.size == 2 and possible.all():
        possible[int(np.argmin(np.abs(own.change)))] = False  # its complement is tested
    share = (shares(cells.now) + shares(cells.base)) / 2
    places = _places(cells, way, (own, rest, apart), share, definition)
    reach = np.where(apart.change > 0, apart.change - apart.low, apart.high - apart.change)
    return [
        _Tested(
            places[row],
            float(abs(apart.change[row]) / max(reach[row], 1e-300)),
            float(wider[row]),
        )
        for row in np.flatnonzero(possible)
    ]


def _possible(cells: PairedCells, way: Way, least: int, unstated: str) -> Flags:
    """Stated cells with enough rows on all four sides that hold not nearly all of a side."""
    enough = np.all([side.enough(least) for side in (*cells, *cells.rest())], axis=0)
    most = np.maximum(shares(cells.now), shares(cells.base))
    possible: Flags = enough & (most <= _MOST_SHARE)
    for key in way:
        stated = [str(level) != unstated for level in cells.now.labels[key]]
        possible &= np.array(stated, dtype=bool)
    return possible


def _whole_level(cells: PairedCells, way: Way) -> Flags:
    """Cells that are all of one of their levels: a country is all of it in its continent."""
    whole = np.zeros(cells.now.size, dtype=bool)
    for key in way:
        codes, first = cells.now.groups([key])
        n = np.bincount(codes, cells.now.answers + cells.base.answers, len(first))
        whole |= n[codes] == cells.now.answers + cells.base.answers
    return whole


def _places(
    cells: PairedCells,
    way: Way,
    found: tuple[Difference, Difference, Difference],
    share: Array,
    definition: MetricDefinition,
) -> list[Place]:
    own, rest, apart = found
    others = cells.rest()
    value, base_value = (
        samples.value(samples.of_cells(side, definition), definition) for side in cells
    )
    return [
        Place(
            {key: str(cells.now.labels[key][row]) for key in way},
            tuple(int(side.answers[row]) for side in (*cells, *others)),  # type: ignore[arg-type]
            float(value[row]),
            float(base_value[row]),
            float(own.change[row]),
            float(rest.change[row]),
            float(apart.change[row]),
            float(apart.low[row]),
            float(apart.high[row]),
            float(apart.p_value[row]),
            float(share[row]),
            float(share[row] * own.change[row]),
        )
        for row in range(cells.now.size)
    ]
