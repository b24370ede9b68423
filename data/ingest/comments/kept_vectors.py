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
    codes, scales = np.zeros((len(chosen), WIDTH), np.int8), np.zeros(len(chosen), np.float32)
    known = _known(file)
    at = {key: place for place, key in enumerate(known["keys"].tolist())} if known else {}
    before = np.array([at.get(key, -1) for key in keys.tolist()], dtype=np.int64)
    if known:
        codes[before >= 0] = known["codes"][before[before >= 0]]
        scales[before >= 0] = known["scales"][before[before >= 0]]
    new = np.flatnonzero(before < 0)
    for start in range(0, len(new), _AT_ONCE):
        part = new[start : start + _AT_ONCE]
        made = vectors([texts[chosen[place]] for place in part])
        codes[part], scales[part] = made.whole, made.scale
    if len(texts) > _MANY:
        let_go_of_encoder()
    if len(new) or len(at) != len(keys):
        keep_arrays(file, {"keys": keys, "codes": codes, "scales": scales})
    every = Vectors(np.zeros((len(texts), WIDTH), np.int8), np.zeros(len(texts), np.float32))
    every.whole[chosen], every.scale[chosen] = codes, scales
    return every


def _key(text: str) -> str:
    return hashlib.blake2b(f"{VERSION}\n{text}".encode(), digest_size=_KEY).hexdigest()


def _known(file: Path) -> Arrays | None:
    found = read_arrays(file)
    if found is None or found.keys() != {"keys", "codes", "scales"}:
        return None
    whole = len(found["keys"]) == len(found["codes"]) == len(found["scales"])
    return found if whole and found["codes"].shape[1:] == (WIDTH,) else None
