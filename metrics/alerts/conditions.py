"""The conditions that an alert watches a figure for, and what each is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Condition(StrEnum):
    """What can begin and end."""

    CHANGE = "change"  # the figure is really another than before
    TARGET = "target"  # it surely misses its target
    ANSWERS = "answers"  # fewer answer than usual
    DATA = "data"  # data are late


@dataclass(frozen=True)
class State:
    """A condition after the newest period that was judged; as it is made, nothing has begun.

    `direction`: 0 while it is quiet; of a change 1 where the figure is higher than before, -1 where
    it is lower; of all others 1. `since`: the first day of the period in which it began, None while
    it is quiet; of late data the day from which on they are late. Of a change (and of too few
    answers, which are one of numbers): `level`, the first day of the level that is usual now, None
    where that is as old as the data; `apart`, the first days of the first and the last period of
    changes that have ended, which are no part of what is usual.
    """

    direction: int = 0
    since: date | None = None
    level: date | None = None
    apart: tuple[tuple[date, date], ...] = ()
