"""How many different customers rows are of: what is told of few of them is hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd

from metrics.privacy.protection import Flags
from metrics.sums.grouping import Array, IntArray, Labels, add_up, coded, labels, positions, take

PERIOD = "period"
# What the second largest part of a sum must not learn of the largest: the rest of the sum is less
# than this of it (the p % rule; Hundepool and others 2012, "Statistical Disclosure Control", 4.2).
_TOO_NEAR = 0.1
# Asks of cells by keys, of these series, which of the keys are apart: a frame with keys..., series
# and what is asked.
Ask: TypeAlias = Callable[[tuple[str, ...], tuple[str, ...], tuple[str, ...]], pd.DataFrame]


def _nothing(*_: tuple[str, ...]) -> pd.DataFrame:
    raise AssertionError("nothing is to be asked where each row is of a person")


@dataclass(frozen=True)
class Persons:
    """Whose the rows of one side of a comparison are. Without any knowledge, each is of a person.

    `most`: by series, how many rows the minimum n - 1 customers with most of them have together;
    `count` asks of cells for `persons`, and for those of them who are `alone`: in no other cell of
    the same keys that are apart. `largest`: by series of amounts, what the two customers with most
    have in all, refunds added; `leaders` asks for `whole`, `largest` and `second` of cells.
    `shielded`: what is hidden must not follow from others on the page either. `near` asks of cells
    for the fewest `persons` by whom one differs from the same cell of a view that is a step away,
    where any do; None where views may be that near each other.
    """

    most: Mapping[str, int] = field(default_factory=dict)
    count: Ask = _nothing
    largest: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    leaders: Ask = _nothing
    shielded: bool = True
    near: Ask | None = None

    def sizes(
        self,
        cells: Labels,
        keys: Sequence[str],
        n: IntArray,
        minimum_n: int,
        apart: Sequence[str] = (),
        *,
        exact: bool = False,
    ) -> Array:
        """Of cells of n rows each: at least minimum_n where they are of as many customers.

        Cells of the same keys `apart` add up: where their sizes reach the minimum together, so do
        their customers. Of more rows than `most` that is certain. Small cells are not asked about,
        and may be larger than they seem, unless it is to be `exact`.
        """
        level, names = coded(cells["series"])
        many = np.array([self.most.get(name, 0) for name in names], dtype=float)[level]
        sizes: Array = n * max(minimum_n, 1) / (np.maximum(many, minimum_n - 1) + 1)
        unsure = np.flatnonzero((n > 1) & (n <= many) & (exact | (n >= minimum_n)))
        if len(unsure):
            found, place = _asked(self.count, cells, keys, apart if exact else keys, unsure)
            persons, alone = (
                np.append(found[name].to_numpy(dtype=float), 0.0)[place]
                for name in ("persons", "alone")
            )
            few = alone if exact else sizes[unsure]
            sizes[unsure] = np.where(persons >= minimum_n, float(minimum_n), few)
        self._without_near(sizes, cells, keys, minimum_n)
        return sizes

    def _without_near(
        self, sizes: Array, cells: Labels, keys: Sequence[str], minimum_n: int
    ) -> None:
        """Cells that tell of a few persons beside a view that is a step away count as of none."""
        shown = np.flatnonzero(sizes >= minimum_n)
        if self.near is None or not len(shown):
            return
        found, place = _asked(self.near, cells, keys, (), shown)
        persons = np.append(found["persons"].to_numpy(dtype=float), 0.0)[place]
        sizes[shown[(persons > 0) & (persons < minimum_n)]] = 0

    def led(self, cells: Labels, keys: Sequence[str], totals: Array) -> Flags:
        """Cells of amounts, with their totals, that are nearly those of one or two customers."""
        led = self.perhaps_led(cells, totals)
        rows = np.flatnonzero(led)
        if len(rows):
            found, place = _asked(self.leaders, cells, keys, (), rows)
            rest = found["whole"] - found["largest"] - found["second"]
            near = (rest < _TOO_NEAR * found["largest"]).to_numpy(dtype=bool)
            led[rows] = np.append(near, True)[place]
        return led

    def perhaps_led(self, cells: Labels, totals: Array) -> Flags:
        """Those of which that can't be excluded without a question."""
        level, names = coded(cells["series"])
        ends = (self.largest.get(name, (-np.inf, 0.0)) for name in names)
        enough = np.array([(1 + _TOO_NEAR) * first + second for first, second in ends])
        return np.asarray(totals < enough[level], dtype=bool)


EACH_ROW = Persons()
Sides: TypeAlias = tuple[Persons, Persons]  # of what is shown, and of what it is compared with


def of_the_rest(sizes: Array, cells: IntArray) -> Array:
    """Sizes of all other cells of the same number of `cells`, together."""
    return add_up(cells, sizes, cells.max(initial=-1) + 1)[cells] - sizes


def _asked(
    ask: Ask, cells: Labels, keys: Sequence[str], apart: Sequence[str], rows: IntArray
) -> tuple[pd.DataFrame, IntArray]:
    """What is asked of the series of these cells, and where each of them is in it, or -1."""
    level, names = coded(cells["series"])
    series = tuple(names[one] for one in np.unique(level[rows]))
    found = ask(tuple(keys), series, tuple(apart))
    named = (*keys, "series")
    own = take({name: cells[name] for name in named}, rows)
    return found, positions(own, labels(found, named))
