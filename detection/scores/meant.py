"""A column of numbers with what is known of it, and what it reads like on a scale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from detection.column import Column
from detection.scores.asked import Asked
from detection.scores.every_step import every_step
from detection.scores.reading import ScoreReading
from detection.scores.scale.on_scale import OnScale
from detection.scores.scale.recommend import IN_GROUPS, NPS
from detection.scores.scale.stated import Stated
from detection.scores.written import Written

_WITH_COMMA = re.compile(r"[+-]?\d+,\d+")


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
        kept, blank = {}, list(self.given.none)
        for text, number in self.given.numbers.items():
            out = not on.low <= number - on.lowered <= on.high
            if number in self.codes or number in on.blank or out:
                blank.append(text)
            else:
                kept[text] = number
        answers = sum(int(self.column.values[text]) for text in kept)
        scale = float(on.low), float(on.high)
        reading = ScoreReading(metric, scale, tuple(blank), {}, answers)
        comma = any(_WITH_COMMA.fullmatch(text) for text in kept)
        if comma and not on.lowered:
            return replace(reading, values=self._beside_commas(kept), decimal=",")
        numbers = {**self._steps(reading, on.lowered), **kept} if on.lowered else kept
        values = {
            text: f"{number - on.lowered:g}"
            for text, number in numbers.items()
            if on.lowered or text in self.given.helped
        }
        return replace(reading, values=values)

    def _beside_commas(self, kept: Mapping[str, float]) -> dict[str, str]:
        """What a mapping that reads commas has to be told of: all but plain numbers."""
        return {
            text: f"{number:g}".replace(".", ",")
            for text, number in kept.items()
            if not (_WITH_COMMA.fullmatch(text) or text.lstrip("-").isdecimal())
        }

    def grouped(self, adds: tuple[float, ...]) -> ScoreReading:
        """The column as what an answer adds to NPS: of a detractor, a passive and a promoter."""
        scores = dict(zip(adds, IN_GROUPS.values(), strict=True))
        numbers = self.given.numbers
        values = {text: scores[number] for text, number in numbers.items() if number in scores}
        blank = (*self.given.none, *(text for text in numbers if text not in values))
        answers = int(self.column.values.loc[list(values)].sum())
        return ScoreReading("nps", (NPS.low, NPS.high), blank, values, answers)

    def other_way(self, reading: ScoreReading) -> ScoreReading:
        """The reading with the lowest score as the best: all of its scale, given so far or not."""
        ends, scores = sum(reading.scale), self._scores(reading)
        lowered = next((self.given.numbers[text] - n for text, n in scores.items()), 0)
        steps = {text: n - lowered for text, n in self._steps(reading, lowered).items()}
        values = {text: f"{ends - n:g}" for text, n in {**steps, **scores}.items()}
        return replace(reading, values=values, decimal="")

    def mean(self, reading: ScoreReading) -> float:
        """The mean of what the reading takes as answers."""
        rows = self.column.values
        total = sum(n * int(rows[text]) for text, n in self._scores(reading).items())
        return total / reading.answers

    def _steps(self, reading: ScoreReading, lowered: float) -> dict[str, float]:
        """The numbers of all steps, as the file may have them, by their texts; no blank codes."""
        numbers = self.given.numbers
        low, high = reading.scale
        kept = [text for text in numbers if text not in reading.blank]
        none = {numbers[text] for text in reading.blank if text in numbers}
        steps = every_step(low + lowered, high + lowered, kept)
        return {text: number for text, number in steps.items() if number not in none}

    def _scores(self, reading: ScoreReading) -> dict[str, float]:
        return {
            text: float(reading.values.get(text, f"{number}").replace(",", "."))
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
