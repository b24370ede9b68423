"""Edges on no cycle, against taking each away and looking whether its ends stay joined."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.privacy.bridges import Bridges

Edges = list[tuple[int, int]]


def joined(edges: Edges, one: int, other: int) -> bool:
    reached, size = {one}, 0
    while size < len(reached):
        size = len(reached)
        reached |= {b for a, b in [*edges, *((b, a) for a, b in edges)] if a in reached}
    return other in reached


def bridges(edges: Edges) -> set[int]:
    return {
        i
        for i, (a, b) in enumerate(edges)
        if a != b and not joined(edges[:i] + edges[i + 1 :], a, b)
    }


edges_of = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=14)


@settings(max_examples=200)
@given(edges_of)
def test_one_by_one(edges: Edges) -> None:
    graph, found = Bridges(9), set[int]()
    for i, (one, other) in enumerate(edges):
        gone, new = graph.add(one, other, i)
        assert gone <= found
        found = (found - gone) | new
        assert found == bridges(edges[: i + 1])


@settings(max_examples=100)
@given(edges_of, edges_of)
def test_many_at_once_and_more_after_them(first: Edges, later: Edges) -> None:
    graph = Bridges(9)
    one, other = np.array(first, dtype=np.int64).reshape(-1, 2).T
    found = graph.add_all((one, other), np.arange(len(first)))
    assert found == bridges(first)
    for i, (a, b) in enumerate(later, start=len(first)):
        gone, new = graph.add(a, b, i)
        found = (found - gone) | new
    assert found == bridges(first + later)
