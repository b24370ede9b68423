"""Which comments are voices of their own: a template sent by many is one voice, not many."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_LONG_IN_WORDS = 8
_LONG_IN_CHINESE = 20  # characters
_NOT_COMPARED = re.compile(r"[\W\d_]+")
_CHINESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # and Japanese, which has no spaces either


def voices(texts: Sequence[str], days: Sequence[int]) -> NDArray[np.bool_]:
    """Whether each comment counts as a voice of its own, in the order of `texts`.

    Of long texts of one day, which `days` numbers, that differ in nothing but case, spaces, digits
    and punctuation, the first counts: 8 words or 20 Chinese characters. Hardly anybody finds so
    many words twice: it is a template, or a program. Short ones ("Good", "Great service, thank
    you") count each. An empty text is no voice. Raises ValueError where both are not equally long.
    """
    same: dict[str, str] = {}  # what is compared, by the text: many texts are equal
    seen: set[tuple[str, int]] = set()
    own = np.zeros(len(texts), np.bool_)
    for row, (text, day) in enumerate(zip(texts, days, strict=True)):
        if not text.strip():
            continue
        if text not in same:
            same[text] = _compared(text)
        words = same[text]
        own[row] = not _is_long(words) or (words, day) not in seen
        seen.add((words, day))
    return own


def _compared(text: str) -> str:
    """The text without what makes no difference: all of it, where it has no letters."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return _NOT_COMPARED.sub(" ", plain).strip() or " ".join(text.split())


def _is_long(words: str) -> bool:
    chinese = 0 if words.isascii() else len(_CHINESE.findall(words))
    return chinese >= _LONG_IN_CHINESE or len(words.split()) >= _LONG_IN_WORDS
