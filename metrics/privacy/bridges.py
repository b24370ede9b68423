"""The bridges of a growing graph: edges that lie on no cycle.

Of a table with its totals the cells that are not known are edges, each between its row and its
column. A cell follows from the totals if and only if its edge is a bridge (Gusfield 1988, "A Graph
Theoretic Approach to Statistical Data Security", SIAM J. Comput. 17(3)).
"""

from __future__ import annotations

import numpy as np

from metrics.sums.grouping import IntArray

_AT_ONCE = 4  # edges a node that are looked at before those are left out that tell nothing new


class Bridges:
    """Edges are added one by one. Parts without a bridge are one; bridges make trees of them."""

    def __init__(self, nodes: int) -> None:
        self._part = list(range(nodes))  # towards the node that stands for the part without bridge
        self._tree = list(range(nodes))  # likewise for all that is joined by edges
        self._size = [1] * nodes  # of the tree
        self._above = [-1] * nodes  # of a part: a node of the next part towards the root
        self._edge = [-1] * nodes  # of a part: the bridge to that one

    def add_all(self, ends: tuple[IntArray, IntArray], edges: IntArray) -> set[int]:
        """Adds the edges, whose ends are nodes; returns those that are bridges then."""
        found: set[int] = set()
        # In random order the first few join most of the graph, and the others can be left out.
        left = np.random.default_rng(0).permutation(len(edges))
        step = _AT_ONCE * len(self._part)
        while len(left):
            part = np.array([self._find(self._part, node) for node in range(len(self._part))])
            left = left[part[ends[0][left]] != part[ends[1][left]]]
            for place in left[:step].tolist():
                gone, new = self.add(int(ends[0][place]), int(ends[1][place]), int(edges[place]))
                found -= gone
                found |= new
            left = left[step:]
        return found

    def add(self, one: int, other: int, edge: int) -> tuple[set[int], set[int]]:
        """The bridges that are none any more, and the edge itself where it is one."""
        one, other = self._find(self._part, one), self._find(self._part, other)
        if one == other:
            return set(), set()
        trees = self._find(self._tree, one), self._find(self._tree, other)
        if trees[0] == trees[1]:
            return self._close(one, other), set()
        if self._size[trees[0]] > self._size[trees[1]]:
            one, other, trees = other, one, trees[::-1]
        self._hang(one)
        self._above[one], self._edge[one] = other, edge
        self._tree[trees[0]] = trees[1]
        self._size[trees[1]] += self._size[trees[0]]
        return set(), {edge}

    @staticmethod
    def _find(towards: list[int], node: int) -> int:
        while towards[node] != node:
            towards[node] = towards[towards[node]]
            node = towards[node]
        return node

    def _hang(self, part: int) -> None:
        """Makes a part the root of its tree."""
        below, edge = -1, -1
        while part != -1:
            above = self._above[part]
            part_above = -1 if above == -1 else self._find(self._part, above)
            edge_above = self._edge[part]
            self._above[part], self._edge[part] = below, edge
            below, edge, part = part, edge_above, part_above

    def _close(self, one: int, other: int) -> set[int]:
        """All parts on the way between two become one: their bridges lie on a cycle now."""
        ways: tuple[list[int], list[int]] = ([one], [other])
        seen, turn = {one, other}, 0
        while True:  # both ways lead to the root: one comes to where the other has been
            turn = 1 - turn
            above = self._above[ways[turn][-1]]
            if above == -1:
                continue
            above = self._find(self._part, above)
            ways[turn].append(above)
            if above in seen:
                break
            seen.add(above)
        gone = set()
        for way in ways:
            for part in way[: way.index(above)]:
                gone.add(self._edge[part])
                self._part[part] = above
        return gone
