"""Questions that were perhaps asked on another scale from some day on: an end that changed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import ibis.expr.types as ir
import pandas as pd

from data.catalog import Doubt
from data.ingest.published import Published
from metrics.definitions import DEFINITIONS
from metrics.series import parse_answer, parse_series

_FEWEST, _SHARE = 10, 0.02  # answers beyond the old end, and of all answers
_WITHOUT = timedelta(days=14)  # at least, on the side that has none
_CHANCE = math.log(1e-6)  # that chance gives all of them to one side


class _Change(NamedTuple):
    """Scores beyond `end`, that were given on one side of a day alone."""

    end: float
    upper: bool  # beyond it is above it
    since: bool  # given from the day on, else up to it
    day: date
    beyond: int  # answers
    there: int  # all answers on their side
    elsewhere: int  # and on the other
    chance: float  # logarithm


def scale_changes(published: Published) -> Iterator[Doubt]:
    """Of each question the day on which its highest or lowest score changed, if one did.

    Where `h` of `n` answers are beyond a score and all are among the `m` answers on one side of a
    day, chance does that once in (n / m) ** h: the day is the first, or the last, of these `h`.
    """
    feedback = published.tables.get("feedback")
    if feedback is None:
        return
    day = feedback.day.cast("date")
    counted = published.ask(
        feedback.group_by("answer").aggregate(n=feedback.count(), first=day.min(), last=day.max())
    )
    every = [parse_answer(str(answer)) for answer in counted["answer"]]
    scores = counted.assign(
        series=[one.series for one in every],
        score=[one.score for one in every],
        first=pd.to_datetime(counted["first"]).dt.date,
        last=pd.to_datetime(counted["last"]).dt.date,
    )
    for series, own in scores.sort_values(["series", "score"]).groupby("series"):
        if parse_series(str(series)).metric == "sentiment":
            continue
        given = [str(answer) for answer in own["answer"]]
        answers = feedback.filter(feedback.answer.cast("string").isin(given))
        found = [one for one in _candidates(published, answers, own) if one.chance < _CHANCE]
        if found:
            yield _doubt(str(series), min(found, key=lambda one: one.chance))


def _candidates(published: Published, answers: ir.Table, scores: pd.DataFrame) -> Iterator[_Change]:
    """Each end with what was given beyond it on one side of a day; few have any."""
    every = int(scores["n"].sum())
    first, last = scores["first"].min(), scores["last"].max()
    for end in scores["score"]:
        for upper in (True, False):
            beyond = scores[scores["score"] > end] if upper else scores[scores["score"] < end]
            h = int(beyond["n"].sum())
            if h < max(_FEWEST, _SHARE * every):
                continue
            for since, day in ((True, beyond["first"].min()), (False, beyond["last"].max())):
                if (day - first if since else last - day) < _WITHOUT:
                    continue
                own = answers.day.cast("date")
                side = answers.filter(own >= day if since else own <= day)
                m = int(published.ask(side.aggregate(n=side.count()))["n"].iloc[0])
                chance = h * math.log(m / every)
                yield _Change(float(end), upper, since, day, h, m, every - m, chance)


def _doubt(series: str, change: _Change) -> Doubt:
    read = parse_series(series)
    asked = f"{DEFINITIONS[read.metric].short} on {read.scale_min:g} to {read.scale_max:g}"
    than = f"{'more' if change.upper else 'less'} than {change.end:g}"
    without, on = ("before", "from then on") if change.since else ("after", "up to then")
    column = "scale_max" if change.upper else "scale_min"
    rating = "take the metric 'rating', since NPS is of 0 to 10, and " * (read.metric == "nps")
    return Doubt(
        table="feedback",
        found=f"Of {change.elsewhere:,} answers to {asked} {without} {change.day:%-d %b %Y} not "
        f"one is {than}; {on} {change.beyond:,} of {change.there:,} are: perhaps the scale changed "
        "on that day.",
        mend=f"If so, {rating}give each answer its own {column}, as a query can by its date: the "
        "two scales then are figures of their own.",
    )
