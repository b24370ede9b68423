"""Segments beside all others: those with enough rows, and how differently each changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.definitions import MetricDefinition
from metrics.inference import differences, samples
from metrics.inference.apart import apart_from_rest
from metrics.inference.design_effect import SameCustomer
from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval, Z
from metrics.reasons.bridge import pooled
from metrics.reasons.parts import shares
from metrics.sums.grouping import Array
from metrics.sums.paired_cells import PairedCells

_MOST_SHARE = 0.8  # of the rows of a side: what nearly all belong to is no place

Flags = npt.NDArray[np.bool_]
Way = tuple[str, ...]


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
    contribution_low: float  # ends of its 95 % interval: see `_contributions`
    contribution_high: float


@dataclass(frozen=True)
class Tested:
    """One candidate: a cell of a way with what was found of it."""

    place: Place
    deviate: float  # of its change from that of all others, in half widths of its interval
    times: float  # so many times less its rows tell than as many of different customers


def tested(
    both: PairedCells,
    definition: MetricDefinition,
    way: Way,
    least: int,
    unstated: str,
    same: SameCustomer | None,
) -> list[Tested]:
    """The candidates of one way: cells that may be told of, with what is found of each.

    Of two levels that are each other's complement one.
    """
    cells = both.added(way)
    there = (cells.now.answers > 0) | (cells.base.answers > 0)
    cells = cells.pick(np.flatnonzero(there))
    possible = _possible(cells, way, least, unstated)
    if len(way) > 1:
        possible &= ~_whole_level(cells, way)
    if not possible.any():
        return []
    own, rest, apart = apart_from_rest(cells, definition, same)
    alone = apart if same is None else apart_from_rest(cells, definition)[2]
    with np.errstate(invalid="ignore", divide="ignore"):
        wider = np.fmax(((apart.high - apart.low) / (alone.high - alone.low)) ** 2, 1.0)
    p_value = np.fmax(apart.p_value, _at_an_unchanged_mix(cells, definition, wider, least))
    apart = apart._replace(p_value=p_value)
    possible &= ~np.isnan(p_value)
    if len(way) == 1 and cells.now.size == 2 and possible.all():
        possible[int(np.argmin(np.abs(own.change)))] = False  # its complement is tested
    share = (shares(cells.now) + shares(cells.base)) / 2
    places = _places(cells, way, (own, rest, apart), share, definition)
    reach = np.where(apart.change > 0, apart.change - apart.low, apart.high - apart.change)
    return [
        Tested(
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


def _at_an_unchanged_mix(
    cells: PairedCells, definition: MetricDefinition, times: Array, least: int
) -> Array:
    """p of the change of each cell beside the mean change of the others, as they are weighted.

    Each with the mean of its two shares (Kitagawa 1955). What became more or less of among the
    others changes their total, and no cell with it. Small ones count as one, and have NaN.
    """
    few = ~np.all([side.enough(least) for side in cells], axis=0)
    one = pooled(cells, few) if few.any() else cells
    weights = np.append(times[~few], times[few].max()) if few.any() else times
    sides = [samples.of_cells(side, definition, weights) for side in one]
    now, base = (samples.value(side, definition) for side in sides)
    errors = sum(samples.standard_error(side, definition) ** 2 for side in sides)
    known = (one.now.answers > 1) & (one.base.answers > 1)
    share = np.where(known, (shares(one.now) + shares(one.base)) / 2, 0)
    change, errors = np.where(known, now - base, 0), np.where(known, errors, 0)
    left = share.sum() - share
    with np.errstate(invalid="ignore", divide="ignore"):
        others = ((share * change).sum() - share * change) / left
        spread = ((share**2 * errors).sum() - share**2 * errors) / left**2
    found = differences.normal(change, np.sqrt(errors), others, np.sqrt(np.maximum(spread, 0)))
    p_value = np.full(cells.now.size, np.nan)
    p_value[~few] = found.p_value[: np.count_nonzero(~few)]
    return p_value


def _whole_level(cells: PairedCells, way: Way) -> Flags:
    """Cells that are all of one of their levels: a country is all of it in its continent."""
    whole = np.zeros(cells.now.size, dtype=bool)
    for key in way:
        codes, first = cells.now.groups([key])
        n = np.bincount(codes, cells.now.answers + cells.base.answers, len(first))
        whole |= n[codes] == cells.now.answers + cells.base.answers
    return whole


def _contributions(cells: PairedCells, own: Difference, share: Array) -> Interval:
    """Share x own change, with the error of both: of the change, and of a multinomial share."""
    spread = np.zeros(cells.now.size)
    for side in cells:
        p, n = shares(side), max(side.answers.sum(), 1)
        spread = spread + p * (1 - p) / n / 4  # of half of the mean of both sides
    moved = (Z * own.change) ** 2 * spread
    value = share * own.change
    return Interval(
        value,
        value - np.sqrt((share * (own.change - own.low)) ** 2 + moved),
        value + np.sqrt((share * (own.high - own.change)) ** 2 + moved),
    )


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
    added = _contributions(cells, own, share)
    return [
        Place(
            {key: str(cells.now.labels[key][row]) for key in way},
            (int(n[0]), int(n[1]), int(n[2]), int(n[3])),
            float(value[row]),
            float(base_value[row]),
            float(own.change[row]),
            float(rest.change[row]),
            float(apart.change[row]),
            float(apart.low[row]),
            float(apart.high[row]),
            float(apart.p_value[row]),
            float(share[row]),
            *(float(end[row]) for end in added),
        )
        for row, n in enumerate(zip(*(side.answers for side in (*cells, *others)), strict=True))
    ]
