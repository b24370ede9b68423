"""A column with all its readings: as dates, as numbers, as scores, and the shape of its texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from detection.column import Choice, Column
from detection.dates import DateReading, date_choice
from detection.numbers import NumberReading, number_choice
from detection.roles.names import fit
from detection.scores import ScoreReading, score_choice

_NEARLY_ALL = 0.95  # of the values that are filled, for a column to be of a kind
_LONG_TEXT = 25  # letters on average: people's own words rather than a level
_OWN_WORDS = 0.5  # different ones among the texts
_SOME = 3  # texts that are enough to tell how long they are


@dataclass(frozen=True)
class Profile:
    """A column as rules see it; each reading is worked out when it is first asked for."""

    column: Column
    today: date

    @cached_property
    def dates(self) -> Choice[DateReading]:
        """As dates, if nearly all values are such."""
        choice = date_choice(self.column, self.today)
        read = choice.best.read if choice.best else 0
        return choice if read >= _NEARLY_ALL * self.column.filled else Choice()

    @cached_property
    def numbers(self) -> Choice[NumberReading]:
        """As numbers, if nearly all values are such."""
        choice = number_choice(self.column)
        read = choice.best.read if choice.best else 0
        return choice if read >= _NEARLY_ALL * self.column.filled else Choice()

    @cached_property
    def scores(self) -> Choice[ScoreReading]:
        """As the answers to a question that asks for a score."""
        return score_choice(self.column)

    @property
    def levels(self) -> int:
        """How many different values there are."""
        return len(self.column.values)

    @property
    def unique(self) -> bool:
        """No value comes twice."""
        return self.levels == self.column.filled > 0

    @cached_property
    def own_words(self) -> bool:
        """Texts in people's own words: long, and mostly different."""
        values = self.column.values
        if len(values) < _SOME or self.dates.readings or self.numbers.readings:
            return False
        lengths = values.index.str.len().to_numpy()
        written = (values.index.str.contains(r"\s|[\u3040-\u9fff]")).mean()
        mean = float((lengths * values.to_numpy()).sum() / values.sum())
        wide = mean >= _LONG_TEXT or (
            mean >= 6 and bool(values.index.str.contains(r"[\u3040-\u9fff]").mean() > 0.5)
        )
        return bool(wide and written > 0.5 and len(values) >= _OWN_WORDS * values.sum())

    def called(self, role: str) -> float:
        """How well its name says that it is a column of CX Lens: 0 to 2."""
        name = fit(self.column.name, role)
        return max(name, fit(self.column.label, role)) if self.column.label else name
