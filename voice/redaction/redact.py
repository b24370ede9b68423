"""Texts with a typed mark where personal data stood."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import orjson

from voice.memory import Memory, no_memory
from voice.redaction import bank, national_ids, phones
from voice.redaction.names import NOBODY, KnownNames, Names

MARKS = {
    "email": "[email]",
    "iban": "[iban]",
    "card": "[card]",
    "national_id": "[id]",
    "phone": "[phone]",
    "name": "[name]",
}

# ASCII on purpose: in Chinese the words before and after touch the address.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9.+_%-])[A-Za-z0-9_.+%-]{1,64}@"
    r"(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)
_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 7  # of what is looked for: a telephone number


class Redacted(NamedTuple):
    """Texts in their order, and how many marks were set of each kind of `MARKS`, 0 included."""

    texts: list[str]
    counts: dict[str, int]


def redact(
    texts: Sequence[str],
    languages: Sequence[str | None],
    names: Names = NOBODY,
    memory: Memory = no_memory,
) -> Redacted:
    """The texts with `[email]`, `[phone]`, `[card]`, `[iban]`, `[id]` and `[name]`.

    `languages` are ISO 639-1 codes, one a text, or None: they say in which countries a telephone
    number without country code is valid. `names` are the known ones.
    What has check digits must pass them; what stands behind a word as *order* or *invoice* is none.
    Names that are not known stay, as do inflected forms of those that are. A text that was redacted
    stays as it is. Raises ValueError where there are not as many languages as texts.
    """
    both = list(zip(texts, languages, strict=True))
    different = list(dict.fromkeys(both))

    def marked(places: Sequence[int]) -> Iterator[str]:
        known = KnownNames(names.people, names.customers)
        for place in places:
            text, language = different[place]
            own = names.own.get(text)
            cleared = _redacted(text, language, [KnownNames(own), known] if own else [known])
            yield orjson.dumps(cleared).decode() if cleared[1] else ""

    keys = [(*one, sorted(names.own.get(one[0], ()))) for one in different]
    found = memory("personal_data", _digest(names), keys, marked)
    done = {
        one: orjson.loads(kept) if kept else (one[0], {})
        for one, kept in zip(different, found, strict=True)
    }
    counts = dict.fromkeys(MARKS, 0)
    for one in both:
        for kind, count in done[one][1].items():
            counts[kind] += count
    return Redacted([done[one][0] for one in both], counts)


def _digest(names: Names) -> str:
    """Another one wherever other names are known."""
    every = [sorted(names.people), sorted(names.customers)]
    return hashlib.sha256(orjson.dumps(every)).hexdigest()


def _redacted(
    text: str, language: str | None, known: Sequence[KnownNames]
) -> tuple[str, dict[str, int]]:
    """One text, until nothing more is found: a mark may part what hid a number beside it."""
    counts: Counter[str] = Counter()
    while True:
        before = text
        for kind, spans in _finders(text, language, known):
            found = list(spans(text))
            for start, end in reversed(found):
                text = text[:start] + MARKS[kind] + text[end:]
            counts[kind] += len(found)
        if text == before:
            return text, dict(+counts)


def _finders(
    text: str, language: str | None, known: Sequence[KnownNames]
) -> Iterator[tuple[str, Callable[[str], Iterator[tuple[int, int]]]]]:
    """What to look for in a text, in this order: an IBAN holds what looks like a card."""
    if "@" in text:
        yield "email", _emails
    if len(_DIGIT.findall(text)) >= _FEWEST_DIGITS:
        yield "iban", bank.ibans
        yield "card", bank.cards
        yield "national_id", lambda text: national_ids.spans(text, language)
        yield "phone", lambda text: phones.spans(text, language)
    for names in known:
        if names:
            yield "name", names.spans


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _EMAIL.finditer(text))
