"""Medians and other quantiles, exact: from raw values, or from values counted in bins.

They do not add up, but to find one it takes little: how many values lie in each bin, and the values
of the bins that hold what is asked for (`needed`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics.definitions import DEFINITIONS
from metrics.figures import Side, absent, assemble, figure_columns
from metrics.inference import differences
from metrics.inference.design_effect import Design, SameCustomer, independent
from metrics.inference.intervals import Interval, quantile_ranks, widened
from metrics.privacy.persons import EACH_ROW, Sides
from metrics.privacy.suppression import hidden_cells
from metrics.sums.cells import Cells
from metrics.sums.grouping import (
    Array,
    IntArray,
    Labels,
    categorical,
    group,
    labels,
    positions,
    take,
)


def quantile_figures(
    now: pd.DataFrame,
    base: pd.DataFrame | None,
    metric: str,
    column: str,
    keys: Sequence[str] = (),
    q: float = 0.5,
    minimum_n: int = 10,
    apart: Sequence[str] = (),
    same: SameCustomer | None = None,
    persons: Sides = (EACH_ROW, EACH_ROW),
) -> pd.DataFrame:
    """Quantile q of the values in `column`, one row per key; columns as `figures.assemble`.

    A row is one value, or `n` of them where the frame has that column. Missing values are left out;
    with a column `bin` they are n values that are known by their bin alone, which must not be one
    that is `needed`. The interval is that of order statistics. Changes are judged from
    the two intervals (`differences.from_intervals`): a closed form that also holds where many
    values are equal, as dates without a time make them; there a standard error (Price and Bonett
    2002) called up to half of all unchanged medians changed. `apart`: see `hidden_cells`; `same`:
    how often values are of one customer; `persons`: how many customers cells are of, as in
    `estimates.figures`.
    """
    values = read_ordered(now, metric, column, keys)
    hidden = hidden_cells(values.labels, keys, values.n, minimum_n, apart, persons[0])
    if base is None:
        design = design_of(values.labels, metric, same, values.n)
        side = Side(widened(values.figure(q), design.now), values.n, hidden)
        part = figure_columns(values.labels["series"], metric, side, *absent(len(values.n)))
        return assemble(values.labels, [part])
    others = read_ordered(base, metric, column, keys)
    rows = positions(values.labels, others.labels)
    base_hidden = hidden_cells(others.labels, keys, others.n, minimum_n, apart, persons[1])
    # Position -1, no such cell in the base, takes what is appended.
    figure = Interval(*(np.append(part, np.nan)[rows] for part in others.figure(q)))
    base_n = np.append(others.n, 0)[rows]
    design = design_of(values.labels, metric, same, values.n, base_n)
    side = Side(widened(values.figure(q), design.now), values.n, hidden)
    base_side = Side(widened(figure, design.base), base_n, np.append(base_hidden, "")[rows])
    part = figure_columns(
        values.labels["series"],
        metric,
        side,
        base_side,
        differences.from_intervals(
            side.figure,
            base_side.figure,
            design.shared,
            freedom=differences.fewest(side.answers / design.now, base_n / design.base),
        ),
    )
    return assemble(values.labels, [part])


def design_of(
    labels: Labels,
    metric: str,
    same: SameCustomer | None,
    n: IntArray,
    base_n: IntArray | None = None,
    within: Sequence[str] | None = None,
) -> Design:
    """Of cells of n values and those they are compared with; see `design_effect.SameCustomer`."""
    if same is None:
        return independent(len(n))

    def cells(many: IntArray) -> Cells:
        return Cells(dict(labels), dict.fromkeys(("answers", "w2"), many.astype(float)))

    now, base = cells(n), None if base_n is None else cells(base_n)
    return same.design(DEFINITIONS[metric], same.ties(now, within), now, base)


def needed(
    places: Labels,
    bins: npt.NDArray[np.integer],
    n: npt.NDArray[np.number],
    asked: Mapping[tuple[str, ...], Sequence[float]],
) -> npt.NDArray[np.bool_]:
    """Which of the cells of places and bins, with n values, exact quantiles take the values of.

    `asked` are the quantiles by the keys of each cut, of those of the places. The values of all
    other cells may stay unknown.
    """
    found = np.zeros(len(bins), dtype=bool)
    for keys, quantiles in asked.items():
        cells = counted_cells(places, bins, n, keys)
        cell_bins = cells.codes * (bins.max(initial=0) + 1) + bins
        for q in dict.fromkeys(quantiles):
            rows = np.concatenate([cells.row(rank) for rank in ranks_of(cells.n, q)])
            found |= np.isin(cell_bins, cell_bins[rows[rows >= 0]])
    return found


def counted_cells(
    places: Labels,
    bins: npt.NDArray[np.integer],
    n: npt.NDArray[np.number],
    keys: Sequence[str],
) -> Ordered:
    """Cells of n values in each bin by some of the keys of places; no value is known."""
    unknown, counted = np.full(len(bins), np.nan), n.astype(np.int64)
    own = {key: places[key] for key in keys}
    return _ordered(own, "", unknown, counted, _in_order(unknown, bins))


@dataclass(frozen=True)
class Ordered:
    """Rows sorted by value within their cells: cell i has n[i] values, `start[i]` lie before it."""

    labels: dict[str, ExtensionArray]
    codes: IntArray  # the cell of each row of the frame
    rows: IntArray  # of the frame, in order
    values: Array  # in order
    upto: IntArray  # values up to each row, in order
    start: IntArray
    n: IntArray

    def place(self, rank: Array) -> IntArray:
        """Where the order statistic of that rank, from 1, of each cell is; -1 where it has none."""
        inside = (rank >= 1) & (rank <= self.n)
        place = np.searchsorted(self.upto, self.start + np.where(inside, rank, 1))
        return np.where(inside, place, -1)

    def row(self, rank: Array) -> IntArray:
        """The row of the frame that has the order statistic, else -1."""
        return self.row_of(self.place(rank))

    def row_of(self, place: IntArray) -> IntArray:
        """The rows of the frame at these places; -1 for -1."""
        return np.append(self.rows, -1)[place]

    def at(self, rank: Array) -> Array:
        """The order statistic of that rank in each cell; NaN where there is none."""
        return self.of(self.place(rank))

    def of(self, place: IntArray) -> Array:
        """The values at these places; NaN for -1.

        Raises ValueError where one is known by its bin alone.
        """
        found: Array = np.append(self.values, np.nan)[place]
        if (np.isnan(found) & (place >= 0)).any():
            raise ValueError("a quantile lies in a bin whose values were not asked for")
        return found

    def figure(self, q: float) -> Interval:
        """Quantile of each cell and its interval."""
        return quantile_at(self.at, self.n, q)


def ranks_of(n: IntArray, q: float) -> tuple[Array, Array, Array, Array]:
    """Ranks below and above the quantile of n values, and those of the ends of its interval."""
    place = (n - 1) * q + 1
    return np.floor(place), np.ceil(place), *quantile_ranks(n.astype(float), q)


def quantile_at(at: Callable[[Array], Array], n: IntArray, q: float) -> Interval:
    """Quantile (linear between order statistics, as numpy) and its interval, by rank."""
    below, above, *ends = ranks_of(n, q)
    lower, upper = at(below), at(above)
    part = (n - 1) * q + 1 - below
    return Interval(lower + part * (upper - lower), *(at(rank) for rank in ends))


def read_ordered(frame: pd.DataFrame, metric: str, column: str, keys: Sequence[str]) -> Ordered:
    """The rows of a frame in order."""
    columns = labels(frame, (*keys, column))
    values = columns.pop(column).to_numpy(dtype=float, na_value=np.nan)
    n = frame["n"].to_numpy(dtype=np.int64) if "n" in frame else np.ones(len(frame), np.int64)
    if "bin" in frame:
        order = _in_order(values, frame["bin"].to_numpy())
    else:
        known = np.flatnonzero(~np.isnan(values))
        columns, values, n = take(columns, known), values[known], n[known]
        order = np.argsort(values, kind="stable")
    return _ordered(columns, metric, values, n, order)


def _ordered(
    columns: Labels, metric: str, values: Array, counted: IntArray, order: IntArray
) -> Ordered:
    """Rows by their cells, whose keys the columns are; `order` is that of all rows together."""
    codes, first = group(columns, len(values))
    series = categorical(np.zeros(len(first), int), [metric])
    rows = order
    if len(first) > 1:
        kind = np.int16 if len(first) < 2**15 else np.int64  # few codes are sorted by counting
        rows = order[np.argsort(codes[order].astype(kind), kind="stable")]
    n = np.bincount(codes, weights=counted, minlength=len(first)).astype(np.int64)
    return Ordered(
        labels={**take(columns, first), "series": series},
        codes=codes,
        rows=rows,
        values=values[rows],
        upto=np.cumsum(counted[rows]),
        start=np.cumsum(n) - n,
        n=n,
    )


def _in_order(values: Array, bins: npt.NDArray[np.integer]) -> IntArray:
    """Positions of the values by bin and value; the values of a bin are all known, or none is."""
    step = np.diff(bins)
    if (step >= 0).all() and not ((step == 0) & (np.diff(values) < 0)).any():
        return np.arange(len(values))  # as `data.query.tickets` hands them over, for several cuts
    return np.lexsort((values, bins))
