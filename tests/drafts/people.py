"""Who answered, drawn by chance, and the truth of what they gave, noted while it is drawn."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.drafts.case import Case, Fact, File

_FIRST = datetime(2026, 1, 5)
_DAYS = 315


class People:
    """As many as answered one survey: columns of texts, one value a person.

    `days`: of the month, where only some occur. `year`: where it is not 2026.
    """

    def __init__(
        self, name: str, number: int, days: range = range(1, 32), year: int = 2026
    ) -> None:
        self.name, self.number = name, number
        self.chance = random.Random(name)
        self.facts: Counter[Fact] = Counter()
        self.when = [self._moment(days, year) for _ in range(number)]

    def _moment(self, days: range, year: int) -> datetime:
        while True:
            moment = _FIRST + timedelta(minutes=self.chance.randrange(_DAYS * 24 * 60))
            if moment.day in days:
                return moment.replace(year=year)

    def dates(self, written: str | Callable[[datetime], object]) -> list[object]:
        """The day of each answer, by a format or by a function."""
        if isinstance(written, str):
            return [f"{moment:{written}}" for moment in self.when]
        return [written(moment) for moment in self.when]

    def ask(
        self,
        metric: str,
        low: int,
        high: int,
        words: Mapping[int, str] | Callable[[int], object] | None = None,
        none: Sequence[str] = (),
        share: float = 0.0,
        lowest: int | None = None,
    ) -> list[object]:
        """What each gave to one question; noted as the truth.

        `words`: how a score is written. `none`: how it is written that nothing was given, by a
        `share`. `lowest`: the lowest score that anybody gave.
        """
        least = low if lowest is None else lowest
        scores = list(range(least, high + 1))
        weights = [(1 + at) ** 1.3 for at in range(len(scores))]
        column: list[object] = []
        for at, moment in enumerate(self.when):
            if none and self.chance.random() < share:
                column.append(self.chance.choice(none))
                continue
            # Everything comes at least once.
            drawn = self.chance.choices(scores, weights)[0]
            score = scores[at] if at < len(scores) else drawn
            self.facts[metric, low, high, float(score), f"{moment:%Y-%m}"] += 1
            column.append(_written(score, words))
        return column

    def pick(self, *levels: object) -> list[object]:
        """One of a few levels each."""
        return [self.chance.choice(levels) for _ in range(self.number)]

    def numbers(self, low: int, high: int) -> list[object]:
        """Numbers that mean something else than a score."""
        return [str(self.chance.randint(low, high)) for _ in range(self.number)]

    def ids(self, prefix: str = "", first: int = 10001) -> list[object]:
        """A running number each."""
        return [f"{prefix}{first + at}" for at in range(self.number)]

    def say(self, *parts: str) -> list[object]:
        """Comments, some empty, hardly two alike."""
        return [
            "" if self.chance.random() < 0.5 else
            f"{self.chance.choice(parts)} {self.chance.choice(parts)} {self.chance.randint(1, 999)}"
            for _ in range(self.number)
        ]  # fmt: skip

    def file(self, name: str, columns: Mapping[str, Any], **how: object) -> File:
        """The table of these columns."""
        rows = tuple(zip(*columns.values(), strict=True))
        return replace(File(name, tuple(columns), rows), **how)  # type: ignore[arg-type]

    def case(self, *files: File, **truth: object) -> Case:
        """The case with what was noted."""
        return replace(Case(self.name, files, self.facts), **truth)  # type: ignore[arg-type]


def nps_group(score: object) -> str:
    """The group of a score, as services name it."""
    number = int(str(score))
    return "Promoter" if number > 8 else "Passive" if number > 6 else "Detractor"


def _written(score: int, words: Mapping[int, str] | Callable[[int], object] | None) -> object:
    if words is None:
        return str(score)
    return words(score) if callable(words) else words[score]
