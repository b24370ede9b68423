"""What views must have together or not at all, so that no two of them differ by a few persons.

Levels of a filter and stretches of time are parts. Views are made of whole blocks of parts; what
one of them has and another has not are whole blocks as well, and each is of enough persons, or of
none. Sizes are counted by group (rows of a table, answers of a series), a row each, of parts, a
column each. A group that has too few persons in all parts together is never shown: it counts for
nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metrics.privacy.protection import Flags
from metrics.sums.grouping import IntArray


def enough(persons: IntArray, minimum_n: int) -> Flags:
    """Which parts have, of each group, minimum_n persons or none."""
    return np.asarray(((persons == 0) | (persons >= minimum_n)).all(axis=0))


def that_count(persons: IntArray, minimum_n: int) -> Flags:
    """The groups that may be shown at all. Persons of several parts are counted in each."""
    return np.asarray(persons.sum(axis=1) >= minimum_n)


def held_together(persons: IntArray, alone: IntArray, minimum_n: int) -> Flags:
    """Parts that are had all or none: the small ones, and others where these are too few together.

    `alone`: the persons who are in no other part of the group. All others may be had one by one.
    """
    count = that_count(persons, minimum_n)
    persons, alone = persons[count], alone[count]
    held = ~enough(persons, minimum_n)
    by_size = np.argsort(persons.sum(axis=0), kind="stable").tolist()
    while held.any() and not held.all():
        # At least so many persons are in them together.
        least = np.maximum(persons[:, held].max(axis=1), alone[:, held].sum(axis=1))
        short = (least > 0) & (least < minimum_n)
        if not short.any():
            break
        helps = persons[short].any(axis=0)
        left = [part for part in by_size if helps[part] and not held[part]]
        if not left:
            held[:] = True
            break
        held[left[0]] = True
    return held


def joined(persons: Sequence[IntArray], minimum_n: int) -> list[int]:
    """Where blocks of consecutive parts begin, each of enough persons; one block where none is.

    `persons`: of each part, in their order, by group. A block has at least as many as its largest
    part.
    """
    blocks: list[tuple[int, IntArray]] = []
    begun: tuple[int, IntArray] | None = None
    for place, own in enumerate(persons):
        begun = (begun[0], np.maximum(begun[1], own)) if begun else (place, own)
        if enough(begun[1][:, None], minimum_n)[0]:
            blocks.append(begun)
            begun = None
    while begun and blocks:
        start, own = blocks.pop()
        begun = start, np.maximum(begun[1], own)
        if enough(begun[1][:, None], minimum_n)[0]:
            blocks.append(begun)
            begun = None
    return [start for start, _ in blocks] or [0][: len(persons)]
