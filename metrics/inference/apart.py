"""Do two groups change differently? The difference of two differences, of four samples."""

from __future__ import annotations

import numpy as np

from metrics.definitions import MetricDefinition
from metrics.inference import differences, samples
from metrics.inference.design_effect import Design, SameCustomer, independent
from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval
from metrics.sums.grouping import Array
from metrics.sums.paired_cells import PairedCells


def changes(both: PairedCells, definition: MetricDefinition, design: Design) -> Difference:
    """The change of each cell from base to now, in display units."""
    now, base = _sides(both, definition, design)
    return samples.differ(now, base, definition, design.shared)


def apart_from_rest(
    both: PairedCells, definition: MetricDefinition, same: SameCustomer | None = None
) -> tuple[Difference, Difference, Difference]:
    """Of each cell of one series its change, that of all other cells, and their difference.

    Rows of one customer on any of the four sides count as `same` says. The difference is judged as
    `between` does.
    """
    rest = both.rest()
    if same is None:
        designs = (independent(both.now.size),) * 2
        tied: Array | float = 0.0
    else:
        own, others, ties = same.four(both.now)
        designs = (
            same.design(definition, own, both.now, both.base),
            same.design(definition, others, rest.now, rest.base),
        )
        tied = _tied(both, rest, definition, designs, same.tied(definition, both.now, ties))
    return _judged(both, rest, definition, designs, tied)


def between(one: PairedCells, other: PairedCells, definition: MetricDefinition) -> Difference:
    """The change of each cell less that of the cell beside it, which has no row in common.

    From the intervals of both changes (MOVER: Zou and Donner 2008); p by t with the degrees of
    freedom of the four samples (Welch 1947, Satterthwaite 1946).
    """
    designs = (independent(one.now.size),) * 2
    return _judged(one, other, definition, designs, 0.0)[2]


def _judged(
    one: PairedCells,
    other: PairedCells,
    definition: MetricDefinition,
    designs: tuple[Design, Design],
    tied: Array | float,
) -> tuple[Difference, Difference, Difference]:
    found = [
        changes(side, definition, design)
        for side, design in zip((one, other), designs, strict=True)
    ]
    ours, theirs = (Interval(own.change, own.low, own.high) for own in found)
    squares, fourths = np.zeros(one.now.size), np.zeros(one.now.size)
    for pair, design in zip((one, other), designs, strict=True):
        for sample in _sides(pair, definition, design):
            square = samples.standard_error(sample, definition) ** 2
            squares = squares + square
            fourths = fourths + square**2 / np.maximum(sample.n - 1, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = squares**2 / fourths
        return found[0], found[1], differences.from_intervals(ours, theirs, tied, freedom)


def _sides(
    both: PairedCells, definition: MetricDefinition, design: Design
) -> tuple[samples.Samples, samples.Samples]:
    return (
        samples.of_cells(both.now, definition, design.now),
        samples.of_cells(both.base, definition, design.base),
    )


def _tied(
    own: PairedCells,
    rest: PairedCells,
    definition: MetricDefinition,
    designs: tuple[Design, Design],
    ties: tuple[Array, Array, Array, Array],
) -> Array:
    """Correlation of the changes of cells and of their rest, through those whom both have.

    `ties` are those of the means, as if each were of independent answers: of both now, both before,
    the cell now with the rest before, and the other way round.
    """
    alone = independent(own.now.size)
    errors = [
        samples.standard_error(sample, definition)
        for pair in (own, rest)
        for sample in _sides(pair, definition, alone)
    ]
    now, base, rest_now, rest_base = errors
    covariance = ties[0] * now * rest_now + ties[1] * base * rest_base
    covariance = covariance - ties[2] * now * rest_base - ties[3] * base * rest_now
    whole = np.ones(own.now.size)
    for pair, design in zip((own, rest), designs, strict=True):
        first, second = (
            samples.standard_error(one, definition) for one in _sides(pair, definition, design)
        )
        whole = whole * differences.joint_error(first, second, design.shared)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.clip(np.nan_to_num(covariance / whole), -0.99, 0.99)
