"""Cells: a moments frame as arrays, to add up and subtract without the overhead of frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics.definitions import DEFINITIONS
from metrics.series import metric_of
from metrics.sums.grouping import (
    Array,
    IntArray,
    add_up,
    categorical,
    coded,
    group,
    labels,
    need,
    take,
)

MOMENTS = ("answers", "w", "w2", "pos", "neg", "total", "squares", "cubes")
ROUNDING = 1e-6  # of persons or effective answers, which are not whole numbers
_SIGNED = ("total", "cubes")  # scores and amounts may be below 0


@dataclass(frozen=True)
class Cells:
    """One element a cell. `labels` are the keys and `series`, `sums` the `MOMENTS`, all additive.

    Cubes are NaN where they are not known: then nothing is known of skewness.

    Effective n (Kish 1965) is (sum w)^2 / sum w^2; unweighted, w = w2 = answers.
    """

    labels: dict[str, ExtensionArray]
    sums: dict[str, Array]

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.sums["answers"])

    @property
    def answers(self) -> IntArray:
        """Number of answers in each cell; where they are weighted, of those with a weight."""
        return np.rint(self.sums["answers"]).astype(np.int64)

    @property
    def effective(self) -> Array:
        """Effective number of answers in each cell (Kish)."""
        w, w2 = self.sums["w"], self.sums["w2"]
        return np.divide(w**2, w2, out=np.zeros_like(w), where=w2 > 0)

    def enough(self, minimum_n: int) -> npt.NDArray[np.bool_]:
        """Cells of at least minimum_n answers, in number and in effect (but for rounding)."""
        least = np.minimum(self.answers, self.effective)
        enough: npt.NDArray[np.bool_] = least >= minimum_n - ROUNDING
        return enough

    def frame(self) -> pd.DataFrame:
        """As a moments frame: keys..., series, `MOMENTS`."""
        return pd.DataFrame({**self.labels, **self.sums, "answers": self.answers})

    def rows(self, *metrics: str) -> IntArray:
        """Positions of the cells that belong to one of the metrics."""
        wanted = {DEFINITIONS[metric].feedback_metric or metric for metric in metrics}
        level, names = coded(self.labels["series"])
        belongs = np.array([metric_of(name) in wanted for name in names], dtype=bool)
        return np.flatnonzero(belongs[level])

    def groups(self, keys: Sequence[str]) -> tuple[IntArray, IntArray]:
        """Group of each cell by these keys and series, and the first cell of each group."""
        return group({name: self.labels[name] for name in (*keys, "series")}, self.size)

    def added(self, keys: Sequence[str]) -> Cells:
        """Added up over the keys that are not named."""
        codes, first = self.groups(keys)
        return collect({k: self.labels[k] for k in (*keys, "series")}, codes, first, self.sums)

    def rest(self, within: Sequence[str] = ()) -> Cells:
        """For each cell the sums of all other cells of its series (and of its keys `within`)."""
        codes, first = self.groups(within)
        sums = {}
        for name, values in self.sums.items():
            others = add_up(codes, values, len(first))[codes] - values
            sums[name] = others if name in _SIGNED else np.maximum(others, 0)
        return Cells(self.labels, sums)

    def pick(self, rows: IntArray) -> Cells:
        """The cells at these positions."""
        return Cells(take(self.labels, rows), {name: v[rows] for name, v in self.sums.items()})

    def match(self, rows: IntArray) -> dict[str, Array]:
        """The sums of the cells at these positions; -1 is no cell and has no answers."""
        if not self.size:
            return {name: np.zeros(len(rows)) for name in self.sums}
        return {name: np.where(rows < 0, 0, v[rows]) for name, v in self.sums.items()}


def collect(
    columns: dict[str, ExtensionArray], codes: IntArray, first: IntArray, sums: dict[str, Array]
) -> Cells:
    """Sums of rows as cells: `codes` is the cell of each row, `first` a row of each cell."""
    added = {name: add_up(codes, values, len(first)) for name, values in sums.items()}
    return Cells(take(columns, first), added)


def below(parts: Sequence[Cells], keys: Sequence[str]) -> Cells:
    """The cells of several series below each other, by keys that all of them have."""
    if len(parts) == 1:
        return parts[0]
    joined = {name: pd.concat([pd.Series(one.labels[name]) for one in parts]) for name in keys}
    columns = {name: column.array for name, column in joined.items()}
    series = [coded(one.labels["series"]) for one in parts]
    names = sorted({name for _, own in series for name in own})
    level = [np.array([names.index(name) for name in own])[codes] for codes, own in series]
    sums = {name: np.concatenate([one.sums[name] for one in parts]) for name in MOMENTS}
    return Cells({**columns, "series": categorical(np.concatenate(level), names)}, sums)


def of_frame(moments: pd.DataFrame | Cells) -> Cells:
    """The cells of a moments frame; cells are what they are."""
    if isinstance(moments, Cells):
        return moments
    need(moments, ("series", *MOMENTS))
    columns = labels(moments, [name for name in moments.columns if name not in MOMENTS])
    return Cells(columns, {name: moments[name].to_numpy(dtype=float) for name in MOMENTS})


def of_metrics(moments: pd.DataFrame | Cells, metrics: Sequence[str], keys: Sequence[str]) -> Cells:
    """The cells of a moments frame that belong to the metrics, added up to the keys."""
    cells = of_frame(moments)
    rows = cells.rows(*metrics)
    return (cells if len(rows) == cells.size else cells.pick(rows)).added(keys)
