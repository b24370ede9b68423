"""Medians and other quantiles from raw values: they do not add up, so they need every value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics import differences
from metrics.figures import Side, absent, assemble, figure_columns
from metrics.grouping import Array, IntArray, group, labels, positions, take
from metrics.intervals import Interval, quantile_ranks
from metrics.suppression import hidden_cells


def quantile_figures(
    now: pd.DataFrame,
    base: pd.DataFrame | None,
    metric: str,
    column: str,
    keys: Sequence[str] = (),
    q: float = 0.5,
    minimum_n: int = 10,
) -> pd.DataFrame:
    """Quantile q of the raw values in `column`, one row per key; columns as `figures.assemble`.

    Missing values are left out. The interval is that of order statistics. Changes are judged from
    the two intervals (`differences.from_intervals`): a closed form that also holds where many
    values are equal, as dates without a time make them; there a standard error (Price and Bonett
    2002) called up to half of all unchanged medians changed.
    """
    values = _ordered(now, metric, column, keys)
    side = Side(values.figure(q), values.n, hidden_cells(values.labels, keys, values.n, minimum_n))
    series = values.labels["series"]
    if base is None:
        part = figure_columns(series, metric, side, *absent(len(values.n)))
        return assemble(values.labels, [part])
    others = _ordered(base, metric, column, keys)
    rows = positions(values.labels, others.labels)
    hidden = hidden_cells(others.labels, keys, others.n, minimum_n)
    # Position -1, no such cell in the base, takes what is appended.
    figure = Interval(*(np.append(part, np.nan)[rows] for part in others.figure(q)))
    base_side = Side(figure, np.append(others.n, 0)[rows], np.append(hidden, "")[rows])
    difference = differences.from_intervals(side.figure, figure)
    part = figure_columns(series, metric, side, base_side, difference)
    return assemble(values.labels, [part])


@dataclass(frozen=True)
class _Ordered:
    """Values sorted within their cells: cell i has n[i] of them from start[i] on."""

    labels: dict[str, ExtensionArray]
    values: Array
    start: IntArray
    n: IntArray

    def at(self, rank: Array) -> Array:
        """The order statistic of that rank, from 1, in each cell; NaN where there is none."""
        inside = (rank >= 1) & (rank <= self.n)
        place = np.where(inside, self.start + rank - 1, 0).astype(np.int64)
        return np.where(inside, self.values[place], np.nan) if len(self.values) else rank * np.nan

    def figure(self, q: float) -> Interval:
        """Quantile (linear between order statistics, as numpy) and its interval."""
        place = (self.n - 1) * q + 1
        below = np.floor(place)
        lower, upper = self.at(below), self.at(np.ceil(place))
        low, high = (self.at(rank) for rank in quantile_ranks(self.n.astype(float), q))
        return Interval(lower + (place - below) * (upper - lower), low, high)


def _ordered(frame: pd.DataFrame, metric: str, column: str, keys: Sequence[str]) -> _Ordered:
    values = labels(frame, (column,))[column].to_numpy(dtype=float, na_value=np.nan)
    known = np.flatnonzero(~np.isnan(values))
    columns, values = take(labels(frame, keys), known), values[known]
    codes, first = group(columns, len(known))
    series = pd.Categorical.from_codes(np.zeros(len(first), int), categories=pd.Index([metric]))
    n = np.bincount(codes, minlength=len(first)).astype(np.int64)
    ordered = values[np.lexsort((values, codes))]
    return _Ordered({**take(columns, first), "series": series}, ordered, np.cumsum(n) - n, n)
