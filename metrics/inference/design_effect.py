"""Several answers of one customer tell less than as many of several customers.

What one customer says is alike. n answers then tell as much as n / (1 + (m - 1) rho) of different
customers: m is how many answers of its customer an answer has beside it, itself included, rho the
intraclass correlation (Kish 1965, section 5.4; Cameron and Miller 2015 for the variance by customer
that it stands for). A customer who answered on both sides of a comparison ties the two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.sums.cells import Cells
from metrics.sums.grouping import (
    Array,
    IntArray,
    add_up,
    categorical,
    coded,
    group,
    labels,
    positions,
    take,
)

_MOST_ALIKE = 0.99  # two estimates are never quite the same
EVERY_LEVEL = ""  # of a key of which a row may name several levels
_STEADY = 5  # answers of a sample, by which a small cell is drawn to all of the data


class Alike(NamedTuple):
    """How alike the answers of one customer are to a metric, in all of the data."""

    rho: float  # intraclass correlation
    more: float  # how many more answers of its customer an answer has
    part: float  # of all rows, those whose customer is known and that the metric counts


class Design(NamedTuple):
    """Of each cell the design effects of both sides, 1 or more, and the correlation of the two."""

    now: Array
    base: Array
    shared: Array


class Ties(NamedTuple):
    """Of each cell how its answers, and those it is compared with, belong together.

    Answers are counted by their weights where they have some.
    """

    size: Array  # answers of customers who are known; weighted, the sum of squared weights
    pairs: Array  # sum over customers of the square of their answers
    other_size: Array
    other_pairs: Array
    cross: Array  # sum over customers of their answers on one side times those on the other

    def pick(self, rows: IntArray) -> Ties:
        """Of the cells at these positions."""
        return Ties(*(one[rows] for one in self))


@dataclass(frozen=True)
class SameCustomer:
    """Whose answers those of a table are, for the figures that are made of them.

    Frames of both sides, with a row a customer and cell: keys..., `series` of feedback, customer
    (a number), w (how many; weighted, the sum of their weights), w2 (of the squares of these).
    `step`: every step-th customer is in the frames, as many as it takes. `alike` by `alike_key`,
    or, of metrics that ask how many name a level of the key `named`, by `level_key`: each of their
    rows may name any, so in the frames it has EVERY_LEVEL.
    """

    now: pd.DataFrame
    base: pd.DataFrame | None
    alike: Mapping[str, Alike]
    step: int = 1
    named: str = ""

    def ties(self, cells: Cells, within: Sequence[str] | None = None) -> Ties:
        """Of these cells and the base's; or, of those of the same `within`, all others of them."""
        ours = self._of(self.now, cells)
        if within is not None:
            return ours.and_the_rest(cells.groups(within)[0])
        if self.base is None:
            none = np.zeros(cells.size)
            return Ties(ours.size, ours.pairs, none, none, none)
        theirs = self._of(self.base, cells)
        return Ties(ours.size, ours.pairs, theirs.size, theirs.pairs, ours.cross(theirs))

    def four(self, cells: Cells) -> tuple[Ties, Ties, tuple[Array, Array, Array, Array]]:
        """Of cells of one series, of all others of it, and how the two belong together.

        The latter by root of both sizes: of both now, of both before, of the cell now and the rest
        before, and the other way round.
        """
        ours = self._of(self.now, cells)
        theirs = self._of(self.now.iloc[:0] if self.base is None else self.base, cells)
        own = Ties(ours.size, ours.pairs, theirs.size, theirs.pairs, ours.cross(theirs))
        met = [one.met(other) for one in (ours, theirs) for other in (ours, theirs)]
        now, across, back, base = (reach for reach, _ in met)
        whole, both_whole, _, base_whole = (every for _, every in met)
        size, base_size = ours.size.sum() - ours.size, theirs.size.sum() - theirs.size
        rest = Ties(
            size, whole - 2 * now + own.pairs,
            base_size, base_whole - 2 * base + own.other_pairs,
            both_whole - across - back + own.cross,
        )  # fmt: skip
        return own, rest, (
            _ratio(now - own.pairs, np.sqrt(own.size * size)),
            _ratio(base - own.other_pairs, np.sqrt(own.other_size * base_size)),
            _ratio(across - own.cross, np.sqrt(own.size * base_size)),
            _ratio(back - own.cross, np.sqrt(own.other_size * size)),
        )  # fmt: skip

    def tied(
        self, metric: MetricDefinition, cells: Cells, ties: tuple[Array, Array, Array, Array]
    ) -> tuple[Array, Array, Array, Array]:
        """Such ties as correlations of means that are each of independent answers."""
        rho = self._alike(metric, cells)[0]
        one, two, three, four = (rho * tie for tie in ties)
        return one, two, three, four

    def design(
        self, metric: MetricDefinition, ties: Ties, now: Cells, base: Cells | None
    ) -> Design:
        """Of the cells of a metric and those that they are compared with, in the same order."""
        rho, most, part = self._alike(metric, now)
        sides = [(now, ties.size, ties.pairs), (base, ties.other_size, ties.other_pairs)]
        more = [
            np.zeros(now.size) if cells is None else self._more(cells, size, pairs, most, part)
            for cells, size, pairs in sides
        ]
        ours, theirs = 1 + rho * more[0], 1 + rho * more[1]
        tied = rho * _ratio(ties.cross, np.sqrt(ties.size * ties.other_size))
        return Design(ours, theirs, np.clip(tied / np.sqrt(ours * theirs), 0, _MOST_ALIKE))

    def _of(self, frame: pd.DataFrame, cells: Cells) -> _Customers:
        """The rows of a frame that belong to the cells; of mentions they are those of any level."""
        if self.named not in cells.labels:
            return _Customers.of(frame, cells)
        series, names = coded(cells.labels["series"])
        mentions = [name in DEFINITIONS and DEFINITIONS[name].of_mentions for name in names]
        code, levels = coded(cells.labels[self.named])
        code = np.where(np.array(mentions, dtype=bool)[series], len(levels), code)
        named = {self.named: categorical(code, [*levels, EVERY_LEVEL])}
        return _Customers.of(frame, Cells(cells.labels | named, cells.sums))

    def _alike(self, metric: MetricDefinition, cells: Cells) -> tuple[Array, Array, Array]:
        """What is known of the series of each cell, as in `Alike`."""
        level, names = coded(cells.labels["series"])
        nothing = Alike(0.0, 0.0, 1.0)
        keys = [alike_key(metric, name) for name in names]
        if self.named in cells.labels and metric.of_mentions:
            level, names = coded(cells.labels[self.named])
            keys = [level_key(metric.key, self.named, name) for name in names]
        found = [self.alike.get(key, nothing) for key in keys]
        rho, most, part = (column[level] for column in np.array([*found, nothing], float).T)
        return rho, most, part

    def _more(self, cells: Cells, size: Array, pairs: Array, most: Array, part: Array) -> Array:
        """How many more answers of its customer an answer of each cell has.

        Where the frames have all customers, they are counted. In a sample small cells are drawn to
        what holds of all the data, `most`, which is more than in a part of them.
        """
        more = np.maximum(pairs - size, 0)
        if self.step > 1:
            return (more + _STEADY * most) / (size + _STEADY) * part
        # Of some answers the customer is not known; some tickets say nothing of a metric.
        own = _ratio(cells.sums["w2"], size)
        return _ratio(more, size) * np.minimum(own, _ratio(np.ones(len(own)), own))


