"""Medians and other quantiles of each level against those of all others, its own rows left out.

With its own rows on the other side as well, the difference of a level that has a share w of them
shrinks to 1 - w of what it is, and the two sides are no longer independent.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.durations import Ordered, counted_cells, design_of, quantile_at, ranks_of, read_ordered
from metrics.figures import Side, assemble, figure_columns
from metrics.inference import differences
from metrics.inference.design_effect import SameCustomer
from metrics.inference.intervals import Interval, widened
from metrics.privacy.persons import EACH_ROW, Persons, of_the_rest
from metrics.privacy.suppression import TOO_FEW, hidden_cells
from metrics.sums.cells import ROUNDING
from metrics.sums.grouping import Array, IntArray, Labels, group, positions


def quantiles_against_rest(
    now: pd.DataFrame,
    metric: str,
    column: str,
    by: str,
    within: Sequence[str] = (),
    q: float = 0.5,
    minimum_n: int = 10,
    same: SameCustomer | None = None,
    persons: Persons = EACH_ROW,
) -> pd.DataFrame:
    """Each level of `by` against all its other levels of the same cell of `within`, exactly.

    `now` as in `durations.quantile_figures`, with the values of `needed_of_rests` too; columns as
    in `figures.assemble`. The rest is hidden where the level is.
    """
    keys = (*within, by)
    levels, whole = (read_ordered(now, metric, column, names) for names in (keys, within))
    rest = Rest(levels, whole)
    hidden = hidden_cells(levels.labels, keys, levels.n, minimum_n, within, persons)
    cells, _ = group({name: levels.labels[name] for name in within}, len(levels.n))
    others = of_the_rest(persons.sizes(levels.labels, keys, levels.n, minimum_n, within), cells)
    enough = (rest.n >= minimum_n) & (others >= minimum_n - ROUNDING)
    rest_hidden = np.where(enough, hidden, TOO_FEW).astype(object)
    design = design_of(levels.labels, metric, same, levels.n, rest.n, within)
    now_figure = widened(levels.figure(q), design.now)
    rest_figure = widened(rest.figure(q), design.base)
    part = figure_columns(
        levels.labels["series"],
        metric,
        Side(now_figure, levels.n, hidden),
        Side(rest_figure, rest.n, rest_hidden),
        differences.from_intervals(
            now_figure,
            rest_figure,
            design.shared,
            freedom=differences.fewest(levels.n / design.now, rest.n / design.base),
        ),
    )
    return assemble(levels.labels, [part])


class Rest:
    """The values of all other levels, for each level: what its cell has without its own.

    The k-th of them comes k + j-th in the cell, where j of the level's own come before it: those
    that have fewer than k others before them.
    """

    def __init__(self, levels: Ordered, whole: Ordered) -> None:
        own_keys = {name: levels.labels[name] for name in whole.labels}
        self._whole, self._start = whole, levels.start
        nowhere = np.zeros(len(levels.n), dtype=np.int64)
        self._cell = positions(own_keys, whole.labels) if len(whole.n) > 1 else nowhere
        self.n: IntArray = whole.n[self._cell] - levels.n
        size = int(whole.n.sum()) + 2
        # In the order of the levels' rows: how many others of the cell come before each of them.
        before = np.zeros(len(whole.codes), dtype=np.int64)
        before[whole.rows] = np.append(0, whole.upto)[:-1] - whole.start[whole.codes[whole.rows]]
        codes = levels.codes[levels.rows]
        self._own = np.append(0, levels.upto)
        others = before[levels.rows] - (self._own[:-1] - levels.start[codes])
        self._sorted, self._size = codes * size + others, size

    def place(self, rank: Array) -> IntArray:
        """Where the order statistic of that rank, from 1, of each rest is in the order of `whole`;
        -1 where it has none."""
        inside = (rank >= 1) & (rank <= self.n)
        k = np.where(inside, rank, 1).astype(np.int64)
        level = np.arange(len(k))
        own = self._own[np.searchsorted(self._sorted, level * self._size + k)] - self._start
        place = np.searchsorted(self._whole.upto, self._whole.start[self._cell] + k + own)
        return np.where(inside, place, -1)

    def figure(self, q: float) -> Interval:
        """Quantile of each rest and its interval."""
        return quantile_at(lambda rank: self._whole.of(self.place(rank)), self.n, q)


def needed_of_rests(
    places: Labels,
    bins: npt.NDArray[np.integer],
    n: npt.NDArray[np.number],
    by: str,
    within: Sequence[str],
    quantiles: Sequence[float],
) -> npt.NDArray[np.bool_]:
    """Which cells of places and bins the quantiles of the rests take the values of.

    As `durations.needed`, which tells those of the levels.
    """
    levels, whole = (counted_cells(places, bins, n, keys) for keys in ((*within, by), within))
    rest = Rest(levels, whole)
    cell_bins = whole.codes * (bins.max(initial=0) + 1) + bins
    ranks = [rank for q in dict.fromkeys(quantiles) for rank in ranks_of(rest.n, q)]
    rows = np.concatenate([whole.row_of(rest.place(rank)) for rank in ranks])
    return np.isin(cell_bins, cell_bins[rows[rows >= 0]])
