"""Four-week periods before and after an action, of its segment and of those it left untouched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from metrics.sums.grouping import Array, IntArray

DAYS = 28  # of a period: whole weeks, so that all have the same weekdays
BEFORE = 13  # periods before an action that count, a year
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


def steady(blocks: Blocks, least: int = LEAST_N) -> Blocks:
    """Those that can be compared: enough answers of each segment in each period.

    Untouched segments with too few in a period are one; periods that have too few then are left
    out. There may be no untouched segment left, or no period.
    """
    thin = (blocks.n < least).any(axis=1)
    thin[0] = False
    if thin.sum() > 0:
        n = blocks.n[thin].sum(axis=0)
        value = np.where(blocks.n > 0, blocks.value, 0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = (blocks.n * value)[thin].sum(axis=0) / n
        answers = blocks.n[thin].sum(axis=1)
        variance = (answers @ blocks.variance[thin]) / max(answers.sum(), 1)
        kept = blocks.units(np.flatnonzero(~thin).tolist())
        if (n >= least).mean() > 0.5 or len(kept.n) == 1:  # else they are too few altogether
            kept = Blocks(
                kept.place,
                np.vstack([kept.n, n]),
                np.vstack([kept.value, mean]),
                np.append(kept.variance, variance),
            )
        blocks = kept
    return blocks.of((blocks.n >= least).all(axis=0))
