"""Typical comments by what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data.meaning.kept import kept_vectors
from data.store.snapshots import Snapshot
from voice.themes.quotes import quotes

_LEAST_KNOWN = 0.5  # of the comments that may be quoted, else those without a vector are missed


def typical_by_meaning(
    snapshot: Snapshot, frame: pd.DataFrame, groups: Mapping[str, Sequence[int]], k: int
) -> list[int] | None:
    """Places of at most `k` comments of each group, by the rule of `voice.themes.quotes.quotes`.

    `frame`: comment, vector and customer_id (where the reader sees it) of one theme's comments;
    `groups`: which of its places may be quoted. None where fewer than half of these have a vector.
    """
    kept = kept_vectors(snapshot)
    if kept is None:
        return None
    numbers = frame["vector"].to_numpy(dtype=np.float64)
    of = [(place, name) for name, places in groups.items() for place in places]
    known = [(place, name) for place, name in of if not np.isnan(numbers[place])]
    if not known or len(known) < _LEAST_KNOWN * len(of):
        return None
    places = [place for place, _ in known]
    said = frame["comment"].tolist()
    whose = frame["customer_id"].tolist() if "customer_id" in frame else [None] * len(frame)
    found = quotes(
        kept.vectors.floats(numbers[places].astype(np.int64)),
        [str(said[place]) for place in places],
        [name for _, name in known],
        [whose[place] if isinstance(whose[place], str) else None for place in places],
        k,
    )
    return [places[row] for rows in found.values() for row in rows]
