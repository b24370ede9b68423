"""Typical comments of a theme, to be quoted."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from voice.themes.folding import MARK, fold

Vectors = npt.NDArray[np.floating]
_Distances = npt.NDArray[np.float64]


def quotes(
    vectors: Vectors | None,
    texts: Sequence[str],
    score_groups: Sequence[str],
    customers: Sequence[Hashable | None],
    k: int,
) -> dict[str, list[int]]:
    """At most `k` rows of each score group: the nearest to the middle of all, then spread.

    The rows are the comments of one theme, `vectors` has a row each (zeros where there is none).
    Those after the first are of the nearest half the farthest from the ones before. Where a score
    group has no vector, they are the nearest to the median length. Customers that are None count
    as different ones. The order of rows makes no difference.
    """
    unit = np.zeros((len(texts), 1)) if vectors is None else unit_vectors(vectors)
    known = np.asarray(unit.any(axis=1), np.bool_)
    to_middle = _distances(unit, unit_vectors(unit[known].sum(axis=0)[None])[0])
    lengths = np.array([len(text) for text in texts], np.float64)
    from_median = abs(lengths - np.median(lengths)) if len(texts) else lengths
    found: dict[str, list[int]] = {}
    taken: set[Hashable] = set()  # customers, and texts: nobody is quoted twice
    for group in sorted(set(score_groups)):
        rows = [
            row
            for row, text in enumerate(texts)
            if score_groups[row] == group and text.strip() and not MARK.search(text)
        ]
        near = [row for row in rows if known[row]]
        order = to_middle if near else from_median
        rows = sorted(near or rows, key=lambda row: (order[row], texts[row], str(customers[row])))
        rows = _of_different_people(rows, texts, customers, taken)
        chosen = _spread(rows, unit, k) if near else rows[:k]
        taken.update(name for row in chosen for name in _names(row, texts, customers))
        found[group] = chosen
    return found


def unit_vectors(vectors: Vectors) -> Vectors:
    """The rows at length 1; rows of zeros, and those that are no numbers, as zeros."""
    known = np.where(np.isfinite(vectors).all(axis=1, keepdims=True), vectors, 0)
    length = np.linalg.norm(known, axis=1, keepdims=True)
    return np.asarray(known / np.where(length > 0, length, 1), vectors.dtype)


def _distances(unit: Vectors, point: Vectors) -> _Distances:
    """1 less the cosine, to 6 decimals: sums in another order of rows decide nothing."""
    return np.asarray(np.round(1 - unit @ point, 6), np.float64)


def _names(
    row: int, texts: Sequence[str], customers: Sequence[Hashable | None]
) -> tuple[Hashable, ...]:
    text = ("text", fold(texts[row]).strip())
    return (text,) if customers[row] is None else (text, ("customer", customers[row]))


def _of_different_people(
    rows: list[int],
    texts: Sequence[str],
    customers: Sequence[Hashable | None],
    taken: set[Hashable],
) -> list[int]:
    """The first row of each customer and text, without those that are taken."""
    found, seen = [], set(taken)
    for row in rows:
        names = _names(row, texts, customers)
        if seen.isdisjoint(names):
            seen.update(names)
            found.append(row)
    return found


def _spread(rows: list[int], unit: Vectors, k: int) -> list[int]:
    """The first row, then of the nearest half (or of as many as are wanted) the farthest ones."""
    near = rows[: max(k, (len(rows) + 1) // 2)]
    chosen = near[:1]
    while len(chosen) < min(k, len(near)):
        left = [row for row in near if row not in chosen]
        nearest = np.min([_distances(unit[left], unit[row]) for row in chosen], axis=0)
        chosen.append(left[int(np.argmax(nearest))])
    return chosen[:k]
