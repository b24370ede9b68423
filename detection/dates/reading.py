"""A way to read a column as dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DateReading:
    """A way to read a column as dates, and what comes of it.

    `formats`: what a mapping's `format` would say; () for ISO 8601, which it reads without one;
    `excel`, `unix` and `unix_ms` are numbers that count. A format without a day means months.
    `language`: CLDR code of the names of months; "" where there are none, or whole English ones
    and those of three letters. `read`: rows that are read. `unread`: up to five texts that are not,
    such as stand for "no date" first. `first`, `last`: of the days that are read. `time`: some
    texts have a time of day.
    """

    formats: tuple[str, ...]
    language: str
    read: int
    unread: tuple[str, ...]
    first: date
    last: date
    time: bool
