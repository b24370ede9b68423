"""The word lists, one file a language, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from detection.words.fold import fold, header_words

_LISTS = Path(__file__).parent / "lists"
_WITHOUT_SPACES = ("zh", "ja")  # a word of theirs is found anywhere


@dataclass(frozen=True)
class WordScale:
    """A scale of words: the place of each, 1 for the worst; several words may have one place."""

    language: str
    places: dict[str, int]  # folded words
    steps: int
    metric: str  # what it is used for; "" where its words say so, or for several


@cache
def word_scales() -> tuple[WordScale, ...]:
    """All scales of words, those of English first."""
    found = []
    for language, lists in _languages():
        for scale in lists.get("scales", ()):
            steps = scale["steps"]
            places = {fold(word): place for place, step in enumerate(steps, 1) for word in step}
            found.append(WordScale(language, places, len(steps), scale.get("metric", "")))
    return tuple(found)


@cache
def listed(section: str, kind: str) -> frozenset[str]:
    """Folded words of one kind, of all languages.

    `section`: "answers" (none, yes, no, promoter, passive, detractor: what may be answered; stars:
    what stands behind a number of them; best, worst: ends of a scale) or "scale" (to, out_of: what
    stands between the numbers of a scale).
    """
    return frozenset(
        fold(word) for _, lists in _languages() for word in lists.get(section, {}).get(kind, ())
    )


@cache
def in_header(section: str, kind: str) -> re.Pattern[str]:
    """What finds the words of one kind, of all languages, among `header_words`.

    `section`: "asks" (recommend, satisfied, unsatisfied, ease, effort, rating, score, sentiment,
    grade: what is asked) or "other" (words, things, first: what is counted or named instead;
    elsewhere: of whom or when else it is asked).
    """
    parts: list[str] = []
    for language, lists in _languages():
        words = lists.get(section, {}).get(kind, ())
        parts += _anywhere(words) if language in _WITHOUT_SPACES else _whole(words)
    return re.compile("|".join(sorted(set(parts))) or r"(?!)")


def _anywhere(words: Iterable[str]) -> Iterator[str]:
    return (re.escape(header_words(word)) for word in words)


def _whole(words: Iterable[str]) -> Iterator[str]:
    """A word between spaces; where a * stands at one of its ends, more letters may."""
    for word in words:
        text = re.escape(header_words(word.strip("*")))
        start = "" if word.startswith("*") else r"(?<!\w)"
        yield start + text + ("" if word.endswith("*") else r"(?!\w)")


@cache
def _languages() -> tuple[tuple[str, dict[str, Any]], ...]:
    files = sorted(_LISTS.glob("*.toml"), key=lambda file: (file.stem != "en", file.stem))
    return tuple((file.stem, tomllib.loads(file.read_text("utf-8"))) for file in files)
