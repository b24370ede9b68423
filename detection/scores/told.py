"""Readings of scores as answers to choose from, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from detection.column import Choice
from detection.scores.reading import ScoreReading
from detection.scores.written import written

NO_SCORE = ScoreReading("", (0, 0))


def with_none(choice: Choice[ScoreReading]) -> Choice[ScoreReading]:
    """The same, with the answer that it is no score at all."""
    return replace(choice, readings=(*choice.readings, NO_SCORE))


def words_for(choice: Choice[ScoreReading]) -> Callable[[ScoreReading], str]:
    """How the readings of a choice are told; those that would be alike, by their best answer."""
    alike = Counter(_in_words(reading) for reading in choice.readings)

    def words(score: ScoreReading) -> str:
        told = _in_words(score)
        if alike[told] < 2 or not score.values:
            return told
        best = max(score.values, key=lambda text: float(score.values[text]))
        return f"{told}, with '{best}' as the best"

    return words


def _in_words(score: ScoreReading) -> str:
    """A reading of scores as an answer to choose."""
    if score == NO_SCORE:
        return "none of these: leave it out"
    metric = score.metric if score.metric == "rating" else score.metric.upper()
    codes = f", where {', '.join(score.blank)} is no answer" if score.blank else ""
    turned = ", with the lowest as the best" if is_turned(score) else ""
    return f"{metric} on {score.scale_text}{turned}{codes}"


def is_turned(score: ScoreReading) -> bool:
    """True where the numbers themselves stand for scores the other way round."""
    if score.decimal:
        return False
    numbers = written(score.values).numbers
    scores = {number: float(score.values[text]) for text, number in numbers.items()}
    given = [scores[number] for number in sorted(scores)]
    return len(given) > 1 and all(a > b for a, b in pairwise(given))
