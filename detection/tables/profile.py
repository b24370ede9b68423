"""A column with all its readings: as dates, as numbers, as scores, and the shape of its texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from detection.column import Choice, Column
from detection.dates import DateReading, date_choice, unread_dates
from detection.numbers import NumberReading, number_choice
from detection.roles.names import fit
from detection.scores import ScoreReading, score_choice

_NEARLY_ALL = 0.95  # of the values that are filled, for a column to be of a kind
_LONG_TEXT = 25  # letters on average: people's own words rather than a level
_OWN_WORDS = 0.5  # different ones among the texts
_MOST_SCORES = 300  # different ones: 0 to 100 in halves, and some words
_MANY, _FEW = 1000, 300  # different values of which some are looked at first
_SOME = 3  # texts that are enough to tell how long they are


@dataclass(frozen=True)
class Profile:
    """A column as rules see it; each reading is worked out when it is first asked for."""

    column: Column
    today: date

    @cached_property
    def dates(self) -> Choice[DateReading]:
        """As dates, if nearly all values are such."""
        if self.levels > _MANY:  # hashes and words are found out by a few of them
            few = replace(self.column, values=self.column.values.iloc[:_FEW])
            first = date_choice(few, self.today).best
            if first is None or first.read < few.filled / 2:
                return Choice()
        choice = date_choice(self.column, self.today)
        read = choice.best.read if choice.best else 0
        return choice if read >= _NEARLY_ALL * self.column.filled else Choice()

    @cached_property
    def unread_dates(self) -> str:
        """A text for which it is no column of dates, though it looks like one; else ""."""
        return "" if self.dates.readings else unread_dates(self.column)

    @cached_property
    def numbers(self) -> Choice[NumberReading]:
        """As numbers, if nearly all values are such."""
        choice = number_choice(self.column)
        read = choice.best.read if choice.best else 0
        return choice if read >= _NEARLY_ALL * self.column.filled else Choice()

    @cached_property
    def scores(self) -> Choice[ScoreReading]:
        """As the answers to a question that asks for a score."""
        return score_choice(self.column) if self.levels <= _MOST_SCORES else Choice()

    @cached_property
    def texts(self) -> frozenset[str]:
        """The different values."""
        return frozenset(str(text) for text in self.column.values.index)

    def among(self, other: Profile) -> float:
        """The share of its different values that are values of another column."""
        return len(self.texts & other.texts) / len(self.texts) if self.texts else 0.0

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
