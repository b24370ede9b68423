"""Where a change differs: segments up to two deep whose own change is not that of all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from metrics.definitions import MetricDefinition
from metrics.inference.design_effect import SameCustomer
from metrics.inference.differences import Difference
from metrics.inference.verdicts import benjamini_hochberg, is_real
from metrics.reasons.candidates import Place, Tested, Way, tested
from metrics.reasons.residual import beside, inside, interaction
from metrics.sums.paired_cells import PairedCells

LEAST = 30  # rows on each of the four sides: far out, the tails of fewer are not known well enough
_MOST_FOUND = 8  # that are told

Shown = Callable[[Mapping[str, str]], bool]  # whether a segment may be told of


@dataclass(frozen=True)
class Search:
    """What was found, the largest contribution first, and how many segments were tested."""

    places: tuple[Place, ...]
    tested: int
    ways: tuple[Way, ...]  # that had any to test


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
    that are stated and hold at most four fifths of a side; all of them are one family (Benjamini
    and Hochberg 1995). A segment of two dimensions counts where it changed by more than its two
    levels together explain. Of those that are real the surest is taken, and each other one only if
    it is real beside those taken before. What may not be `shown` is none.
    """
    found: list[Tested] = []
    for way in ways:
        found += tested(both, definition, way, least, unstated, same)
    if not found:
        return Search((), 0, ())
    ends = np.array(
        [(one.place.p_value, one.place.apart_low, one.place.apart_high) for one in found]
    )
    p_value = benjamini_hochberg(ends[:, 0])
    real = [found[row] for row in np.flatnonzero(is_real(p_value, ends[:, 1], ends[:, 2]))]
    adjusted = {id(one): float(p) for one, p in zip(found, p_value, strict=True)}
    left = [one for one in real if len(one.place.levels) == 1]
    deep = [one for one in real if len(one.place.levels) > 1]
    left += _deeper(both, definition, deep, least, len(found))
    taken: list[Tested] = []
    while left and len(taken) < _MOST_FOUND:
        surest = max(left, key=lambda one: one.deviate)
        left.remove(surest)
        if shown is not None and not shown(surest.place.levels):
            continue
        taken.append(surest)
        left = _still_real(both, definition, left, taken, least, len(found))
    places = [replace(one.place, p_value=adjusted[id(one)]) for one in taken]
    places.sort(key=lambda one: -abs(one.contribution))
    tried = tuple(dict.fromkeys(tuple(one.place.levels) for one in found))
    return Search(tuple(places), len(found), tried)


def _deeper(
    both: PairedCells,
    definition: MetricDefinition,
    deep: Sequence[Tested],
    least: int,
    family: int,
) -> list[Tested]:
    """Those that changed by more than their two levels together explain."""
    if not deep:
        return []
    levels, times = [one.place.levels for one in deep], np.array([one.times for one in deep])
    return _kept(deep, interaction(both, definition, levels, least, times), family)


def _still_real(
    both: PairedCells,
    definition: MetricDefinition,
    left: Sequence[Tested],
    taken: Sequence[Tested],
    least: int,
    family: int,
) -> list[Tested]:
    """Those that are real beside the taken: within these, and without."""
    if not left:
        return []
    had = np.array([inside(both, one.place.levels) for one in taken])
    own = np.array([inside(both, one.place.levels) for one in left])
    times = np.array([one.times for one in left])
    return _kept(left, beside(both, definition, own, had, least, times), family)


def _kept(tested: Sequence[Tested], found: Difference, family: int) -> list[Tested]:
    """Those whose difference is real, the same way as that from all others.

    The family is all that were tested: the others were found to be none.
    """
    others = np.ones(family - len(tested))
    p_value = benjamini_hochberg(np.append(found.p_value, others))[: len(tested)]
    same_way = np.array([one.place.apart for one in tested]) * found.change > 0
    kept = is_real(p_value, found.low, found.high) & same_way
    return [one for one, stays in zip(tested, kept, strict=True) if stays]
