"""Sentiment by words alone: those of the lists, negated, stressed, and weighed around "but"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

LISTS = Path(__file__).parent / "lists"
LANGUAGES = ("en", "fi", "pt", "ru", "zh")

_WEIGHTS = {"very_good": 3, "good": 2, "bad": -2, "very_bad": -3, "deed": 0, "neutral": 0}
_UNDONE = -2.0  # a deed that was not done
_NOT_BAD = 1.0  # what is bad, negated
_REACH = {"negation": 3, "stress": 2}  # words after it that it still changes
_STOPS = frozenset(".!?;,…。！？；，")
_WORD = r"[^\W\d_]+(?:['-][^\W\d_]+)*|10|[.!?;,…]"


def words_only(texts: Sequence[str], languages: Sequence[str | None]) -> np.ndarray:
    """Scores by words: float (n,) from -1 to 1, NaN where no word of a list is met.

    The sum s of the weights of the words becomes s / (|s| + 4), so that many words do not count
    without bounds.
    """
    scores = np.full(len(texts), np.nan)
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        if language in LANGUAGES and (found := _words(language).weights(text)):
            total = sum(found)
            scores[row] = total / (abs(total) + 4)
    return scores


class _Words:
    """The lists of one language."""

    def __init__(self, language: str) -> None:
        own, signs = _read(language), _read("symbols")
        entries = dict(_entries(signs)) | dict(_entries(own))
        self.exact = {word: kind for word, kind in entries.items() if not word.endswith("*")}
        self.stems = {word[:-1]: kind for word, kind in entries.items() if word.endswith("*")}
        self.longest_stem = max(map(len, self.stems), default=0)
        around = {name: frozenset(words) for name, words in own["around"].items()}
        self.negation, self.but = around["negation"], around["but"]
        self.stress = dict.fromkeys(around["much"], 1.5) | dict.fromkeys(around["little"], 0.5)
        if language == "zh":  # no spaces: the longest entry first, else one sign
            listed = {*self.exact, *self.negation, *self.but, *self.stress}
        else:
            listed = {word for word, _ in _entries(signs)}
        longest_first = sorted(listed, key=lambda word: (-len(word), word))
        parts = [*map(re.escape, longest_first), "." if language == "zh" else _WORD]
        self.tokens = re.compile("|".join(parts), re.DOTALL)

    def kind(self, word: str) -> str | None:
        if (found := self.exact.get(word)) is not None:
            return found
        for length in range(min(len(word), self.longest_stem), 0, -1):
            if (found := self.stems.get(word[:length])) is not None:
                return found
        return None

    def weights(self, text: str) -> list[float]:
        """What each word that says something counts, after what stands around it."""
        words = self.tokens.findall(_lower(text))
        kinds = [self.kind(word) for word in words]
        found: list[float] = []
        negated_to = stressed_to = -1
        stress = 1.0
        for place, (word, kind) in enumerate(zip(words, kinds, strict=True)):
            if word in _STOPS:
                negated_to = stressed_to = -1
            if word in self.but:
                found = [weight / 2 for weight in found]
                negated_to = stressed_to = -1
            negates = word in self.negation or word.endswith("n't")
            stresses = word in self.stress and (
                kind is None or (place + 1 < len(words) and kinds[place + 1] is not None)
            )
            if kind is not None and not stresses:
                weight = _weight(kind, negated=place <= negated_to and not negates)
                if weight:
                    found.append(weight * (stress if place <= stressed_to else 1.0))
            if negates:
                negated_to = place + _REACH["negation"]
            if stresses:
                stressed_to, stress = place + _REACH["stress"], self.stress[word]
        return found


def _weight(kind: str, negated: bool) -> float:
    weight = float(_WEIGHTS[kind])
    if not negated or kind == "neutral":
        return weight
    if kind == "deed":
        return _UNDONE
    return -weight if weight > 0 else _NOT_BAD


def _lower(text: str) -> str:
    return text.lower().replace("’", "'").replace("\ufe0f", "")


def _entries(lists: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Words and what they are, in small letters as the texts will be."""
    for kind in _WEIGHTS:
        groups: Iterable[list[str]] = lists.get(kind, {}).values()
        for group in groups:
            for word in group:
                yield word.lower(), kind


@cache
def _words(language: str) -> _Words:
    return _Words(language)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((LISTS / f"{name}.toml").read_text("utf-8"))
