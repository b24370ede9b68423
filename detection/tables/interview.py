"""What only a person can say: at most three questions, each with what the data say to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from detection.column import Choice

_NONE = "none of these: leave it out"
MOST = 3  # questions that somebody is asked; what else is open stays out of the draft

Reading = TypeVar("Reading")


@dataclass(frozen=True)
class Open:
    """A question: its key in answers, the question, what the data say, the answers to choose from.

    The first answer is what the data rather speak for; `chosen` is the number of the one that the
    draft has. No answers to choose from: a day is asked for, as 2026-05-31.
    """

    key: str
    asked: str
    evidence: str
    options: tuple[str, ...] = ()
    chosen: int = 1


@dataclass
class Interview:
    """Chooses between readings, by what was answered; notes what has to be asked.

    `given`: for keys of questions the number of the answer from 1 on, or a day. `most`: questions.
    """

    given: Mapping[str, str]
    open: list[Open] = field(default_factory=list)
    answered: list[Open] = field(default_factory=list)
    others: list[Open] = field(default_factory=list)  # sure, but it could be read otherwise
    most: int = MOST

    def choose(
        self, key: str, asked: str, choice: Choice[Reading], words: Callable[[Reading], str]
    ) -> Reading | None:
        """The reading to go on with: the sure one, the one answered, or for now the best.

        None where there is no reading, or where the most other questions have to be asked before.
        """
        if not choice.readings or (choice.sure and len(choice.readings) < 2):
            return choice.best
        options = tuple(words(reading) for reading in choice.readings)
        if len(options) < 2:
            options = (*options, _NONE)
        question = Open(key, asked, choice.evidence, options)
        number = self.given.get(key, "")
        if number.isdecimal() and 1 <= int(number) <= len(options):
            place = self.others if choice.sure else self.answered
            place.append(replace(question, chosen=int(number)))
            return (*choice.readings, None)[int(number) - 1]
        if choice.sure:
            self.others.append(question)
            return choice.best
        return choice.best if self._asked(question) else None

    def day(self, key: str, asked: str, evidence: str) -> date | None:
        """The day that was answered; None where it has to be asked yet."""
        question = Open(key, asked, evidence)
        try:
            day = date.fromisoformat(self.given.get(key, ""))
        except ValueError:
            self._asked(question)
            return None
        self.answered.append(question)
        return day

    def _asked(self, question: Open) -> bool:
        """Notes a question, if there is room for it."""
        room = len(self.open) + len(self.answered) < self.most
        if room:
            self.open.append(question)
        return room
