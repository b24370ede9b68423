"""A column of numbers with what is known of it, and what it reads like on a scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from detection.column import Column
from detection.scores.asked import Asked
from detection.scores.reading import ScoreReading
from detection.scores.scale.on_scale import OnScale
from detection.scores.scale.recommend import IN_GROUPS, NPS
from detection.scores.scale.stated import Stated
from detection.scores.written import Written


@dataclass(frozen=True)
class Meant:
    """What is known of a column before its scale is chosen.

    `counts`: int, answers by distinct number in ascending order, `codes` left out.
    """

    column: Column
    given: Written
    what: Asked
    stated: Stated
    counts: pd.Series
    codes: frozenset[float]

    def reading(self, metric: str, on: OnScale) -> ScoreReading:
        """The column as answers on a scale."""
        values, blank, answers = {}, list(self.given.none), 0
        for text, number in self.given.numbers.items():
            score = number - on.lowered
            if number in self.codes or number in on.blank or not on.low <= score <= on.high:
                blank.append(text)
                continue
            answers += int(self.column.values[text])
            if text in self.given.helped or on.lowered:
                values[text] = f"{score:g}"
        scale = float(on.low), float(on.high)
        return ScoreReading(metric, scale, tuple(blank), values, answers)

    def grouped(self, adds: tuple[float, ...]) -> ScoreReading:
        """The column as what an answer adds to NPS: of a detractor, a passive and a promoter."""
        scores = dict(zip(adds, IN_GROUPS.values(), strict=True))
        numbers = self.given.numbers
        values = {text: scores[number] for text, number in numbers.items() if number in scores}
        blank = (*self.given.none, *(text for text in numbers if text not in values))
        answers = int(self.column.values.loc[list(values)].sum())
        return ScoreReading("nps", (NPS.low, NPS.high), blank, values, answers)

    def other_way(self, reading: ScoreReading) -> ScoreReading:
        """The reading with the lowest score as the best."""
        ends = sum(reading.scale)
        scores = self._scores(reading)
        return replace(reading, values={text: f"{ends - n:g}" for text, n in scores.items()})

    def mean(self, reading: ScoreReading) -> float:
        """The mean of what the reading takes as answers."""
        rows = self.column.values
        total = sum(n * int(rows[text]) for text, n in self._scores(reading).items())
        return total / reading.answers

    def _scores(self, reading: ScoreReading) -> dict[str, float]:
        return {
            text: float(reading.values.get(text, number))
            for text, number in self.given.numbers.items()
            if text not in reading.blank
        }

    def evidence(self, why: str) -> str:
        """What speaks for the scale, how many numbers there are, and what the header says."""
        parts = [why, f"{len(self.counts)} values"]
        if self.what.word:
            parts.append(f'header says "{self.what.word}"')
        if self.what.other:
            parts.append("and counts or names things")
        if not self.what.metric:
            parts.append("nothing in the header says that it is a rating")
        return ", ".join(parts)
