"""What a change is taken apart into: parts with their errors, from the levels of both sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.definitions import MetricDefinition
from metrics.inference import samples
from metrics.inference.differences import two_sided
from metrics.inference.intervals import Z
from metrics.inference.verdicts import SIGNIFICANCE
from metrics.sums.cells import Cells
from metrics.sums.grouping import Array


@dataclass(frozen=True)
class Part:
    """A part of a change with its standard error, in display units."""

    value: float
    error: float

    @property
    def low(self) -> float:
        """Lower end of its 95 % interval."""
        return self.value - Z * self.error

    @property
    def high(self) -> float:
        """Upper end of its 95 % interval."""
        return self.value + Z * self.error

    @property
    def p_value(self) -> float:
        """Two-sided; NaN where the error is not known."""
        if self.error == 0:
            return 1.0 if self.value == 0 else 0.0
        return float(two_sided(np.array(self.value / self.error)))

    @property
    def real(self) -> bool:
        """True where it can be told from noise by a single test."""
        return self.p_value < SIGNIFICANCE


def shares(cells: Cells) -> Array:
    """Share of each cell in all of them, by weight; 0 where there is none."""
    weight = cells.sums["w"]
    whole = weight.sum()
    return weight / whole if whole > 0 else np.zeros_like(weight)


def levels_of(cells: Cells, definition: MetricDefinition) -> tuple[Array, Array, Array]:
    """Share, value and standard error of each cell of one series.

    The variance of a single answer is unknown: a mean of one takes that of the whole series.
    """
    sample = samples.of_cells(cells, definition)
    error = samples.standard_error(sample, definition)
    if definition.kind == "mean" and cells.size:
        whole = samples.of_cells(cells.added(()), definition).variance[0]
        with np.errstate(invalid="ignore", divide="ignore"):
            error = np.where(sample.n > 1, error, np.sqrt(whole / sample.n))
    return shares(cells), samples.value(sample, definition), error


def first_known(values: Array, others: Array) -> Array:
    """The values; where there is none, that of the others."""
    return np.where(np.isnan(values), others, values)
