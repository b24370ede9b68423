"""Vectors of sentences, worked out for new texts alone: a file beside the data files keeps them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.ingest.comments.arrays import Arrays, keep_arrays, read_arrays
from data.store.versions import VECTORS
from voice.vectors import (
    FEWEST,
    KNOWN,
    VERSION,
    WIDTH,
    Vectors,
    installed,
    let_go_of_encoder,
    vectors,
)

_MOST = 200_000  # texts, the newest: they take 100 MB, and a thousand are worked out in a second
_MANY = 20_000  # texts, beside which there is no room for the encoder
_AT_ONCE = 10_000  # texts encoded, whose vectors are in memory twice
_KEY = 16  # bytes


def vectors_of(
    texts: Sequence[str], languages: Sequence[str | None], last: npt.NDArray[np.int64], folder: Path
) -> Vectors | None:
    """The vectors of texts, in their order; None for too few, and without encoder.

    A text in a language that the encoder does not know has zeros. `last`: the day each was last
    written, as a number. What `folder` keeps from now on is of these texts alone.
    """
    file = folder / VECTORS
    able = np.flatnonzero(np.array([one in KNOWN for one in languages], dtype=bool))
    if len(able) < FEWEST or not installed():
        file.unlink(missing_ok=True)
        return None
    chosen = np.sort(able[np.argsort(-last[able], kind="stable")[:_MOST]])
    keys = np.array([_key(texts[place]) for place in chosen], dtype=f"S{2 * _KEY}")
    every = Vectors(np.zeros((len(texts), WIDTH), np.int8), np.zeros(len(texts), np.float32))
    kept, new = _fill(every, chosen, keys, _known(file))
    for start in range(0, len(new), _AT_ONCE):
        part = new[start : start + _AT_ONCE]
        made = vectors([texts[place] for place in part])
        every.whole[part], every.scale[part] = made.whole, made.scale
    if len(texts) > _MANY:
        let_go_of_encoder()
    if len(new) or kept != len(keys):
        own = every if len(chosen) == len(every) else every.of(chosen)  # a copy takes 50 MB
        keep_arrays(file, {"keys": keys, "codes": own.whole, "scales": own.scale})
    return every


def _fill(
    every: Vectors, chosen: np.ndarray, keys: np.ndarray, known: Arrays | None
) -> tuple[int, np.ndarray]:
    """Puts what is known where it belongs: how much was known, and which of `chosen` are new."""
    if known is None:
        return 0, chosen
    at = {key: place for place, key in enumerate(known["keys"].tolist())}
    before = np.array([at.get(key, -1) for key in keys.tolist()], dtype=np.int64)
    for start in range(0, len(chosen), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        there = before[part] >= 0
        to, place = chosen[part][there], before[part][there]
        every.whole[to], every.scale[to] = known["codes"][place], known["scales"][place]
    return len(at), chosen[before < 0]


def _key(text: str) -> str:
    return hashlib.blake2b(f"{VERSION}\n{text}".encode(), digest_size=_KEY).hexdigest()


def _known(file: Path) -> Arrays | None:
    found = read_arrays(file)
    if found is None or found.keys() != {"keys", "codes", "scales"}:
        return None
    whole = len(found["keys"]) == len(found["codes"]) == len(found["scales"])
    return found if whole and found["codes"].shape[1:] == (WIDTH,) else None
