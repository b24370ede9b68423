"""Both sides of a comparison over the same cells: what a decomposition is computed on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from metrics.sums.cells import Cells, collect, of_metrics
from metrics.sums.grouping import IntArray, group, stack, take


class PairedCells(NamedTuple):
    """Cell i of one side has the labels of cell i of the other."""

    now: Cells
    base: Cells

    def added(self, keys: Sequence[str]) -> PairedCells:
        """Both added up over the keys that are not named."""
        codes, first = self.now.groups(keys)
        labels = {name: self.now.labels[name] for name in (*keys, "series")}
        return PairedCells(*(collect(labels, codes, first, side.sums) for side in self))

    def only(self, series: str) -> PairedCells:
        """The cells of one series."""
        level, names = self.now.labels["series"].factorize()
        return self.pick(np.flatnonzero(np.array([name == series for name in names], bool)[level]))

    def pick(self, rows: IntArray) -> PairedCells:
        """The cells at these positions."""
        return PairedCells(self.now.pick(rows), self.base.pick(rows))

    def less_certain(self, times: float) -> PairedCells:
        """As many answers, but in effect so many times fewer."""
        return PairedCells(
            *(Cells(side.labels, {**side.sums, "w2": side.sums["w2"] * times}) for side in self)
        )

    def rest(self) -> PairedCells:
        """For each cell all other cells of its series."""
        return PairedCells(self.now.rest(), self.base.rest())


def outer(
    now: pd.DataFrame | Cells,
    base: pd.DataFrame | Cells,
    metrics: Sequence[str],
    keys: Sequence[str],
) -> PairedCells:
    """Two moments frames over all cells of the metrics that occur on either; absent ones are 0."""
    ours, theirs = (of_metrics(side, metrics, keys) for side in (now, base))
    columns = stack(ours.labels, theirs.labels)
    codes, first = group(columns, ours.size + theirs.size)
    labels, every = take(columns, first), np.arange(len(first))
    return PairedCells(
        collect(labels, codes[: ours.size], every, ours.sums),
        collect(labels, codes[ours.size :], every, theirs.sums),
    )
