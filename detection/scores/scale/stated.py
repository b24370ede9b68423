"""The scale that a header or the labels of a file state: "(1-5)", "von 1 bis 7", "0 = not at all".

The rules:

1. Two numbers with a sign or a word for *to* between them, if they are the ends of a scale that
   surveys use ("1-5", not "2020-2024", not "Q1-5").
2. Several numbers that are explained ("1 = very bad, 5 = very good"): the least and the greatest.
3. "Out of 5", "/5", "7-point scale": the upper end alone.
4. A number that is explained as no answer ("6 = don't know") is no end.
5. Where the words beside the lower end are better than those beside the upper end, the scale is
   turned: 1 is the best.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from detection.scores.steps import goodness
from detection.words import fold, listed

LOW_ENDS = {5: (1, 0), 7: (1, 0), 10: (0, 1), 100: (0, 1, -100), 4: (1, 0), 3: (1, 0, -3)} | {
    6: (1, 0),
    2: (-2, 1, 0),
    1: (-1, 0),
    9: (1,),
    11: (1,),
}
_TOPS = (3, 4, 5, 6, 7, 10, 100)  # that "out of" may name
_EXPLAINED = re.compile(r"(?<![\w.])(-?\d{1,3})(?:\s*(?:=|:|\(|-(?=\s))\s*|\s+)([^\d=;,()/-]+)")
_WITH_SIGN = re.compile(r"(?<![\w.])(-?\d{1,3})\s*(?:=|:)")


@dataclass(frozen=True)
class Stated:
    """Ends of a scale as they are stated, None for what is not; `turned`: the low end is best."""

    low: float | None = None
    high: float | None = None
    turned: bool | None = None

    @property
    def scale(self) -> tuple[float, float] | None:
        """Both ends, if both are stated."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def stated_in(text: str) -> Stated:
    """What a header states."""
    words, none = fold(text), none_in(text)
    explained = {float(number): word for number, word in _EXPLAINED.findall(words)}
    known = {number: word for number, word in explained.items() if goodness(word) is not None}
    turned = _turned(known)
    for found in _between().finditer(words):
        low, high = float(found[1]), float(found[2])
        if low in LOW_ENDS.get(int(high), ()):
            return Stated(low, high, turned)
    signed = [*map(float, _WITH_SIGN.findall(words)), *known]
    if len(signed := [number for number in signed if number not in none]) >= 2:
        low, high = min(signed), max(signed)
        if low in LOW_ENDS.get(int(high), ()):
            return Stated(low, high, turned)
    if (top := _top(words)) is not None:
        return Stated(None, top, turned)
    return _one_end(known)


def none_in(text: str) -> set[float]:
    """The numbers that a header explains as no answer: "6 = don't know"."""
    explained = _EXPLAINED.findall(fold(text))
    return {
        float(number) for number, word in explained if word.strip() in listed("answers", "none")
    }


def stated_by(labels: Mapping[str, str]) -> Stated:
    """What labels of codes state: the ends are the least and the greatest that are a step.

    A label is a step if its words are on a scale, or if it repeats the number.
    """
    steps: dict[float, str] = {}
    for code, label in labels.items():
        number = _number(code)
        if number is None or fold(label) in listed("answers", "none"):
            continue
        word = re.sub(r"^-?\d+\s*[-=:.)]*\s*", "", label)
        if not word or goodness(word) is not None:
            steps[number] = word
    if len(steps) < 2:
        return Stated()
    known = {number: word for number, word in steps.items() if goodness(word) is not None}
    low, high = min(steps), max(steps)
    if low not in LOW_ENDS.get(int(high), ()):
        return Stated()
    return Stated(low, high, _turned(known))


def _turned(explained: Mapping[float, str]) -> bool | None:
    """True where the words beside the lowest number are better than those beside the highest."""
    if len(explained) < 2:
        return None
    low, high = (goodness(explained[end]) for end in (min(explained), max(explained)))
    if low is None or high is None or low == high:
        return None
    return low > high


def _one_end(known: Mapping[float, str]) -> Stated:
    """Of "0 = not at all" the lower end; of "1 = best" besides that it is turned."""
    for number, word in known.items():
        good = goodness(word)
        if number in (0, 1) and good is not None and good in (0.0, 1.0):
            return Stated(low=number, turned=good == 1.0)
        if number in _TOPS and good is not None and good in (0.0, 1.0):
            return Stated(high=number, turned=good == 0.0)
    return Stated()


def _top(words: str) -> float | None:
    for found in _out_of().finditer(words):
        number = float(next(part for part in found.groups() if part))
        if number in _TOPS:
            return number
    return None


@cache
def _between() -> re.Pattern[str]:
    to = "|".join(sorted(map(re.escape, listed("scale", "to"))))
    number = r"(-?\d{1,3})"
    beside = r"(?:\s*\([^()]*\)|\s*=\s*[^\d=;,()/]+?|\s+[^\d=;,()/]{2,40}?)?"
    between = rf"\s*(?:-|\.\.|,?\s*(?:{to}))\s*\+?"
    before, after = r"(?<![a-z0-9а-я.\-/])", r"(?!\d|[a-z]\d|[./\-]\d)"
    return re.compile(before + number + beside + between + number + after)


@cache
def _out_of() -> re.Pattern[str]:
    out_of = "|".join(sorted(map(re.escape, listed("scale", "out_of") - {"of", "de", "van", "z"})))
    return re.compile(
        rf"(?:(?<!\w)(?:{out_of})\s*(\d{{1,3}})(?!\w))"
        r"|(?:(?<!\d)/\s*(\d{1,3})\s*\)?$)"
        r"|(?:(?<!\w)(\d{1,3})\s*-?\s*(?:point|punkt|点満点|段階|分制|点量表|balln|-?балльн|step|star))"
        r"|(?:满分\s*(\d{1,3}))"
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