@dataclass(frozen=True)
class _Customers:
    """The answers of each customer in each cell."""

    cell: IntArray
    customer: IntArray
    w: Array
    size: Array  # of each cell
    places: IntArray  # of each cell: cells of several metrics may be of the same rows

    @classmethod
    def of(cls, frame: pd.DataFrame, cells: Cells) -> _Customers:
        """The rows of a frame that belong to the cells."""
        keys = [name for name in cells.labels if name in frame]
        own = {key: cells.labels[key] for key in keys}
        places, first = group(own, cells.size)
        row = np.zeros(len(frame), np.int64)
        if keys and cells.size:
            row = positions(labels(frame, keys), take(own, first))
        inside = np.flatnonzero((row >= 0) & (cells.size > 0))
        row, many = row[inside], len(first)
        customer = frame["customer"].to_numpy(dtype=np.int64)[inside]
        w, w2 = (frame[name].to_numpy(dtype=float)[inside] for name in ("w", "w2"))
        span = customer.max(initial=0) + 1
        code, codes = pd.factorize(row * span + customer, sort=True)
        return cls(
            codes // span, codes % span, add_up(code, w, len(codes)), add_up(row, w2, many)[places],
            places,
        )  # fmt: skip

    @property
    def pairs(self) -> Array:
        """Sum over customers of their answers squared."""
        return self._summed(self.w**2)

    def cross(self, others: _Customers) -> Array:
        """Sum over customers of their answers times the others' of the same cell."""
        span = max(self.customer.max(initial=0), others.customer.max(initial=0)) + 1
        own, other = (one.cell * span + one.customer for one in (self, others))
        _, ours, theirs = np.intersect1d(own, other, assume_unique=True, return_indices=True)
        both = np.zeros(len(self.w))
        both[ours] = self.w[ours] * others.w[theirs]
        return self._summed(both)

    def met(self, others: _Customers) -> tuple[Array, float]:
        """Sum over customers of their answers in a cell times the others' in all cells together.

        And the same for all cells of both.
        """
        span = max(self.customer.max(initial=0), others.customer.max(initial=0)) + 1
        own, every = (add_up(one.customer, one.w, span) for one in (self, others))
        return self._summed(self.w * every[self.customer]), float((own * every).sum())

    def and_the_rest(self, within: IntArray) -> Ties:
        """Of the cells, and for each of all others of the same number of `within`."""
        of_place = np.zeros(self.places.max(initial=-1) + 1, np.int64)
        of_place[self.places] = within
        held = of_place[self.cell]
        span = self.customer.max(initial=0) + 1
        code, codes = pd.factorize(held * span + self.customer)
        everywhere = add_up(code, self.w, len(codes))[code]
        reach = self._summed(self.w * everywhere)
        many = within.max(initial=-1) + 1
        all_size, all_pairs = (add_up(within, one, many)[within] for one in (self.size, reach))
        rest_pairs = all_pairs - 2 * reach + self.pairs
        return Ties(self.size, self.pairs, all_size - self.size, rest_pairs, reach - self.pairs)

    def _summed(self, values: Array) -> Array:
        return add_up(self.cell, values, self.places.max(initial=-1) + 1)[self.places]


