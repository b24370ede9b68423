"""The vectors that are nearest to another one, of very many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voice.vectors import WIDTH, Vectors

SIGNS = WIDTH // 64  # whole numbers of 64 signs each
CANDIDATES = 4_000
_AT_ONCE = 10_000  # vectors, which bounds the memory


class Nearest(NamedTuple):
    """Rows, the nearest first, and the cosine of each, -1 to 1.

    `cut`: there were more rows than were compared.
    """

    rows: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float32]
    cut: bool = False


def signs_of(whole: np.ndarray) -> npt.NDArray[np.uint64]:
    """Which numbers of vectors, (n, 512), are above 0, as bits: uint64 (n, 8)."""
    found = np.empty((len(whole), SIGNS), np.uint64)
    for start in range(0, len(whole), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found[part] = np.packbits(whole[part] > 0, axis=1).view(np.uint64)
    return found


def nearest(
    vectors: Vectors, signs: np.ndarray, rows: npt.NDArray[np.int64], to: np.ndarray, least: float
) -> Nearest:
    """Those of the rows whose cosine with the vector `to` is at least `least`; at most 4,000.

    Vectors at a small angle differ in few signs (Charikar 2002), which are quick to count: the
    4,000 rows that differ in the fewest are candidates, of these the cosine decides. `signs` are
    those of all vectors; equal cosines are in the order of rows.
    """
    cut = len(rows) > CANDIDATES
    if cut:
        other = signs_of(to[None])[0]
        ones = np.bitwise_count(signs ^ other)  # of all: to pick rows of eight takes longer
        apart = np.einsum("ij->i", ones, dtype=np.int16)[rows]
        rows = rows[np.argpartition(apart, CANDIDATES)[:CANDIDATES]]
    rows = np.sort(rows)
    found = vectors.whole[rows].astype(np.float32)  # a cosine is the same at any scale
    length = np.sqrt(np.einsum("ij,ij->i", found, found)) * np.linalg.norm(to)
    cosines = np.asarray(found @ to / np.where(length > 0, length, 1), np.float32)
    order = np.argsort(-cosines, kind="stable")
    order = order[cosines[order] >= least]
    return Nearest(rows[order], cosines[order], cut)
