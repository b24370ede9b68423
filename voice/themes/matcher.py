"""Words of a dictionary in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from voice.themes.folding import chinese_runs, fold, words_of
from voice.themes.model import Dictionary


class _Rule(NamedTuple):
    """A word or phrase of a theme, folded. Parts that end with * are beginnings of words."""

    parts: tuple[str, ...]
    theme: int
    misleading: bool


class _Hit(NamedTuple):
    """Where a rule holds: from `start` up to `end`."""

    start: int
    end: int
    rule: _Rule


class Matcher:
    """Finds the themes of sentences in some languages: rules are looked up by their first word."""

    def __init__(self, dictionary: Dictionary, languages: Iterable[str]) -> None:
        self._by_word: dict[str, list[_Rule]] = defaultdict(list)
        self._by_stem: dict[str, list[_Rule]] = defaultdict(list)
        self._by_two_characters: dict[str, list[_Rule]] = defaultdict(list)  # Chinese
        self._first: dict[str, tuple[_Rule, ...]] = {}  # of the words that were met
        for language in languages:
            for number, theme in enumerate(dictionary.themes):
                for word in theme.words.get(language, ()):
                    self._add(word, number, misleading=False)
                for word in theme.misleading.get(language, ()):
                    self._add(word, number, misleading=True)

    def _add(self, word: str, theme: int, *, misleading: bool) -> None:
        text = fold(word)
        if chinese_runs(text):
            self._by_two_characters[text[:2]].append(_Rule((text,), theme, misleading))
            return
        parts = _parts(word)
        first = parts[0]
        index = self._by_stem if first.endswith("*") else self._by_word
        index[first.removesuffix("*")].append(_Rule(parts, theme, misleading))

    def themes(self, sentence: str) -> set[int]:
        """The numbers of the themes that a sentence names."""
        folded = fold(sentence)
        found = _counted(list(self._hits_of_words(words_of(folded))))
        if self._by_two_characters:
            found |= _counted(list(self._hits_of_characters(folded)))
        return found

    def _hits_of_words(self, words: list[str]) -> Iterator[_Hit]:
        for start, word in enumerate(words):
            rules = self._first.get(word)
            if rules is None:
                rules = self._first[word] = self._beginning_with(word)
            for rule in rules:
                if len(rule.parts) == 1 or _goes_on(rule.parts, words, start):
                    yield _Hit(start, start + len(rule.parts), rule)

    def _beginning_with(self, word: str) -> tuple[_Rule, ...]:
        found = list(self._by_word.get(word, ()))
        for end in range(1, len(word) + 1):
            found += self._by_stem.get(word[:end], ())
        return tuple(found)

    def _hits_of_characters(self, text: str) -> Iterator[_Hit]:
        for start in range(len(text) - 1):
            for rule in self._by_two_characters.get(text[start : start + 2], ()):
                if text.startswith(rule.parts[0], start):
                    yield _Hit(start, start + len(rule.parts[0]), rule)


def _parts(word: str) -> tuple[str, ...]:
    """The words of a phrase, folded as texts are: `check-in*` is `check` and `in*`."""
    parts: list[str] = []
    for part in word.split():
        parts += words_of(fold(part))
        if part.endswith("*"):
            parts[-1] += "*"
    return tuple(parts)


def _goes_on(parts: tuple[str, ...], words: list[str], start: int) -> bool:
    """Whether the parts after the first stand in a row after the word at `start`."""
    if start + len(parts) > len(words):
        return False
    for place in range(1, len(parts)):  # a plain loop: this is asked for most words of a comment
        part, word = parts[place], words[start + place]
        if word != part and not (part[-1] == "*" and word.startswith(part[:-1])):
            return False
    return True


def _counted(hits: list[_Hit]) -> set[int]:
    """The themes of all hits but those that overlap a misleading phrase of the same theme."""
    if not hits:
        return set()
    misleading = [hit for hit in hits if hit.rule.misleading]
    return {
        hit.rule.theme
        for hit in hits
        if not hit.rule.misleading
        and not any(
            other.rule.theme == hit.rule.theme and other.start < hit.end and hit.start < other.end
            for other in misleading
        )
    }
