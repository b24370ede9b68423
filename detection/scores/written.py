"""Texts of answers to scores: "9 - very likely", "4/5", "★★★★☆", "5 stars", "Very satisfied (5)".

The rules: a number as it stands; a number "of" another, which is the upper end; stars that are
filled, those that are not being the rest of the scale; a number that words stand behind or in
front of, with a sign between them, or stars or points behind it. Digits on both sides of a sign
are a range ("18-24") and no score. Words for no answer are told apart from all others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from detection.words import fold, listed

_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")  # as a mapping reads it without help
_ALONE = re.compile(rf"({_NUMBER})\s*%?")
_NUMBER_FIRST = re.compile(rf"({_NUMBER})\s*(?:[-:=.)]+|\s(?=\()|(?=\())\s*([^\d]+)")
_NUMBER_LAST = re.compile(rf"([^\d]+?)\s*[-:=(\[]\s*({_NUMBER})\s*[)\]]?")
_STARS = re.compile(r"[★⭐🌟✩☆*]{1,10}")
_LONGEST = 80  # signs of an answer; longer ones are comments
_HOLLOW = "✩☆"
_ALIKE = {ord("–"): "-", ord("—"): "-", ord("−"): "-", 0xFE0F: None}  # and what asks for a picture


@dataclass
class Written:
    """The distinct texts of a column by what they are.

    `numbers`: the score of a text; `helped`: those of them that a mapping has to be told of;
    `words`: what was written beside the number; `top`: the upper end that "4/5" states;
    `none`: words for no answer; `rest`: other texts.
    """

    numbers: dict[str, float] = field(default_factory=dict)
    helped: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)
    top: float | None = None
    none: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def written(texts: Iterable[str]) -> Written:
    """What the texts of a column are, each by itself."""
    found = Written()
    tops: set[float] = set()
    for text in texts:
        if len(text) > _LONGEST:
            found.rest.append(text)
            continue
        plain = unicodedata.normalize("NFKC", text).translate(_ALIKE).strip()
        number, word, top = _score(plain)
        if number is None and fold(plain) in listed("answers", "none"):
            found.none.append(text)
        elif number is None:
            found.rest.append(text)
        else:
            found.numbers[text] = number
            if not _PLAIN.fullmatch(text):
                found.helped.add(text)
            if word:
                found.words[text] = word
            if top is not None:
                tops.add(top)
    found.top = tops.pop() if len(tops) == 1 else None
    return found


def as_number(text: str) -> str:
    """A score as a mapping states it."""
    return f"{float(text):g}"


def _score(text: str) -> tuple[float | None, str, float | None]:
    """Number, what stands beside it, and the upper end that is stated with it."""
    if alone := _ALONE.fullmatch(text):
        return _value(alone[1]), "", None
    if _STARS.fullmatch(text):
        hollow = sum(text.count(sign) for sign in _HOLLOW)
        return float(len(text) - hollow), "", float(len(text)) if hollow else None
    if of := _of().fullmatch(fold(text)):
        return _value(of[1]), "", _value(of[2])
    if stars := _counted().fullmatch(fold(text)):
        return _value(stars[1]), "", None
    if first := _NUMBER_FIRST.fullmatch(text):
        return _value(first[1]), first[2].strip(" ()[]"), None
    if last := _NUMBER_LAST.fullmatch(text):
        return _value(last[2]), last[1].strip(" ()[]"), None
    return None, "", None


def _value(text: str) -> float:
    return float(text.replace(",", "."))


@cache
def _of() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, listed("scale", "out_of") - {"点満点", "满分"})))
    counted = "|".join(sorted(map(re.escape, listed("answers", "stars"))))
    return re.compile(rf"({_NUMBER})\s*(?:/|(?:{words})(?!\w))\s*(\d+)\s*(?:{counted})?")


@cache
def _counted() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, listed("answers", "stars")), key=len, reverse=True))
    return re.compile(rf"({_NUMBER})\s*(?:{words}|★|⭐)")
