"""Vectors of the comments of a version, in a file beside its data file, read without loading it.

The file has, for n texts, the signs of the vectors (8 uint64 each), their scales (float32) and
their numbers (512 int8 each), one after the other. Feedback has the place of a text in `vector`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from data.durable import move_durably
from data.store.snapshots import Snapshot
from data.store.versions import MEANING
from voice.nearest import SIGNS, signs_of
from voice.vectors import WIDTH, Vectors

_BYTES = 8 * SIGNS + 4 + WIDTH  # of a text


class Kept(NamedTuple):
    """The vectors of a version's texts, and their signs: uint64 (n, 8). Read where it is needed."""

    vectors: Vectors
    signs: np.ndarray


def keep_vectors(vectors: Vectors, file: Path) -> None:
    """Writes the vectors beside a data file."""
    with file.with_suffix(MEANING).open("wb") as out:
        signs_of(vectors.whole).tofile(out)
        vectors.scale.astype(np.float32).tofile(out)
        vectors.whole.tofile(out)


def move_beside(new: Path, file: Path) -> None:
    """Moves what is beside a new data file to its last place, before the data file itself."""
    made, place = new.with_suffix(MEANING), file.with_suffix(MEANING)
    if made.exists():
        move_durably(made, place)
    else:
        place.unlink(missing_ok=True)


def kept_vectors(snapshot: Snapshot) -> Kept | None:
    """The vectors of all texts of a version; None where there are none, or nothing whole.

    Who is limited to some rows may only be told of texts that these rows name.
    """
    if snapshot.file is None:
        return None
    file = snapshot.file.with_suffix(MEANING)
    try:
        size = file.stat().st_size
        if not size or size % _BYTES:
            return None
        every = np.memmap(file, mode="r", dtype=np.uint8, shape=(size,))
    except OSError:
        return None
    n = size // _BYTES
    signs, rest = every[: 8 * SIGNS * n], every[8 * SIGNS * n :]
    whole = rest[4 * n :].view(np.int8).reshape(n, WIDTH)
    return Kept(
        Vectors(whole, rest[: 4 * n].view(np.float32)), signs.view(np.uint64).reshape(n, SIGNS)
    )
