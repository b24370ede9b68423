"""Columns of answers in numbers, plain or with words beside them.

The rules:

1. What labels of the file, words beside the numbers ("5 - very satisfied"), or the header state of
   the scale goes before what the numbers look like.
2. A header that counts or names things, and has no word of a rating, makes it no score. Without
   any such word it may be one if the numbers look like ratings on a usual scale; that is asked.
3. `score` and `points` say that it is a score: on 1-5 a rating, on 0-10 perhaps NPS.
4. Where more is worse by the words of the question, or 1 may be the best, the scores are turned
   (1 is 5 of 5), which is asked unless the ends are stated. So it is where the mean of a CSAT, CES
   or rating is below the middle of its scale: the low end may be the best.
5. Words among numbers that are no ends of the scale were not understood, which is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from detection.column import Choice, Column
from detection.scores.asked import Asked
from detection.scores.codes import codes
from detection.scores.ends import with_ends
from detection.scores.likely import looks_like_ratings
from detection.scores.on_scale import OnScale, scale_of, stated_scale
from detection.scores.reading import ScoreReading
from detection.scores.recommend import IN_GROUPS, Recommended, recommend_scale
from detection.scores.stated import Stated, stated_by, stated_in
from detection.scores.written import Written
from detection.words import fold, listed

_MOSTLY_HIGH = ("csat", "ces", "rating")
_LOOK_LIKE_RATINGS = ((1, 5), (1, 7), (0, 10), (1, 10))


@dataclass(frozen=True)
class _Meant:
    """What is known of a column before its scale is chosen."""

    column: Column
    given: Written
    what: Asked
    stated: Stated
    counts: pd.Series  # answers by number, codes left out
    codes: frozenset[float]


def number_choice(column: Column, given: Written, what: Asked) -> Choice[ScoreReading]:
    """The readings of a column that has mostly numbers."""
    stated = _stated(column, given)
    unread = with_ends(column, given, stated)
    labelled = {float(code) for code in _none_by_label(column)}
    counts = _counts(column, given)
    counts = counts.loc[[number not in labelled for number in counts.index]]
    found = codes(counts, around_0=what.metric == "sentiment")
    if stated.low is not None:
        found |= {float(number) for number in counts.index if number < stated.low}
    counts = counts.loc[[number not in found for number in counts.index]]
    if counts.empty or _names_things(column, what):
        return Choice()
    meant = _Meant(column, given, what, stated, counts, frozenset(found | labelled))
    choice = _recommended(meant) if what.metric == "nps" else _rated(meant)
    if choice.readings and unread:
        some = ", ".join(f'"{text}"' for text in unread[:3])
        return replace(choice, sure=False, evidence=f"{choice.evidence}; not understood: {some}")
    return choice


def _stated(column: Column, given: Written) -> Stated:
    """The scale by labels, else by words beside the numbers, else by the header; ends that one of
    them leaves open are taken from the next."""
    beside = {f"{given.numbers[text]:g}": word for text, word in given.words.items()}
    ways = (
        stated_by(column.labels),
        stated_by(beside),
        stated_in(column.label),
        stated_in(column.name),
        Stated(high=given.top),
    )
    low = next((way.low for way in ways if way.low is not None), None)
    high = next((way.high for way in ways if way.high is not None), None)
    turned = next((way.turned for way in ways if way.turned is not None), None)
    return Stated(low, high, turned)


def _none_by_label(column: Column) -> list[str]:
    return [
        code
        for code, label in column.labels.items()
        if fold(label) in listed("answers", "none") and code.lstrip("-").replace(".", "").isdigit()
    ]


def _names_things(column: Column, what: Asked) -> bool:
    """True if the header says so, or labels that are words of no scale."""
    if what.metric:
        return False
    words = [label for label in column.labels.values() if not label.strip("-").isdigit()]
    named = len(words) > 2 and stated_by(column.labels) == Stated()
    return what.other or named


def _counts(column: Column, given: Written) -> pd.Series:
    texts = list(given.numbers)
    rows = column.values.loc[texts].groupby([given.numbers[text] for text in texts]).sum()
    return rows.sort_index()


def _recommended(meant: _Meant) -> Choice[ScoreReading]:
    stated = _with_low(meant.stated, 0)
    if (on := stated_scale(meant.counts, stated)) is not None:
        scale = on.readings[0]
        rating = (scale.low, scale.high) != (0, 10)
        found = tuple(Recommended(one, rating) for one in on.readings)
        evidence = f"{on.evidence}: no NPS" if rating else on.evidence
        choice = Choice(found, on.sure and not (rating and meant.what.named), evidence)
    else:
        choice = recommend_scale(meant.counts, named=meant.what.named, from_0=meant.stated.low == 0)
    readings = tuple(
        _grouped(meant, one) if one.groups else _reading(meant, _metric(one), one.on)
        for one in choice.readings
    )
    return _turned(
        meant, Choice(readings, choice.sure and meant.what.clear, _evidence(meant, choice.evidence))
    )


def _metric(one: Recommended) -> str:
    return "rating" if one.rating else "nps"


def _with_low(stated: Stated, low: float) -> Stated:
    """Out of 10 a recommendation begins at 0."""
    return replace(stated, low=low) if stated.low is None and stated.high == 10 else stated


def _rated(meant: _Meant) -> Choice[ScoreReading]:
    what = meant.what
    metric = what.metric or "rating"
    on = stated_scale(meant.counts, meant.stated)
    told = on is not None
    if on is None:
        usual = metric in ("csat", "rating") and bool(what.metric)
        on = scale_of(meant.counts, usual=usual, from_0=meant.stated.low == 0)
    if not on.readings:
        return Choice()
    readings = [_reading(meant, metric, one) for one in on.readings]
    sure = on.sure
    if not what.metric:
        first = on.readings[0]
        if not told and not _may_be_ratings(meant, first):
            return Choice()
        sure = False
    if not what.clear and on.readings[0].high == 10:
        readings.append(_reading(meant, "nps", OnScale(0, 10, on.readings[0].blank)))
        sure = False
    choice = Choice(tuple(readings), sure, _evidence(meant, on.evidence))
    return _turned(meant, choice)


def _may_be_ratings(meant: _Meant, on: OnScale) -> bool:
    """Without a word in the header: whether the numbers, or those that are no codes, look so."""
    if (on.low, on.high) not in _LOOK_LIKE_RATINGS:
        return False
    counts = meant.counts.loc[[number not in on.blank for number in meant.counts.index]]
    return looks_like_ratings(counts, on.low, on.high)


def _turned(meant: _Meant, choice: Choice[ScoreReading]) -> Choice[ScoreReading]:
    """The same readings, the other way round where more is worse; see rule 4."""
    what, best = meant.what, choice.best
    if best is None:
        return choice
    if meant.stated.turned is not None:
        if not meant.stated.turned:
            return choice
        readings = tuple(_other_way(meant, one) for one in choice.readings)
        return Choice(readings, choice.sure, f"{choice.evidence}, the low end is the best: turned")
    other = _other_way(meant, best)
    if what.against or what.best_first:
        reason = "more is worse" if what.against else "1 may be the best"
        evidence = f"{choice.evidence}: {reason}"
        return Choice((other, best, *choice.readings[1:]), False, evidence)
    if (
        best.metric in _MOSTLY_HIGH
        and best.scale != (0, 1)
        and _mean(meant, best) < sum(best.scale) / 2
    ):
        evidence = f"{choice.evidence}; the mean is low: the low end may be the best"
        return Choice((best, other, *choice.readings[1:]), False, evidence)
    return choice


def _mean(meant: _Meant, reading: ScoreReading) -> float:
    low, high = reading.scale
    counts = meant.counts.loc[[low <= number <= high for number in meant.counts.index]]
    return float((counts * counts.index).sum() / counts.sum())


def _reading(meant: _Meant, metric: str, on: OnScale) -> ScoreReading:
    values, blank, answers = {}, list(meant.given.none), 0
    for text, number in meant.given.numbers.items():
        score = number - on.lowered
        if number in meant.codes or number in on.blank or not on.low <= score <= on.high:
            blank.append(text)
            continue
        answers += int(meant.column.values[text])
        if text in meant.given.helped or on.lowered:
            values[text] = f"{score:g}"
    scale = float(on.low), float(on.high)
    return ScoreReading(metric, scale, tuple(blank), values, answers)


def _grouped(meant: _Meant, one: Recommended) -> ScoreReading:
    scores = dict(zip(one.groups, IN_GROUPS.values(), strict=True))
    values = {
        text: scores[number] for text, number in meant.given.numbers.items() if number in scores
    }
    blank = [*meant.given.none, *(text for text in meant.given.numbers if text not in values)]
    answers = int(meant.column.values.loc[list(values)].sum())
    return ScoreReading("nps", (0, 10), tuple(blank), values, answers)


def _other_way(meant: _Meant, reading: ScoreReading) -> ScoreReading:
    """The reading with the lowest score as the best."""
    low, high = reading.scale
    scores = {
        text: float(reading.values.get(text, number))
        for text, number in meant.given.numbers.items()
        if text not in reading.blank
    }
    values = {text: f"{low + high - score:g}" for text, score in scores.items()}
    return replace(reading, values=values)


def _evidence(meant: _Meant, why: str) -> str:
    parts = [why, f"{len(meant.counts)} values"]
    if meant.what.word:
        parts.append(f'header says "{meant.what.word}"')
    if not meant.what.metric:
        parts.append("nothing in the header says that it is a rating")
    return ", ".join(parts)
