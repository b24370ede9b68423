"""Where a change comes from: the cell that contributes most, and what is left without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics import samples
from metrics.both import Both
from metrics.cells import Cells
from metrics.decomposition import shares
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.differences import Difference
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
    both: Both, metric: str, ways: Sequence[Sequence[str]], minimum_n: int = 10
) -> list[Driver]:
    """One driver for each way, a set of keys of one series.

    Cells and rests below minimum_n on either side are left out; a way without any has no driver.
    """
    definition = DEFINITIONS[metric]
    found = (_driver(both.added(way), definition, way, minimum_n) for way in ways)
    return [driver for driver in found if driver is not None]


def contributions(both: Both, definition: MetricDefinition) -> Array:
    """What each cell of one series contributes to the change of its total; see `Driver`."""
    whole = np.zeros(both.now.size, dtype=np.int64)
    totals = [_value(side, definition)[0] for side in both.added(())]
    overall = (totals[0] + totals[1]) / 2
    now, then = (
        np.nan_to_num(shares(side, whole, 1) * (_value(side, definition) - overall))
        for side in both
    )
    difference: Array = now - then
    return difference


def _driver(
    both: Both, definition: MetricDefinition, way: Sequence[str], minimum_n: int
) -> Driver | None:
    rest = both.rest()
    smallest = np.min([side.answers for side in (*both, *rest)], axis=0)
    enough = smallest >= minimum_n
    if not enough.any():
        return None
    contribution = contributions(both, definition)
    change = float(np.sum(contribution))
    toward = np.where(enough, contribution * np.sign(change), -np.inf)
    place = int(np.argmax(toward))
    verdicts = _verdicts(both, definition, enough)
    rest_change = _change(rest.pick(np.array([place])), definition)
    rest_verdict = decide(
        rest_change.p_value, rest_change.low, rest_change.high, np.array([True]), np.array([True])
    )
    return Driver(
        {key: str(both.now.labels[key][place]) for key in way},
        int(both.now.answers[place]),
        float(contribution[place]),
        change,
        str(verdicts[place]),
        float(rest_change.change[0]),
        str(rest_verdict[0]),
    )


def _verdicts(
    both: Both, definition: MetricDefinition, enough: npt.NDArray[np.bool_]
) -> Sequence[str]:
    found = _change(both, definition)
    p_value = benjamini_hochberg(np.where(enough, found.p_value, np.nan))
    verdicts = decide(p_value, found.low, found.high, enough, both.base.answers > 0)
    return [str(verdict) for verdict in verdicts]


def _change(both: Both, definition: MetricDefinition) -> Difference:
    now, base = (samples.of_cells(side, definition) for side in both)
    return samples.differ(now, base, definition)


def _value(cells: Cells, definition: MetricDefinition) -> Array:
    return samples.value(samples.of_cells(cells, definition), definition)
