"""Which cells must be hidden so that neither small cells nor hidden totals follow from the totals.

A table is a graph: its totals are the nodes, its cells the edges. What is hidden follows from the
displayed totals and cells by the linear equations that these are; in the graph, that is where it
lies on no cycle (`metrics/privacy/bridges.py`).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from metrics.privacy.bridges import Bridges
from metrics.sums.grouping import Array, IntArray

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """Cells with their answers, and the two totals (nodes) that each is part of."""

    answers: IntArray
    ends: tuple[IntArray, IntArray]
    shown: Flags  # of each node: a total that is displayed
    secret: Flags  # a total that has answers, and is hidden

    def of(self, cell: int) -> tuple[int, int]:
        """The two totals of a cell."""
        return int(self.ends[0][cell]), int(self.ends[1][cell])

    def at_nodes(self, cells: IntArray, weights: Array | None = None) -> Array:
        """Of each node the sum of the weights of these of its cells, or their number."""
        both = [np.bincount(end[cells], weights, len(self.shown)) for end in self.ends]
        return (both[0] + both[1]).astype(float)


def protect(table: Table, minimum_n: int) -> Flags:
    """The hidden cells: those below minimum_n that have answers, and those that shield others.

    The smallest further cell is hidden, until in no displayed total the hidden cells hold fewer
    than minimum_n answers together, and neither a small cell nor a hidden total follows from all
    totals and shown cells (read as linear equations).
    """
    small = table.answers < minimum_n
    hidden = small & (table.answers > 0)  # that there are no answers is not a secret
    if hidden.any() and table.shown.any():
        candidates = _Candidates(table, np.flatnonzero(~small), hidden)
        _hold_enough(table, candidates, minimum_n)
        _lie_on_cycles(table, candidates, small)
        _hide_totals(table, candidates)
    return hidden


class _Candidates:
    """The cells that are still shown, to be hidden by size."""

    def __init__(self, table: Table, cells: IntArray, hidden: Flags) -> None:
        self.hidden = hidden
        self._answers = table.answers
        self._sorted = cells[np.argsort(table.answers[cells], kind="stable")]
        nodes = np.concatenate([end[self._sorted] for end in table.ends])
        self._cells = np.tile(self._sorted, 2)[np.argsort(nodes, kind="stable")]
        ends = np.cumsum(np.bincount(nodes, minlength=len(table.shown)))
        self._next, self._end = [0, *ends[:-1].tolist()], ends.tolist()
        self._smallest = 0
        self._queue: list[tuple[int, int, int]] = []
        self._queued: set[int] = set()

    def at(self, nodes: Iterable[int]) -> None:
        """From now on, cells of these nodes are looked at."""
        for node in nodes:
            if node not in self._queued:
                self._look_at(node)

    def hide(self, wanted: Callable[[int], bool], *, anywhere: bool) -> int | None:
        """Hides the smallest cell of the wanted nodes looked at, else the smallest of all.

        Returns the cell; None where there is none.
        """
        while self._queue:
            _, cell, node = heapq.heappop(self._queue)
            self._queued.discard(node)
            if wanted(node):
                found = not self.hidden[cell]
                self.hidden[cell] = True
                self._look_at(node)
                if found:
                    return cell
        while anywhere and self._smallest < len(self._sorted):
            cell = int(self._sorted[self._smallest])
            self._smallest += 1
            if not self.hidden[cell]:
                self.hidden[cell] = True
                return cell
        return None

    def _look_at(self, node: int) -> None:
        while self._next[node] < self._end[node]:
            cell = int(self._cells[self._next[node]])
            if not self.hidden[cell]:
                heapq.heappush(self._queue, (int(self._answers[cell]), cell, node))
                self._queued.add(node)
                return
            self._next[node] += 1


def _hold_enough(table: Table, candidates: _Candidates, minimum_n: int) -> None:
    """Until hidden cells hold minimum_n answers in each displayed total that has any."""
    cells = np.flatnonzero(candidates.hidden)
    held = table.at_nodes(cells, table.answers[cells].astype(float)).tolist()
    shown: list[bool] = table.shown.tolist()

    def few(node: int) -> bool:
        return shown[node] and 0 < held[node] < minimum_n

    candidates.at(filter(few, range(len(shown))))
    while (cell := candidates.hide(few, anywhere=False)) is not None:
        for node in table.of(cell):
            held[node] += int(table.answers[cell])


def _lie_on_cycles(table: Table, candidates: _Candidates, small: Flags) -> None:
    """Until no small cell is a bridge. Hidden totals say nothing: they are one node."""
    node_of = np.where(table.shown, np.arange(1, len(table.shown) + 1), 0)
    ends = node_of[table.ends[0]], node_of[table.ends[1]]
    graph = Bridges(len(table.shown) + 1)
    hidden = np.flatnonzero(candidates.hidden)
    found = graph.add_all((ends[0][hidden], ends[1][hidden]), hidden)
    told = sum(bool(small[cell]) for cell in found)
    bridges = table.at_nodes(np.array(sorted(found), dtype=np.int64)).tolist()
    shown: list[bool] = table.shown.tolist()

    def touched(node: int) -> bool:
        return shown[node] and bridges[node] > 0

    candidates.at(filter(touched, range(len(shown))))
    while told and (cell := candidates.hide(touched, anywhere=True)) is not None:
        gone, new = graph.add(int(ends[0][cell]), int(ends[1][cell]), cell)
        for changed, by in ((gone, -1), (new, 1)):
            for bridge in changed:
                told += by * bool(small[bridge])
                for node in table.of(bridge):
                    bridges[node] += by
        candidates.at(filter(touched, table.of(cell)))


def _hide_totals(table: Table, candidates: _Candidates) -> None:
    """Until each hidden total is joined to another by hidden cells: else it is the sum of others.

    Between two, what one has more the other may have less.
    """
    hidden = np.flatnonzero(candidates.hidden)
    one, other = (end[hidden] for end in table.ends)
    size = len(table.shown)
    graph = coo_array((np.ones(len(hidden)), (one, other)), shape=(size, size))
    piece = connected_components(graph, directed=False)[1]
    secrets = np.bincount(piece[table.secret], minlength=size).tolist()
    alone = secrets.count(1)
    beside = table.secret.copy()  # a hidden total, or one that shares a hidden cell with it
    beside[other[table.secret[one]]] = True
    beside[one[table.secret[other]]] = True
    joined = {place: place for place in range(size)}

    def find(node: int) -> int:
        place = int(piece[node])
        while joined[place] != place:
            place = joined[place]
        return place

    def told(node: int) -> bool:
        return bool(beside[node]) and secrets[find(node)] == 1

    candidates.at(filter(told, range(size)))
    while alone and (cell := candidates.hide(told, anywhere=True)) is not None:
        nodes = table.of(cell)
        here, there = map(find, nodes)
        if here != there:
            both = secrets[here] + secrets[there]
            alone += (both == 1) - (secrets[here] == 1) - (secrets[there] == 1)
            joined[here], secrets[there] = there, both
        for node, opposite in (nodes, nodes[::-1]):
            beside[node] |= table.secret[opposite]
        candidates.at(filter(told, nodes))
