"""Which parts go together, tried on random persons against every pair of choices."""

from __future__ import annotations

import random
from itertools import chain, combinations

import numpy as np
import pytest

from metrics.privacy.blocks import enough, held_together, joined

LEAST = 4
Part = frozenset[int]


def drawn(seed: int) -> list[list[Part]]:
    """Of some groups the persons in each of some parts."""
    chance = random.Random(seed)
    parts, people = chance.randint(1, 6), chance.randint(2, 30)
    return [
        [
            frozenset(chance.choices(range(people), k=chance.choice((0, 1, 2, 3, 5, 8, 13))))
            for _ in range(parts)
        ]
        for _ in range(chance.randint(1, 3))
    ]


def counted(groups: list[list[Part]]) -> tuple[np.ndarray, np.ndarray]:
    """Persons of each part, and those who are in no other one."""
    alone = [
        [
            len(own - frozenset().union(*of[:place], *of[place + 1 :]))
            for place, own in enumerate(of)
        ]
        for of in groups
    ]
    return np.array([[len(own) for own in of] for of in groups]), np.array(alone)


def all_of(of: list[Part], chosen: set[int]) -> Part:
    return frozenset().union(*(of[place] for place in chosen))


@pytest.mark.parametrize("seed", range(200))
def test_choices_differ_by_nobody_or_by_enough(seed: int) -> None:
    groups = drawn(seed)
    held = {int(one) for one in np.flatnonzero(held_together(*counted(groups), LEAST))}
    parts = range(len(groups[0]))
    every = chain.from_iterable(combinations(parts, size) for size in range(len(parts) + 1))
    allowed = [set(one) for one in every if held <= set(one) or held.isdisjoint(one)]
    assert set(parts) in allowed
    for one, other in combinations(allowed, 2):
        for of in groups:
            if len(all_of(of, set(parts))) < LEAST:
                continue  # shown nowhere
            for left in (one - other, other - one):
                assert len(all_of(of, left)) == 0 or len(all_of(of, left)) >= LEAST


@pytest.mark.parametrize("seed", range(200))
def test_blocks_of_time_are_of_enough_or_all_is_one(seed: int) -> None:
    groups = [of for of in drawn(seed) if len(all_of(of, set(range(len(of))))) >= LEAST]
    if not groups:
        return
    persons, _ = counted(groups)
    starts = joined(list(persons.T), LEAST)
    ends = [*starts[1:], persons.shape[1]]
    assert starts[0] == 0
    for start, end in zip(starts, ends, strict=True):
        for of in groups:
            size = len(all_of(of, set(range(start, end))))
            assert len(starts) == 1 or size == 0 or size >= LEAST


def test_what_is_of_enough_stays_by_itself() -> None:
    persons = np.array([[9, 0, 4, 20], [5, 7, 0, 4]])
    assert enough(persons, LEAST).all()
    assert not held_together(persons, persons, LEAST).any()
    assert joined(list(persons.T), LEAST) == [0, 1, 2, 3]


def test_a_small_part_takes_the_next_smallest_one_along() -> None:
    persons = np.array([[9, 1, 8, 20]])
    assert held_together(persons, persons, LEAST).tolist() == [False, True, True, False]
    assert joined(list(persons.T), LEAST) == [0, 1, 3]
    two = np.array([[9, 2, 2, 20]])
    assert held_together(two, two, LEAST).tolist() == [False, True, True, False]


def test_one_block_of_all_where_they_are_few() -> None:
    assert joined(list(np.array([[1, 2, 1]]).T), LEAST) == [0]
    assert joined([], LEAST) == []
