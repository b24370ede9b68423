"""The themes of comments, by sentence."""

from __future__ import annotations

from collections.abc import Sequence

from voice.themes.matcher import Matcher
from voice.themes.model import LANGUAGES, Dictionary
from voice.themes.sentences import sentences


def themes_of(
    texts: Sequence[str], languages: Sequence[str | None], dictionary: Dictionary
) -> list[tuple[str, ...]]:
    """The keys of the themes of each text, in the order of the dictionary; an empty tuple for none.

    `languages` has the language of each text: words of that one count alone. Those of all
    languages count where it is None. Phrases do not reach from one sentence into the next.
    """
    matchers: dict[str | None, Matcher] = {}
    found = []
    for text, language in zip(texts, languages, strict=True):
        if language not in matchers:
            matchers[language] = _matcher(dictionary, language)
        themes: set[int] = set()
        for sentence in sentences(text):
            themes |= matchers[language].themes(sentence)
        found.append(_keys(themes, dictionary))
    return found


def _matcher(dictionary: Dictionary, language: str | None) -> Matcher:
    return Matcher(dictionary, LANGUAGES if language is None else (language,))


def _keys(themes: set[int], dictionary: Dictionary) -> tuple[str, ...]:
    return tuple(dictionary.themes[number].key for number in sorted(themes))