def independent(size: int) -> Design:
    """Of cells whose answers are of different customers, or of nobody known."""
    return Design(np.ones(size), np.ones(size), np.zeros(size))


def alike_key(metric: MetricDefinition, series: str) -> str:
    """The key of an `Alike`: that of the metric and, of feedback, of the series."""
    return f"{metric.key} {series}" if metric.feedback_metric else metric.key


def level_key(metric: str, key: str, level: str) -> str:
    """The key of an `Alike` of one level: of those that a row names, it may name several."""
    return f"{metric} {key} {level}"


def intraclass_correlation(customers: IntArray, values: Array, n: Array) -> tuple[float, float]:
    """Correlation of two values of one customer, 0 to 1, and how many more an answer has.

    Values came n times each. The correlation is the mean product of their deviations from the
    overall mean, over all pairs of values of one customer, by the variance: so the design effect of
    all values together is that of the variance by customer (Cameron and Miller 2015, section II).
    """
    whole = n.sum()
    count = np.bincount(customers, weights=n)
    pairs = (count * (count - 1)).sum()
    if not pairs > 0:
        return 0.0, 0.0
    deviation = values - (n * values).sum() / whole
    deviation = deviation / max(np.abs(deviation).max(), 1e-300)  # squares of any stay finite
    square = (n * deviation**2).sum()
    own = np.bincount(customers, weights=n * deviation)
    products = (own**2).sum() - square
    rho = products / pairs / (square / whole) if square > 0 else 0.0
    return float(np.clip(rho, 0, 1)), float(pairs / whole)


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
