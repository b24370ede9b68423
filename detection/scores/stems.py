"""What a question has in common with others, and what is its own: "How satisfied ...: Billing".

The rules, the first that several columns share; a number before a question is left out:

1. What stands in square brackets at the end is its own ("Satisfaction [Billing]").
2. What stands behind, or before, a sign in between ("...: Billing", "... - Billing").
3. What follows the number of a question in a name ("Q7_1", "Q7ART").
4. The words that differ, if those that are the same say what is asked ("csat_billing", "Billing
   satisfaction", "How satisfied are you with billing").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from detection.column import Column
from detection.scores.asked import asked_in, short_name
from detection.words import header_words

BY_WORDS = 4
_BRACKETS = re.compile(r"(.+?)\s*\[([^\[\]]+)\]")
_SIGN = re.compile(
    r"\s*(?:[:：|>»→]|(?<=[\u3040-\u9fff])-(?=[\u3040-\u9fff])|\s[-–—]\s|(?<=\?)\s|\.\.\.|…)+\s*"
)
_NUMBER = re.compile(r"([A-Za-z]{1,3}\d+)(?:[._\s-]*)([A-Za-z0-9].*)")
_NUMBERED = re.compile(r"(?:[Qq]\s*)?\d+[a-z]?\s*[.:)_\s-]\s*(?=\D)")
_BETWEEN_WORDS = re.compile(r"[\s_.]+")


class Stem(NamedTuple):
    """A way to take a title apart, by one of the rules."""

    rule: int
    stem: str
    own: str


def stems(column: Column) -> Iterator[Stem]:
    """The ways to take apart the label and the name of a column."""
    titles = {_without_number(title) for title in (column.label, column.name) if title}
    for title in sorted(titles):
        if found := _BRACKETS.fullmatch(title):
            yield Stem(1, header_words(found[1]), found[2])
        parts = [part for part in _SIGN.split(title) if part.strip()]
        if len(parts) > 1:
            yield Stem(2, header_words(" ".join(parts[:-1])), parts[-1])
            yield Stem(2, header_words(" ".join(parts[1:])), parts[0])
    if found := _NUMBER.fullmatch(column.name):
        own = found[2] if not column.label else column.label
        yield Stem(3, found[1].lower(), own)
    for title in sorted(titles):
        yield from _by_words(title)


def _by_words(title: str) -> Iterator[Stem]:
    words = [word for word in _BETWEEN_WORDS.split(title) if word]
    for place in range(1, len(words)):
        for same, own in ((words[:place], words[place:]), (words[place:], words[:place])):
            stem = header_words(" ".join(same))
            if asked_in(stem).metric or short_name(stem):
                yield Stem(BY_WORDS, stem, " ".join(own))


def _without_number(title: str) -> str:
    found = _NUMBERED.match(title)
    return title[found.end() :] if found else title


def as_name(own: str) -> str:
    """The name of a touchpoint: what is its own, as people would write it."""
    text = _BETWEEN_WORDS.sub(" ", own).strip(" -:?.,;()[]")
    return text[:1].upper() + text[1:] if text.islower() else text
