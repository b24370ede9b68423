"""Comments that mean about the same as words that somebody seeks, in whatever words they say it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data.meaning.encoder import encoded
from data.meaning.kept import kept_vectors
from data.query.comments import Sought, texts_of
from data.store.snapshots import Snapshot
from voice.nearest import nearest

# Of 1,631 reviews of a shop, 26 searches for what no shop does find 0.04 % at this cosine, 17 for
# what customers say of shops 9 % (docs/voice.md).
NEAR_ENOUGH = 0.35


@dataclass(frozen=True)
class Near:
    """Texts that are near enough, the nearest first: their `vector`, and how many say each.

    `without`: comments of the view that have no vector. `cut`: there were more texts than were
    compared.
    """

    texts: tuple[int, ...]
    comments: tuple[int, ...]
    without: int
    cut: bool = False

    @property
    def every(self) -> int:
        """How many comments are near enough."""
        return sum(self.comments)

    def page(self, skip: int, most: int) -> tuple[tuple[int, ...], int]:
        """The texts that a page of comments has, and how many comments of the first it leaves out.

        `skip`: comments before the page.
        """
        ends = np.cumsum(self.comments)
        first = int(np.searchsorted(ends, skip, side="right"))
        last = int(np.searchsorted(ends, skip + most))
        before = int(ends[first - 1]) if first else 0
        return self.texts[first : last + 1], skip - before


def near_to(snapshot: Snapshot, sought: Sought, words: str) -> Near | None:
    """The comments of `sought`, whatever words that names, which are near to these words.

    None where they can't be told now: no vectors of the version, or no answer of the encoder.
    """
    kept = kept_vectors(snapshot)
    to = encoded(words) if kept else None
    if kept is None or to is None:
        return None
    said = texts_of(snapshot, replace(sought, words=()))["vector"].to_numpy(dtype=np.int64)
    counts = np.bincount(said + 1, minlength=len(kept.vectors) + 1)
    without, counts = int(counts[0]), counts[1:]
    rows = np.flatnonzero(counts)
    near = nearest(kept.vectors, kept.signs, rows, to, NEAR_ENOUGH)
    texts, comments = near.rows.tolist(), counts[near.rows].tolist()
    return Near(tuple(texts), tuple(comments), without, near.cut)
