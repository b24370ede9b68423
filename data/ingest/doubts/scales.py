"""Questions that were perhaps asked on another scale: an end of it that nobody ever gave."""

from __future__ import annotations

from collections.abc import Iterator

from data.catalog import Doubt
from data.ingest.published import Published
from metrics.definitions import DEFINITIONS
from metrics.series import Series, parse_answer, parse_series

_ANSWERS = 100  # of which not one is the best score: people give it more than most others
_LOW_ANSWERS = 30  # in the lowest third, and not one of them is 0
_LONG = 4  # scales that end below it are no ratings: yes and no, a face


def scales(published: Published) -> Iterator[Doubt]:
    """Scales from 0 on where nobody gave 0, and scales whose upper end nobody gave."""
    feedback = published.tables.get("feedback")
    if feedback is None:
        return
    counted = published.ask(feedback.group_by("answer").aggregate(n=feedback.count()))
    series: dict[str, dict[float, int]] = {}
    for answer, n in zip(counted["answer"], counted["n"], strict=True):
        given = parse_answer(str(answer))
        series.setdefault(given.series, {})[given.score] = int(n)
    for key, scores in sorted(series.items()):
        read = parse_series(key)
        ends = (read.scale_min, read.scale_max)
        whole = all(float(score).is_integer() for score in (*scores, *ends))
        if whole and read.metric != "sentiment" and read.scale_max >= _LONG:
            yield from _ends(read, scores)


def _ends(series: Series, scores: dict[float, int]) -> Iterator[Doubt]:
    low, high, n = series.scale_min, series.scale_max, sum(scores.values())
    asked = f"{DEFINITIONS[series.metric].short} on {low:g} to {high:g}"
    lowest_third = sum(rows for score, rows in scores.items() if score <= low + (high - low) / 3)
    given_from, given_to = min(scores), max(scores)
    if low == 0 and given_from == 1 and lowest_third >= _LOW_ANSWERS:
        yield Doubt(
            table="feedback",
            found=f"Of {n:,} answers to {asked} not one is 0: perhaps it was asked on "
            f"1 to {high:g}.",
            mend=_another(series, 1, high),
        )
    if low < given_to < high and n >= _ANSWERS:
        yield Doubt(
            table="feedback",
            found=f"Of {n:,} answers to {asked} not one is above {given_to:g}: perhaps it was "
            f"asked on {low:g} to {given_to:g}.",
            mend=_another(series, low, given_to),
        )


def _another(series: Series, low: float, high: float) -> str:
    rating = "take the metric 'rating', since NPS is of 0 to 10, and "
    return (
        f"If so, {rating if series.metric == 'nps' else ''}state scale = [{low:g}, {high:g}] "
        "(or scale_min and scale_max)."
    )
