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


def voices(
    texts: Sequence[str], customers: Sequence[str | None], days: Sequence[int]
) -> NDArray[np.bool_]:
    """Whether each comment counts as a voice of its own, in the order of `texts`.

    Two texts are the same where they differ in nothing but case, spaces, digits and punctuation.
    Of the same texts of one day, which `days` numbers,

    - one customer counts once, with the first, however short the text is;
    - all customers together count once, with the first, where the text is long: 8 words or 20
      Chinese characters. Hardly anybody finds so many words twice: it is a template, or a program.
    - Short ones ("Good", "Great service, thank you") count once for each customer. Where the
      customer is not known (None), each comment is taken for one of another.

    Whoever says the same again on another day says it again. An empty text is no voice. Raises
    ValueError where the three are not equally long.
    """
    same: dict[str, str] = {}  # what is compared, by the text: many texts are equal
    seen: set[tuple[str, str | None, int]] = set()
    own = np.zeros(len(texts), np.bool_)
    for row, (text, customer, day) in enumerate(zip(texts, customers, days, strict=True)):
        if not text.strip():
            continue
        if text not in same:
            same[text] = _compared(text)
        words = same[text]
        if _is_long(words):
            said: tuple[str, str | None, int] = (words, None, day)
        elif customer is not None:
            said = (words, customer, day)
        else:
            own[row] = True
            continue
        own[row] = said not in seen
        seen.add(said)
    return own


def _compared(text: str) -> str:
    """The text without what makes no difference: all of it, where it has no letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_COMPARED.sub(" ", plain).strip() or " ".join(text.split())


def _is_long(words: str) -> bool:
    chinese = len(_CHINESE.findall(words))
    return chinese >= _LONG_IN_CHINESE or len(words.split()) >= _LONG_IN_WORDS
