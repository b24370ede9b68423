"""Entries of a dictionary as they are written in TOML, checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from itertools import chain, count

from voice.themes.folding import chinese_runs, fold, words_of
from voice.themes.model import LANGUAGES, ThemeError

_KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_SHORTEST_STEM = 3  # shorter ones begin too many words

Words = dict[str, tuple[str, ...]]


def check_key(key: str) -> None:
    """Raises ThemeError unless the key is small letters and digits joined by underscores."""
    if not _KEY.fullmatch(key):
        raise ThemeError(
            f"The theme {key!r} has a key that cannot be used. Expected: English words in small "
            "letters, joined by underscores, as in waiting_time. Write it so."
        )


def key_of(label: str, taken: Container[str] = ()) -> str:
    """A key for a theme of that label, none of those that are `taken`."""
    key = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")
    key = key if label.isascii() and _KEY.fullmatch(key) else "new_theme"
    numbered = (f"{key}_{number}" for number in count(2))
    return next(one for one in chain([key], numbered) if one not in taken)


def words_in(
    theme: str, entry: Mapping[str, object], called: Callable[[str], str] = repr
) -> tuple[Words, Words]:
    """Words and misleading phrases of an entry, by language.

    `theme`, `called`: what whoever wrote the entry calls its theme, and a language by its code.
    Raises ThemeError for names that are no language, and for words that cannot be used.
    """
    misleading = entry.get("not", {})
    if not isinstance(misleading, Mapping):
        raise ThemeError(
            f'The theme {theme} has {misleading!r} as "not". Expected: lists of phrases by '
            'language, as in not.en = ["can\'t wait"].'
        )
    names = set(entry) - {"group", "label", "off", "not"}
    for name in sorted(names | set(misleading)):
        if name not in LANGUAGES:
            raise ThemeError(
                f"The theme {theme} has the unknown name {name!r}. Expected: group, label, off, "
                f"not, or a language of {', '.join(LANGUAGES)}. Correct it or take it out."
            )

    def listed(found: Mapping[str, object]) -> Words:
        return {
            code: _listed(f"The theme {theme} has in {called(code)}", code, found[code], called)
            for code in LANGUAGES
            if code in found
        }

    return listed(entry), listed(misleading)


def _listed(
    where: str, language: str, found: object, called: Callable[[str], str]
) -> tuple[str, ...]:
    if not isinstance(found, list) or not found:
        raise ThemeError(
            f"{where} {found!r}. Expected: a list of words, at least one. "
            "Write some, or take the line out."
        )
    seen: set[str] = set()
    for word in found:
        if not isinstance(word, str) or not word.strip():
            raise ThemeError(f"{where} the word {word!r}. Expected: a text. Take it out.")
        if language != "zh" and chinese_runs(word):
            raise ThemeError(f"{where} the Chinese word {word!r}. Write it under {called('zh')}.")
        _check_word(where, language, word)
        if fold(word) in seen:
            raise ThemeError(f"{where} the word {word!r} twice (case and accents do not count).")
        seen.add(fold(word))
    return tuple(found)


def _check_word(where: str, language: str, word: str) -> None:
    if language == "zh":
        if len(fold(word)) < 2 or "*" in word:
            raise ThemeError(
                f"{where} the word {word!r}. Expected: at least two characters, without *, since "
                "Chinese words are found anywhere. Write a longer one."
            )
        return
    for part in word.split():
        stem = part.removesuffix("*")
        if "*" in stem or not words_of(fold(stem)):
            raise ThemeError(
                f"{where} the word {word!r}. Expected: letters or digits, and * at the end of a "
                "word only, as in wait*. Write it so."
            )
        if part.endswith("*") and len(stem) < _SHORTEST_STEM:
            raise ThemeError(
                f"{where} the word {word!r}. Expected: at least {_SHORTEST_STEM} letters before "
                "*, since fewer begin too many words. Write a longer one."
            )
    if len(fold(word).strip()) < 2:
        raise ThemeError(
            f"{where} the word {word!r}. Expected: at least two letters. Write a longer one."
        )
