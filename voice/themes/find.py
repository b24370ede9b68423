"""The themes of comments, by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.memory import Memory, no_memory
from voice.themes.matcher import Matcher
from voice.themes.model import LANGUAGES, Dictionary
from voice.themes.sentences import sentences


def themes_of(
    texts: Sequence[str],
    languages: Sequence[str | None],
    dictionary: Dictionary,
    memory: Memory = no_memory,
) -> list[tuple[str, ...]]:
    """The keys of the themes of each text, in the order of the dictionary; an empty tuple for none.

    `languages` has the language of each text: words of that one count alone. Those of all
    languages count where it is None. Phrases do not reach from one sentence into the next.
    """
    both = list(zip(texts, languages, strict=True))

    def read(places: Sequence[int]) -> Iterator[str]:
        matchers: dict[str | None, Matcher] = {}
        for place in places:
            text, language = both[place]
            if language not in matchers:
                matchers[language] = _matcher(dictionary, language)
            themes: set[int] = set()
            for sentence in sentences(text):
                themes |= matchers[language].themes(sentence)
            yield " ".join(_keys(themes, dictionary))

    return [tuple(keys.split()) for keys in memory("themes", dictionary.version, both, read)]


def _matcher(dictionary: Dictionary, language: str | None) -> Matcher:
    return Matcher(dictionary, LANGUAGES if language is None else (language,))


def _keys(themes: set[int], dictionary: Dictionary) -> tuple[str, ...]:
    return tuple(dictionary.themes[number].key for number in sorted(themes))
