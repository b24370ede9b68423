"""Columns of answers in numbers, plain or with words beside them.

The rules:

1. What labels of the file, words beside the numbers ("5 - very satisfied"), or the header state of
   the scale goes before what the numbers look like.
2. A header that counts or names things, and has no word of a rating, makes it no score. Where it
   has no such word either, the words that stand for the numbers may say what is asked. Else it may
   be a score if the numbers look like ratings on a usual scale; that is asked.
3. `score` and `points` say that it is a score: up to 7 a rating, on 0-10 perhaps NPS, on 0-100 of
   whatever. Grades that go to 6 are on 1-6.
4. Where more is worse by the words of the question, or 1 may be the best, the scores are turned
   (1 is 5 of 5), which is asked unless the ends are stated. So it is where the mean of a CSAT, CES
   or rating is below the middle of its scale: the low end may be the best.
5. Words among numbers that are no ends of the scale were not understood, which is told.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from detection.column import Choice, Column
from detection.scores.asked import Asked
from detection.scores.ends import with_ends
from detection.scores.meant import Meant
from detection.scores.reading import ScoreReading
from detection.scores.scale.codes import codes
from detection.scores.scale.likely import looks_like_ratings
from detection.scores.scale.on_scale import OnScale, scale_of, stated_scale
from detection.scores.scale.recommend import NPS, Recommended, recommend_scale
from detection.scores.scale.stated import Stated, none_in, stated_by, stated_in
from detection.scores.steps import fits
from detection.scores.written import Written
from detection.words import fold, listed

_LAST_GRADE = 6
_MOSTLY_HIGH = ("csat", "ces", "rating")
_LOOK_LIKE_RATINGS = ((1, 5), (1, 7), (0, 10), (1, 10))


def number_choice(column: Column, given: Written, what: Asked) -> Choice[ScoreReading]:
    """The readings of a column that has mostly numbers."""
    stated = _stated(column, given)
    unread = with_ends(column, given, stated)
    labelled = {float(code) for code in _none_by_label(column)}
    labelled |= none_in(column.label) | none_in(column.name)
    counts = _counts(column, given)
    counts = counts.loc[[number not in labelled for number in counts.index]]
    found = codes(counts, around_0=what.metric == "sentiment")
    if stated.low is not None:
        found |= {float(number) for number in counts.index if number < stated.low}
    counts = counts.loc[[number not in found for number in counts.index]]
    if counts.empty or _names_things(column, what):
        return Choice()
    what = what if what.metric else _asked_by_words(column, given)
    meant = Meant(column, given, what, stated, counts, frozenset(found | labelled))
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


def _asked_by_words(column: Column, given: Written) -> Asked:
    """What the words that stand for the numbers speak of, if all of them are of one scale."""
    labels = [
        label for label in column.labels.values() if fold(label) not in listed("answers", "none")
    ]
    for words in (labels, list(given.words.values())):
        found = fits(words)
        if len(words) > 1 and found and not found[0].unknown and found[0].metric:
            return Asked(found[0].metric, words[-1])
    return Asked()


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
    rows = column.values.loc[list(given.numbers)]
    return rows.set_axis(list(given.numbers.values())).groupby(level=0).sum()  # in their order


def _recommended(meant: Meant) -> Choice[ScoreReading]:
    stated = _with_low(meant.stated, 0)
    if (on := stated_scale(meant.counts, stated)) is not None:
        found = tuple(
            Recommended(one, rating=(one.low, one.high) != (NPS.low, NPS.high))
            for one in on.readings
        )
        evidence = f"{on.evidence}: no NPS" if found[0].rating else on.evidence
        choice = Choice(found, on.sure and not (found[0].rating and meant.what.named), evidence)
    else:
        choice = recommend_scale(meant.counts, named=meant.what.named, from_0=meant.stated.low == 0)
    readings = [
        meant.grouped(one.groups)
        if one.groups
        else meant.reading("rating" if one.rating else "nps", one.on)
        for one in choice.readings
    ]
    return _answered(meant, readings, choice.sure and meant.what.clear, choice.evidence)


def _with_low(stated: Stated, low: float) -> Stated:
    """Out of 10 a recommendation begins at 0."""
    return replace(stated, low=low) if stated.low is None and stated.high == 10 else stated


def _rated(meant: Meant) -> Choice[ScoreReading]:
    what = meant.what
    metric = what.metric or "rating"
    on = stated_scale(meant.counts, meant.stated)
    told = on is not None
    if on is None and what.best_first and meant.counts.index[-1] == _LAST_GRADE:
        on = Choice((OnScale(1, _LAST_GRADE),), True, f"grades up to {_LAST_GRADE}")
    if on is None:
        usual = metric in ("csat", "rating") and bool(what.metric)
        on = scale_of(meant.counts, usual=usual, from_0=meant.stated.low == 0)
    if not on.readings:
        return Choice()
    readings = [meant.reading(metric, one) for one in on.readings]
    sure = on.sure
    if not what.metric:
        first = on.readings[0]
        if not told and not _may_be_ratings(meant, first):
            return Choice()
        sure = False
    if not (what.clear and what.metric) and on.readings[0].high >= 10:
        sure = False
        if on.readings[0].high == 10:
            readings.append(meant.reading("nps", OnScale(0, 10, on.readings[0].blank)))
    return _answered(meant, readings, sure, on.evidence)


def _answered(
    meant: Meant, readings: list[ScoreReading], sure: bool, why: str
) -> Choice[ScoreReading]:
    """The readings that have answers, turned where they have to be."""
    answered = tuple(one for one in readings if one.answers)
    certain = sure and not meant.what.other
    return _turned(meant, Choice(answered, certain, meant.evidence(why)))


def _may_be_ratings(meant: Meant, on: OnScale) -> bool:
    """Without a word in the header: whether the numbers, or those that are no codes, look so."""
    if (on.low, on.high) not in _LOOK_LIKE_RATINGS:
        return False
    counts = meant.counts.loc[[number not in on.blank for number in meant.counts.index]]
    return looks_like_ratings(counts, on.low, on.high)


def _turned(meant: Meant, choice: Choice[ScoreReading]) -> Choice[ScoreReading]:
    """The same readings, the other way round where more is worse; see rule 4."""
    what, best = meant.what, choice.best
    if best is None:
        return choice
    if meant.stated.turned is not None:
        if not meant.stated.turned:
            return choice
        readings = tuple(meant.other_way(one) for one in choice.readings)
        return Choice(readings, choice.sure, f"{choice.evidence}, the low end is the best: turned")
    other = meant.other_way(best)
    if what.against or what.best_first:
        reason = "more is worse" if what.against else "1 may be the best"
        evidence = f"{choice.evidence}: {reason}"
        return Choice((other, best, *choice.readings[1:]), False, evidence)
    if (
        best.metric in _MOSTLY_HIGH
        and best.scale != (0, 1)
        and meant.mean(best) < sum(best.scale) / 2
    ):
        evidence = f"{choice.evidence}; the mean is low: the low end may be the best"
        rest = choice.readings[1:]
        readings = (best, other, *rest) if choice.sure else (best, *rest, other)
        return Choice(readings, False, evidence)
    return choice
