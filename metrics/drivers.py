"""Where a change comes from: the cell that contributes most, and what is left without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics import samples
from metrics.cells import Cells
from metrics.decomposition import outer, shares
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.grouping import Array
from metrics.verdicts import benjamini_hochberg, decide


@dataclass(frozen=True)
class Driver:
    """Of one way to cut the answers, the cell that contributes most to the change of the total.

    `contribution`: share now x (value now - overall) - share then x (value then - overall), where
    overall is the mean of the two totals; over all cells these sum to the change of the total.
    """

    levels: dict[str, str]
    answers: int
    contribution: float  # in display units
    change: float  # of the total
    verdict: str  # on the cell's own change; the false discovery rate is held over the cells
    rest_change: float  # of everything else
    rest_verdict: str  # of a single test, so that "all of it is here" is the harder claim


def drivers(
    now: pd.DataFrame,
    base: pd.DataFrame,
    metric: str,
    ways: Sequence[Sequence[str]],
    minimum_n: int = 10,
) -> list[Driver]:
    """One driver for each way, a set of keys of the two moments frames of one series.

    Cells and rests below minimum_n on either side are left out; a way without any has no driver.
    """
    definition = DEFINITIONS[metric]
    keys = list(dict.fromkeys(key for way in ways for key in way))
    cells, others = outer(now, base, metric, keys)
    found = (_driver(cells, others, definition, list(way), minimum_n) for way in ways)
    return [driver for driver in found if driver is not None]


def contributions(cells: Cells, others: Cells, definition: MetricDefinition) -> Array:
    """What each cell of one series contributes to the change of its total; see `Driver`."""
    whole = np.zeros(cells.size, dtype=np.int64)
    totals = [_value(side.added(()), definition)[0] for side in (cells, others)]
    overall = (totals[0] + totals[1]) / 2
    now, then = (
        np.nan_to_num(shares(side, whole, 1) * (_value(side, definition) - overall))
        for side in (cells, others)
    )
    difference: Array = now - then
    return difference


def _driver(
    cells: Cells, others: Cells, definition: MetricDefinition, way: list[str], minimum_n: int
) -> Driver | None:
    cells, others = cells.added(way), others.added(way)
    rest, base_rest = cells.rest(), others.rest()
    smallest = np.min([side.answers for side in (cells, others, rest, base_rest)], axis=0)
    enough = smallest >= minimum_n
    if not enough.any():
        return None
    contribution = contributions(cells, others, definition)
    change = float(np.sum(contribution))
    toward = np.where(enough, contribution * np.sign(change), -np.inf)
    place = int(np.argmax(toward))
    verdicts = _verdicts(cells, others, definition, enough)
    one = np.array([place])
    rest_change = samples.differ(
        samples.of_cells(rest.pick(one), definition),
        samples.of_cells(base_rest.pick(one), definition),
        definition,
    )
    rest_verdict = decide(
        rest_change.p_value, rest_change.low, rest_change.high, np.array([True]), np.array([True])
    )
    return Driver(
        {key: str(cells.labels[key][place]) for key in way},
        int(cells.answers[place]),
        float(contribution[place]),
        change,
        str(verdicts[place]),
        float(rest_change.change[0]),
        str(rest_verdict[0]),
    )


def _verdicts(
    cells: Cells, others: Cells, definition: MetricDefinition, enough: npt.NDArray[np.bool_]
) -> Sequence[str]:
    found = samples.differ(
        samples.of_cells(cells, definition), samples.of_cells(others, definition), definition
    )
    p_value = benjamini_hochberg(np.where(enough, found.p_value, np.nan))
    verdicts = decide(p_value, found.low, found.high, enough, others.answers > 0)
    return [str(verdict) for verdict in verdicts]


def _value(cells: Cells, definition: MetricDefinition) -> Array:
    return samples.value(samples.of_cells(cells, definition), definition)
