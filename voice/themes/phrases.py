"""Phrases of comments: what may name a group of them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from voice.themes.folding import MARK, chinese_runs, fold, in_small_letters, words_of
from voice.themes.sentences import sentences

_STOP_WORDS = Path(__file__).with_name("stop_words.toml")
_MOST_WORDS = 3
_MOST_CHARACTERS = 4  # of a Chinese phrase, which has two at least


class Phrase(NamedTuple):
    """One to three words in a row, or two to four Chinese characters, in small letters."""

    language: str
    text: str


def phrases(text: str, language: str | None) -> set[Phrase]:
    """The phrases of a comment, each once. None where the language has no list of stop words.

    No phrase begins or ends with a stop word or a number, reaches over the end of a sentence, or
    has a part of a redaction mark.
    """
    stop_words = _stop_words().get(language or "")
    if language is None or stop_words is None:
        return set()
    found: set[str] = set()
    for part in MARK.split(text):
        for sentence in sentences(part):
            small = in_small_letters(sentence)
            if language == "zh":
                for run in chinese_runs(small):
                    found |= _joined(list(run), 2, _MOST_CHARACTERS, "", stop_words)
            else:
                found |= _joined(words_of(small), 1, _MOST_WORDS, " ", stop_words)
    return {Phrase(language, phrase) for phrase in found}


def _joined(
    words: list[str], least: int, most: int, between: str, stop_words: frozenset[str]
) -> set[str]:
    ends = [fold(word) not in stop_words and not word.isdigit() for word in words]
    return {
        between.join(words[start : start + length])
        for start in range(len(words))
        if ends[start]
        for length in range(least, min(most, len(words) - start) + 1)
        if ends[start + length - 1] and (length > 1 or len(words[start]) > 1)
    }


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    lists = tomllib.loads(_STOP_WORDS.read_text("utf-8"))
    return {language: frozenset(fold(words).split()) for language, words in lists.items()}
