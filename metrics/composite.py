"""A composite of metrics: each part on a scale from 0 to 100, their weighted mean, what moved it.

Intervals come from those of the parts, taken as independent: MOVER for a linear combination (Zou
and Donner 2008; Zou, Huang and Zhang 2009). No standard error is needed, so parts may be of any
statistic kind, medians among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics.figures import Side, assemble, figure_columns
from metrics.inference import differences
from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval
from metrics.privacy.suppression import PROTECTS, SHOWN, TOO_FEW, Reasons
from metrics.sums.grouping import (
    Array,
    IntArray,
    categorical,
    group,
    labels,
    positions,
    stack,
    take,
)


class Part(NamedTuple):
    """One part: its figures (columns of `figures.assemble`, one series) and what it counts for."""

    metric: str
    weight: float  # of all parts together 1
    worst: float  # figure that is 0 of the composite; above `best` where less is better
    best: float  # figure that is 100
    figures: pd.DataFrame


def scaled(figure: Interval, worst: float, best: float) -> Interval:
    """The figure on 0 (worst) to 100 (best), and no further; its ends change places with those."""
    value, low, high = (np.clip(100 * (one - worst) / (best - worst), 0, 100) for one in figure)
    return Interval(value, *((low, high) if best > worst else (high, low)))


def combined(parts: Sequence[Interval], weights: Sequence[float]) -> Interval:
    """Weighted mean of independent estimates; the weights sum to 1."""
    value = _sum(weight * part.value for part, weight in zip(parts, weights, strict=True))
    below, above = (
        np.sqrt(_sum((weight * way) ** 2 for way, weight in zip(ways, weights, strict=True)))
        for ways in zip(
            *((part.value - part.low, part.high - part.value) for part in parts), strict=True
        )
    )
    return Interval(value, value - below, value + above)


def contribution(now: Interval, base: Interval, weight: float) -> Difference:
    """What one scaled part adds to the change of the composite."""
    change, low, high, p_value = differences.from_intervals(now, base)
    return Difference(weight * change, weight * low, weight * high, p_value)


def change(contributions: Sequence[Difference], freedom: Array | float = np.inf) -> Difference:
    """The change of the composite, from what each of its independent parts adds.

    `freedom`: see `differences.by_reach`.
    """
    whole = _sum(one.change for one in contributions)
    below = np.sqrt(_sum((one.change - one.low) ** 2 for one in contributions))
    above = np.sqrt(_sum((one.high - one.change) ** 2 for one in contributions))
    return differences.by_reach(whole, whole - below, whole + above, freedom)


def composite_figures(metric: str, parts: Sequence[Part], keys: Sequence[str] = ()) -> pd.DataFrame:
    """The composite for each cell of the keys; columns as `figures.assemble`.

    n is that of the part with the fewest. Where a part is hidden or absent the composite is hidden.
    """
    cells = _cells(parts, keys)
    rows = [_rows(cells, part, keys) for part in parts]
    sides = [_both(part, own) for part, own in zip(parts, rows, strict=True)]
    weights = [part.weight for part in parts]
    now, base = (
        Side(
            combined([side.figure for side in each], weights),
            np.min([side.answers for side in each], axis=0),
            _hidden([side.hidden for side in each]),
        )
        for each in zip(*sides, strict=True)
    )
    moved = change(
        [
            contribution(ours.figure, theirs.figure, weight)
            for (ours, theirs), weight in zip(sides, weights, strict=True)
        ],
        differences.fewest(now.answers, base.answers),
    )
    series = categorical(np.zeros(len(rows[0]), dtype=int), [metric])
    return assemble({**cells, "series": series}, [figure_columns(series, metric, now, base, moved)])


def scaled_part(part: Part) -> tuple[Interval, Interval]:
    """A part's only figure and what it is compared with, scaled; NaN where there is none."""
    now, base = _both(part, _rows({}, part, ()))
    return now.figure, base.figure


def _both(part: Part, rows: IntArray) -> tuple[Side, Side]:
    """Both sides of the part at these rows, scaled; -1 is no row."""

    def column(name: str) -> Array:
        return np.append(part.figures[name].to_numpy(dtype=float), np.nan)[rows]

    def side(prefix: str) -> tuple[Interval, IntArray]:
        figure = Interval(*(column(f"{prefix}{name}") for name in ("value", "low", "high")))
        answers = np.nan_to_num(column(f"{prefix}n")).astype(np.int64)
        return scaled(figure, part.worst, part.best), answers

    now, answers = side("")
    base, others = side("base_")
    hidden = np.append(part.figures["hidden"].to_numpy(dtype=object), TOO_FEW)[rows]
    base_hidden = np.where(np.isnan(base.value), TOO_FEW, SHOWN).astype(object)
    return Side(now, answers, hidden), Side(base, others, base_hidden)


def _cells(parts: Sequence[Part], keys: Sequence[str]) -> dict[str, ExtensionArray]:
    """Every combination of the keys that some part has, sorted."""
    if not keys:
        return {}
    every = labels(parts[0].figures, keys)
    for part in parts[1:]:
        every = stack(every, labels(part.figures, keys))
    return take(every, group(every, len(next(iter(every.values()))))[1])


def _rows(cells: dict[str, ExtensionArray], part: Part, keys: Sequence[str]) -> IntArray:
    """The part's row for each cell, -1 where it has none."""
    if not keys:
        return np.array([0 if len(part.figures) else -1], dtype=np.int64)
    if part.figures.empty:
        return np.full(len(next(iter(cells.values()))), -1, dtype=np.int64)
    return positions(cells, labels(part.figures, keys))


def _hidden(each: Sequence[Reasons]) -> Reasons:
    few, protects = (np.any([one == why for one in each], axis=0) for why in (TOO_FEW, PROTECTS))
    return np.where(few, TOO_FEW, np.where(protects, PROTECTS, SHOWN)).astype(object)


def _sum(values: Iterable[Array]) -> Array:
    return np.asarray(np.sum(list(values), axis=0), dtype=np.float64)
