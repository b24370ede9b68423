"""What a column's name says it is.

A name is taken apart into words: capitals, underscores and signs part them, letters with and
without case alike. It says a thing fully where its words are just those of a phrase that is used
for it, and in part where the phrase's words stand in it side by side. Phrases that name another
thing (the start of a survey is no date of an answer) rule it out.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources

_PARTS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|[^\w]+|_+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

WHOLE = 2.0  # the name is the phrase
_FIRST = 1.5  # the phrase stands in it, where one of several words does


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name: `CustomerID` and `customer_id` give customer, id."""
    plain = unicodedata.normalize("NFKC", name)
    return tuple(word.casefold() for word in _PARTS.split(plain) if word)


def fit(name: str, role: str) -> float:
    """How well a column's name says that it is `role` (a column of CX Lens): 0, or up to 2."""
    listed, ruled_out = _phrases(role)
    words = words_of(name)
    if not words or any(_stands_in(phrase, words) for phrase in ruled_out):
        return 0.0
    best = 0.0
    for phrase in listed:
        if _is(phrase, words):
            return WHOLE
        if _stands_in(phrase, words) and not _short(phrase):
            best = max(best, _FIRST * min(1.0, len(phrase) / len(words) + 0.2))
    return best


def roles() -> tuple[str, ...]:
    """All columns that names are known for."""
    return tuple(_lists())


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    text = resources.files("detection.roles").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _phrases(role: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    entry = _lists()[role]
    return (
        [tuple(phrase.split()) for phrase in entry["words"]],
        [tuple(phrase.split()) for phrase in entry.get("not", [])],
    )


def _short(phrase: tuple[str, ...]) -> bool:
    """Words such as *no* and *nr*, which say something only when they stand alone."""
    return len(phrase) == 1 and len(phrase[0]) <= 3 and not _CJK.search(phrase[0])


def _is(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return len(phrase) == len(words) and _at(phrase, words, 0)


def _stands_in(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if len(phrase) == 1 and _CJK.search(phrase[0]):  # written without space between words
        return phrase[0].rstrip("*") in "".join(words)
    return any(_at(phrase, words, place) for place in range(len(words) - len(phrase) + 1))


def _at(phrase: tuple[str, ...], words: tuple[str, ...], place: int) -> bool:
    return all(_same(part, words[place + i]) for i, part in enumerate(phrase))


def _same(part: str, word: str) -> bool:
    if part.endswith("*"):
        return word.startswith(part[:-1])
    return word == part
