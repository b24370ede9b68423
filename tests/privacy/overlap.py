"""Which rule hides a table of two keys safely, where one person is in several of its cells?

A prototype: `metrics.privacy.protection` with persons in the place of answers, which do not add up.
`python -m tests.privacy.overlap` tries three rules for what hidden cells hold together: the sum of
their persons, the most persons that one of them has, and how many different ones they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt

from metrics.privacy import protection
from metrics.privacy.bridges import Bridges
from metrics.privacy.protection import Flags, Table

RULES = ("answers", "sum", "most", "different", "mended")
IntArray = npt.NDArray[np.int64]


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


def hidden(
    ends: tuple[IntArray, IntArray],
    persons: list[frozenset[int]],
    n: IntArray,
    least: int,
    rule: str,
) -> tuple[Flags, list[Flags]]:
    """Which cells are hidden, and of each key which totals are."""
    gone: list[Flags] = []
    whole = frozenset(chain.from_iterable(persons))
    for codes in ends:
        of = [
            frozenset(chain.from_iterable(persons[i] for i in np.flatnonzero(codes == one)))
            for one in range(codes.max() + 1)
        ]
        rows = np.bincount(codes, weights=n).astype(np.int64)
        size = len(of)
        shown = _enough(whole, int(n.sum()), least, rule)
        nodes = np.array([shown, False]), np.array([False, False])
        lines = np.zeros(size, np.int64), np.ones(size, np.int64)
        gone.append(_protect(lines, nodes, of, rows, least, rule))
    shown_totals = np.concatenate([~one for one in gone])
    own = ends[0], ends[1] + len(gone[0])
    cells = _protect(own, (shown_totals, ~shown_totals), persons, n, least, rule)
    if rule == "mended" and cells.any() and _enough(whole, int(n.sum()), least, rule):
        _mend(own, shown_totals, persons, cells, least)
    return cells, gone


def _mend(
    ends: tuple[IntArray, IntArray],
    shown: Flags,
    persons: list[frozenset[int]],
    gone: Flags,
    least: int,
) -> None:
    """Hides further cells, until what is left of each known sum is of enough persons.

    The sum of all hidden totals of a key is known: the whole less those shown. So they are one
    node, which is shown. Hidden cells that follow (bridges) are known as well: what is left of a
    sum are the others.
    """
    size = len(shown)
    count = np.array([len(one) for one in persons])
    # Hidden totals of the first key become node `size`, those of the second the next one.
    nodes = [np.where(shown[end], end, size + key) for key, end in enumerate(ends)]
    while True:
        graph = Bridges(size + 2)
        places = np.flatnonzero(gone)
        found = graph.add_all((nodes[0][places], nodes[1][places]), places)
        known = ~gone
        known[list(found)] = True
        wanted = {
            node
            for end in nodes
            for node in np.unique(end).tolist()
            if _few((end == node) & ~known, persons, least)
        }
        for bridge in found:
            if count[bridge] < least:
                wanted |= {int(nodes[0][bridge]), int(nodes[1][bridge])}
        if not wanted:
            return
        beside = np.isin(nodes[0], list(wanted)) | np.isin(nodes[1], list(wanted))
        choice = np.flatnonzero(~gone & beside)
        choice = choice if len(choice) else np.flatnonzero(~gone)
        if not len(choice):
            return
        gone[choice[np.argmin(count[choice])]] = True


def _few(cells: Flags, persons: list[frozenset[int]], least: int) -> bool:
    own = frozenset(chain.from_iterable(persons[i] for i in np.flatnonzero(cells)))
    return 0 < len(own) < least


def _enough(persons: frozenset[int], n: int, least: int, rule: str) -> bool:
    return (n if rule == "answers" else len(persons)) >= least


def _protect(
    ends: tuple[IntArray, IntArray],
    nodes: tuple[Flags, Flags],
    persons: list[frozenset[int]],
    n: IntArray,
    least: int,
    rule: str,
) -> Flags:
    counted = n if rule == "answers" else np.array([len(one) for one in persons])
    small = counted < least
    gone = small.copy()
    table = Table(counted, ends, *nodes)
    if gone.any() and table.shown.any():
        candidates = protection._Candidates(table, np.flatnonzero(~small), gone)
        if rule in ("answers", "sum"):
            protection._hold_enough(table, candidates, least)
        else:
            _hold_enough(table, candidates, persons, least, rule)
        protection._lie_on_cycles(table, candidates, small)
        protection._hide_totals(table, candidates)
    return gone


def _hold_enough(
    table: Table,
    candidates: protection._Candidates,
    persons: list[frozenset[int]],
    least: int,
    rule: str,
) -> None:
    """Until hidden cells are of enough persons in each displayed total that has any."""
    held: list[list[frozenset[int]]] = [[] for _ in table.shown]
    for hidden_cell in np.flatnonzero(candidates.hidden).tolist():
        for node in table.of(hidden_cell):
            held[node].append(persons[hidden_cell])

    def few(node: int) -> bool:
        own = held[node]
        if not own or not table.shown[node]:
            return False
        most = max(map(len, own))
        return (most if rule == "most" else len(frozenset(chain.from_iterable(own)))) < least

    candidates.at(filter(few, range(len(held))))
    while (cell := candidates.hide(few, anywhere=False)) is not None:
        for node in table.of(cell):
            held[node].append(persons[cell])


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


def tried(rule: str, seeds: range, least: int = 5) -> tuple[int, int, int, int]:
    """Tables that tell something; sums that are told; cells that are hidden; all cells."""
    tables, sums, gone_in_all, every = 0, 0, 0, 0
    for seed in seeds:
        *ends, persons, n = random_table(seed).cells()
        pair = ends[0], ends[1]
        gone, totals = hidden(pair, persons, n, least, rule)
        all_of_them = frozenset(chain.from_iterable(persons))
        whole = _enough(all_of_them, int(n.sum()), least, rule)
        # What is shown of too few by itself, and what follows.
        direct = [i for i in np.flatnonzero(~gone) if len(persons[i]) < least]
        found = told(pair, persons, gone, totals, whole, least)
        tables += bool(found or direct)
        sums += len(found) + len(direct)
        gone_in_all += int(gone.sum())
        every += len(gone)
    return tables, sums, gone_in_all, every


if __name__ == "__main__":
    for rule in RULES:
        tables, sums, gone, every = tried(rule, range(2000))
        print(f"{rule:10} {tables} of 2000 tables tell {sums} sums; {gone / every:.1%} hidden")
