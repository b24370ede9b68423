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
    """Cells with their answers and sizes (of persons), and the two totals that each is part of."""

    answers: IntArray
    size: Array
    ends: tuple[IntArray, IntArray]
    shown: Flags  # of each total: it is displayed
    secret: Flags  # it has answers, and is hidden
    whole: bool  # the total of all of them is displayed


@dataclass(frozen=True)
class _Sums:
    """Which sums of cells are known (nodes), and the two that each cell is part of."""

    ends: tuple[IntArray, IntArray]
    known: Flags

    @classmethod
    def of(cls, table: Table) -> _Sums:
        """The displayed totals; of each key what these leave of the whole."""
        size = len(table.shown)
        left = [np.where(table.shown[end], end, size + key) for key, end in enumerate(table.ends)]
        return cls((left[0], left[1]), np.append(table.shown, [table.whole, table.whole]))

    def at(self, cell: int) -> tuple[int, int]:
        """Those of a cell."""
        return int(self.ends[0][cell]), int(self.ends[1][cell])

    def added(self, cells: IntArray, weights: Array | None = None) -> Array:
        """Of each node the sum of the weights of these of its cells, or their number."""
        both = [np.bincount(end[cells], weights, len(self.known)) for end in self.ends]
        return (both[0] + both[1]).astype(float)


def protect(table: Table, minimum_n: int) -> Flags:
    """The hidden cells: those of a size below minimum_n, and those that shield others.

    The smallest further cell is hidden, until in no known sum the hidden cells are of a size below
    minimum_n together, and neither a small cell nor a hidden total follows from all sums and shown
    cells (read as linear equations).
    """
    small = table.size < minimum_n
    hidden = small & (table.answers > 0)  # that there are no answers is not a secret
    sums, further = _Sums.of(table), np.flatnonzero(~small)
    if hidden.any() and sums.known.any():
        candidates = _Candidates(table.answers, sums.ends, further, hidden)
        again = True
        while again:
            _hold_enough(table, sums, candidates, minimum_n)
            told = _lie_on_cycles(sums, candidates, small)
            again = _leave_enough(table, sums, candidates, minimum_n, told)
        _hide_totals(table, _Candidates(table.answers, table.ends, further, hidden))
    return hidden


class _Candidates:
    """The cells that are still shown, to be hidden by size."""

    def __init__(
        self, answers: IntArray, ends: tuple[IntArray, IntArray], cells: IntArray, hidden: Flags
    ) -> None:
        self.hidden = hidden
        self._answers = answers
        self._sorted = cells[np.argsort(answers[cells], kind="stable")]
        nodes = np.concatenate([end[self._sorted] for end in ends])
        self._cells = np.tile(self._sorted, 2)[np.argsort(nodes, kind="stable")]
        many = max(end.max(initial=-1) for end in ends) + 1
        upto = np.cumsum(np.bincount(nodes, minlength=many))
        self._next, self._end = [0, *upto[:-1].tolist()], upto.tolist()
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


def _hold_enough(table: Table, sums: _Sums, candidates: _Candidates, minimum_n: int) -> None:
    """Until hidden cells are of minimum_n persons in each known sum that has any."""
    cells = np.flatnonzero(candidates.hidden)
    held = sums.added(cells, table.size[cells]).tolist()
    some = sums.added(cells).tolist()
    known: list[bool] = sums.known.tolist()

    def few(node: int) -> bool:
        return known[node] and some[node] > 0 and held[node] < minimum_n

    candidates.at(filter(few, range(len(known))))
    while (cell := candidates.hide(few, anywhere=False)) is not None:
        for node in sums.at(cell):
            held[node] += float(table.size[cell])
            some[node] += 1


def _leave_enough(
    table: Table, sums: _Sums, candidates: _Candidates, minimum_n: int, told: set[int]
) -> bool:
    """Hides one more cell where those told leave too few of a known sum. False: nowhere."""
    left = np.setdiff1d(np.flatnonzero(candidates.hidden), sorted(told))
    held = sums.added(left, table.size[left])
    few = sums.known & (sums.added(left) > 0) & (held < minimum_n)
    nodes = set(np.flatnonzero(few).tolist())
    for ends in map(sums.at, told):
        if few[[*ends]].any():
            nodes |= {node for node in ends if sums.known[node]}
    candidates.at(nodes)
    return candidates.hide(lambda node: node in nodes, anywhere=False) is not None


def _lie_on_cycles(sums: _Sums, candidates: _Candidates, small: Flags) -> set[int]:
    """Until no small cell is a bridge. What is not known says nothing: it is one node.

    Returns the bridges that are left: what they hide is told.
    """
    node_of = np.where(sums.known, np.arange(1, len(sums.known) + 1), 0)
    ends = node_of[sums.ends[0]], node_of[sums.ends[1]]
    graph = Bridges(len(sums.known) + 1)
    hidden = np.flatnonzero(candidates.hidden)
    found = graph.add_all((ends[0][hidden], ends[1][hidden]), hidden)
    told = sum(bool(small[cell]) for cell in found)
    bridges = sums.added(np.array(sorted(found), dtype=np.int64)).tolist()
    known: list[bool] = sums.known.tolist()

    def touched(node: int) -> bool:
        return known[node] and bridges[node] > 0

    candidates.at(filter(touched, range(len(known))))
    while told and (cell := candidates.hide(touched, anywhere=True)) is not None:
        gone, new = graph.add(int(ends[0][cell]), int(ends[1][cell]), cell)
        for changed, by in ((gone, -1), (new, 1)):
            for bridge in changed:
                told += by * bool(small[bridge])
                for node in sums.at(bridge):
                    bridges[node] += by
        found = (found - gone) | new
        candidates.at(filter(touched, sums.at(cell)))
    return found


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
        nodes = int(table.ends[0][cell]), int(table.ends[1][cell])
        here, there = map(find, nodes)
        if here != there:
            both = secrets[here] + secrets[there]
            alone += (both == 1) - (secrets[here] == 1) - (secrets[there] == 1)
            joined[here], secrets[there] = there, both
        for node, opposite in (nodes, nodes[::-1]):
            beside[node] |= table.secret[opposite]
        candidates.at(filter(told, nodes))
