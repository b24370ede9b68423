"""Four-week periods before and after an action, of its segment and of those it left untouched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from metrics.definitions import MetricDefinition
from metrics.inference import samples
from metrics.sums.cells import Cells
from metrics.sums.grouping import Array, IntArray, add_up, categorical

DAYS = 28  # of a period: whole weeks, so that all have the same weekdays
BEFORE = 26  # periods before an action that count: two years
LEAST_BEFORE = 6
LEAST_N = 10  # answers of a segment in a period

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Blocks:
    """Periods (T) of segments (U): the first row is the action's, all others are untouched.

    `place` (T): 0 for the first period after, -1 for the last before. `n` (U, T) answers,
    `value` (U, T) their mean in display units, NaN where there are none. `variance` (U) of a
    single answer; where several are of one customer, as many times more as they tell less.
    """

    place: IntArray
    n: Array
    value: Array
    variance: Array

    def of(self, periods: Flags) -> Blocks:
        """Some of the periods."""
        return Blocks(
            self.place[periods], self.n[:, periods], self.value[:, periods], self.variance
        )

    def units(self, rows: Sequence[int]) -> Blocks:
        """Some of the segments, the first of them as that of the action."""
        own = list(rows)
        return Blocks(self.place, self.n[own], self.value[own], self.variance[own])

    def moved(self, first: int) -> Blocks:
        """As if the period of that place were the first after."""
        return replace(self, place=self.place - first)

    @property
    def weights(self) -> Array:
        """Of the untouched segments: shares of their answers, the same in all periods."""
        answers = self.n[1:].sum(axis=1)
        shares: Array = answers / answers.sum()
        return shares

    @property
    def apart(self) -> tuple[Array, Array]:
        """By how much the segment is above the untouched ones in each period, and its variance."""
        weights = self.weights
        value = self.value[0] - weights @ self.value[1:]
        spread = self.variance[:, None] / self.n
        return value, spread[0] + weights**2 @ spread[1:]


def blocks_of(
    cells: Cells, unit: IntArray, place: IntArray, definition: MetricDefinition, times: Array
) -> Blocks:
    """The periods of cells of one series and day: `unit` and `place` of each, 0 the action's.

    `times` (U): so many times less the answers of a segment tell than as many of different
    customers. All units from 0 on must be there, in any period.
    """
    places, period = np.unique(place, return_inverse=True)
    units = int(unit.max(initial=0)) + 1
    by_period = _summed(cells, unit * len(places) + period, units * len(places))
    whole = samples.of_cells(_summed(cells, unit, units), definition, times)
    sample = samples.of_cells(by_period, definition)
    shape = (units, len(places))
    return Blocks(
        places.astype(np.int64),
        np.nan_to_num(sample.n).reshape(shape),
        samples.value(sample, definition).reshape(shape),
        samples.standard_error(whole, definition) ** 2 * whole.n * times,
    )


def _summed(cells: Cells, codes: IntArray, size: int) -> Cells:
    sums = {name: add_up(codes, values, size) for name, values in cells.sums.items()}
    series = categorical(np.zeros(size, dtype=np.int64), [str(cells.labels["series"][0])])
    return Cells({"series": series}, sums)


def steady(blocks: Blocks, least: int = LEAST_N) -> Blocks:
    """Those that can be compared: enough answers of each segment in each period.

    Untouched segments with too few in a period are one, with the smallest other one where they are
    too few even then: no rows are left out. Periods in which any has too few are.
    """
    thin: Flags = np.any(blocks.n < least, axis=1)
    thin[0] = False
    kept = np.flatnonzero(~thin)
    if thin.any():
        few = (blocks.n[thin].sum(axis=0) < least).any()
        if few and len(kept) > 1:
            smallest = kept[1:][int(np.argmin(blocks.n[kept[1:]].sum(axis=1)))]
            thin[smallest] = True
            kept = kept[kept != smallest]
        own, one = blocks.units(kept.tolist()), _as_one(blocks.units(np.flatnonzero(thin).tolist()))
        blocks = Blocks(
            own.place,
            np.vstack([own.n, one.n]),
            np.vstack([own.value, one.value]),
            np.append(own.variance, one.variance),
        )
    enough: Flags = np.all(blocks.n >= least, axis=0)
    return blocks.of(enough)


def _as_one(blocks: Blocks) -> Blocks:
    """Several segments as one: the variance of an answer is that within and between them."""
    value, n = np.where(blocks.n > 0, blocks.value, 0), blocks.n.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (blocks.n * value).sum(axis=0) / n
        each = blocks.n.sum(axis=1)
        own = np.where(each > 0, (blocks.n * value).sum(axis=1) / each, 0)
    variance = np.where(each > 0, blocks.variance, 0)
    share = each / max(each.sum(), 1)
    spread = float(share @ (variance + own**2) - (share @ own) ** 2)
    return Blocks(blocks.place, n[None], mean[None], np.array([spread]))
