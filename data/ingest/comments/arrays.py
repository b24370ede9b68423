"""Files of arrays that a load keeps for the next one, and digests of texts in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from data.durable import replace_durably

Arrays = dict[str, npt.NDArray[Any]]
_DIGEST = 16  # bytes


def read_arrays(file: Path) -> Arrays | None:
    """What was kept; None where there is nothing, or nothing whole."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}
    except (OSError, ValueError, EOFError, BadZipFile):
        return None


def keep_arrays(file: Path, arrays: Arrays) -> None:
    """Replaces the file in one step. Raises OSError."""

    def write(new: Path) -> None:
        with new.open("wb") as out:  # given a path, NumPy would give it an ending
            np.savez(out, allow_pickle=False, **arrays)

    replace_durably(file, write)


def digest_of(text: str) -> bytes:
    """What tells a text from all others, and nothing of what it says."""
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST).digest()


def digests_of(texts: Iterable[str]) -> npt.NDArray[np.uint8]:
    """The digests of texts, to be kept: uint8 (n, 16)."""
    joined = b"".join(digest_of(text) for text in texts)
    return np.frombuffer(joined, np.uint8).reshape(-1, _DIGEST)
