"""Where a change comes from: the cell whose own change did most, and what is left without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference import differences, samples
from metrics.inference.differences import Difference
from metrics.inference.verdicts import benjamini_hochberg, decide
from metrics.reasons.decomposition import shares
from metrics.sums.cells import Cells
from metrics.sums.grouping import Array
from metrics.sums.paired_cells import PairedCells


@dataclass(frozen=True)
class Driver:
    """Of one way to cut the answers, the cell whose own change moved the total most.

    `contribution`: mean of its two shares x its own change, the rate part of Kitagawa (1955). What
    a larger or smaller share did to the total is mix, and is not counted.
    """

    levels: dict[str, str]
    answers: int
    contribution: float  # in display units
    change: float  # of the total
    verdict: str  # on the cell's own change; the false discovery rate is held over the cells
    apart: str  # on its own change less that of everything else; held over the cells too
    rest_change: float  # of everything else
    rest_verdict: str  # of a single test, so that "all of it is here" is the harder claim


def drivers(
    both: PairedCells,
    metric: str,
    ways: Sequence[Sequence[str]],
    minimum_n: int = 10,
    least: float = 0.0,
) -> list[Driver]:
    """One driver for each way, a set of keys of one series.

    Cells and rests below minimum_n on either side are left out; a way without any has no driver,
    nor one whose cells contribute less than `least` of the total change each.
    """
    definition = DEFINITIONS[metric]
    found = (_driver(both.added(way), definition, way, minimum_n, least) for way in ways)
    return [driver for driver in found if driver is not None]


def contributions(both: PairedCells, definition: MetricDefinition) -> Array:
    """What the own change of each cell of one series contributes to that of its total."""
    whole = np.zeros(both.now.size, dtype=np.int64)
    now, then = (shares(side, whole, 1) for side in both)
    change: Array = _value(both.now, definition) - _value(both.base, definition)
    return np.nan_to_num((now + then) / 2 * change)


def _driver(
    both: PairedCells,
    definition: MetricDefinition,
    way: Sequence[str],
    minimum_n: int,
    least: float,
) -> Driver | None:
    contribution = contributions(both, definition)
    now, base = (_value(side, definition) for side in both.added(()))
    change = float((now - base)[0]) if both.now.size else 0.0
    toward = contribution * np.sign(change)
    possible = toward >= least * abs(change)
    if not possible.any():
        return None
    rest = both.rest()
    enough = np.all([side.enough(minimum_n) for side in (*both, *rest)], axis=0)
    if not (enough & possible).any():
        return None
    place = int(np.argmax(np.where(enough, toward, -np.inf)))
    own, others = _change(both, definition), _change(rest, definition)
    errors = np.hypot(*_errors(both, definition)), np.hypot(*_errors(rest, definition))
    apart = differences.normal(own.change, errors[0], others.change, errors[1])
    rest_verdict = decide(others.p_value, others.low, others.high, enough, enough)
    return Driver(
        {key: str(both.now.labels[key][place]) for key in way},
        int(both.now.answers[place]),
        float(contribution[place]),
        change,
        str(_verdicts(own, enough)[place]),
        str(_verdicts(apart, enough)[place]),
        float(others.change[place]),
        str(rest_verdict[place]),
    )


def _verdicts(found: Difference, enough: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """The verdicts on the cells that are large enough, as one family."""
    p_value = benjamini_hochberg(np.where(enough, found.p_value, np.nan))
    return decide(p_value, found.low, found.high, enough, enough)


def _change(both: PairedCells, definition: MetricDefinition) -> Difference:
    now, base = (samples.of_cells(side, definition) for side in both)
    return samples.differ(now, base, definition)


def _errors(both: PairedCells, definition: MetricDefinition) -> tuple[Array, Array]:
    """Standard errors of both sides."""
    now, base = (
        samples.standard_error(samples.of_cells(side, definition), definition) for side in both
    )
    return now, base


def _value(cells: Cells, definition: MetricDefinition) -> Array:
    return samples.value(samples.of_cells(cells, definition), definition)
