"""Tables of two keys in which one person has rows in several cells: what follows of few persons?

What is hidden is asked of the product's rule, what follows is worked out by linear algebra.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.privacy.persons import Persons
from metrics.privacy.suppression import hidden_cells

IntArray = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Crossed:
    """Rows by two keys, with whose they are."""

    row: IntArray
    column: IntArray
    who: IntArray

    def cells(self) -> tuple[IntArray, IntArray, list[frozenset[int]], IntArray]:
        """Row, column, persons and number of rows of each cell that has any."""
        codes, first, place = np.unique(
            self.row * 1000 + self.column, return_index=True, return_inverse=True
        )
        persons = [frozenset(self.who[place == one].tolist()) for one in range(len(codes))]
        return self.row[first], self.column[first], persons, np.bincount(place)


def hidden(table: Crossed, keys: tuple[str, ...], least: int) -> Flags:
    """Which cells of these keys are hidden, in the order of their labels."""
    rows = pd.DataFrame({"row": table.row, "column": table.column, "who": table.who})
    rows["series"] = pd.Categorical(["nps"] * len(rows))

    def count(by: tuple[str, ...], *_: tuple[str, ...]) -> pd.DataFrame:
        cells = rows[[*by, "series", "who"]].drop_duplicates()
        cells["alone"] = cells.groupby("who")["series"].transform("size") == 1
        found = cells.groupby([*by, "series"], observed=True)
        return found.agg(persons=("who", "size"), alone=("alone", "sum")).reset_index()

    few = int(rows["who"].value_counts().head(least - 1).sum())
    cells = rows.groupby([*keys, "series"], observed=True).size().rename("n").reset_index()
    labels = {name: cells[name].array for name in (*keys, "series")}
    n = cells["n"].to_numpy(dtype=np.int64)
    persons = Persons(most={"nps": few}, count=count)
    return np.asarray(hidden_cells(labels, keys, n, least, persons=persons) != "")


def told(
    ends: tuple[IntArray, IntArray],
    persons: list[frozenset[int]],
    gone: Flags,
    totals: list[Flags],
    whole: bool,
    least: int,
) -> list[tuple[int, ...]]:
    """Hidden cells that together are of too few persons, whose sum follows from what is shown."""
    size = len(gone)
    known = [np.eye(size)[i] for i in np.flatnonzero(~gone)]
    for codes, hidden_totals in zip(ends, totals, strict=True):
        known += [(codes == one).astype(float) for one in np.flatnonzero(~hidden_totals)]
    if whole:
        known.append(np.ones(size))
    if not known:
        return []
    _, values, vectors = np.linalg.svd(np.array(known))
    free = vectors[(values > 1e-9).sum() :]
    places = np.flatnonzero(gone).tolist()
    found = []
    for many in range(1, min(len(places), 4) + 1):
        for some in combinations(places, many):
            if len(frozenset(chain.from_iterable(persons[i] for i in some))) >= least:
                continue
            if np.abs(free[:, list(some)].sum(axis=1)).max(initial=0) < 1e-9:
                found.append(some)
    return found


def random_table(seed: int) -> Crossed:
    """A few persons, some of whom have many rows."""
    rng = np.random.default_rng(seed)
    size, people = int(rng.integers(40, 160)), int(rng.integers(8, 30))
    weights = rng.pareto(1.0, people) + 0.2
    who = rng.choice(people, size, p=weights / weights.sum())
    rows, columns = int(rng.integers(2, 6)), int(rng.integers(2, 6))
    chances = rng.pareto(1.2, columns) + 0.1
    of_row = rng.integers(0, rows, people)  # half of the tables have a level of customers
    row = of_row[who] if seed % 2 else rng.integers(0, rows, size)
    column = rng.choice(columns, size, p=chances / chances.sum())
    row, column = (np.unique(one, return_inverse=True)[1] for one in (row, column))
    return Crossed(row, column, who)


def tried(seeds: range, least: int = 5) -> tuple[int, int, int]:
    """Sums of few persons that are told; cells that are hidden; all cells."""
    sums, gone_in_all, every = 0, 0, 0
    for seed in seeds:
        table = random_table(seed)
        row, column, persons, _ = table.cells()
        gone = hidden(table, ("row", "column"), least)
        totals = [hidden(table, (key,), least) for key in ("row", "column")]
        whole = len(np.unique(table.who)) >= least
        # What is shown of too few by itself, and what follows.
        direct = [i for i in np.flatnonzero(~gone) if len(persons[i]) < least]
        sums += len(told((row, column), persons, gone, totals, whole, least)) + len(direct)
        gone_in_all += int(gone.sum())
        every += len(gone)
    return sums, gone_in_all, every
