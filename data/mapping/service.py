"""A company's own rules for tickets: when it works, and when a contact is a repeat."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from data.errors import nearest


def _weekday(value: object) -> object:
    if isinstance(value, str) and value not in WEEKDAYS:
        raise ValueError(f"unknown day '{value}'. {nearest(value, WEEKDAYS)}")
    return value


def _day_time(value: object) -> object:
    """TOML has a type for times of the day, too."""
    text = value.strftime("%H:%M") if isinstance(value, time) else value
    if isinstance(text, str) and text != "24:00" and not _DAY_TIME.fullmatch(text):
        raise ValueError(f"found '{text}', expected a time of the day such as \"09:00\"")
    return text


def seconds_of_day(text: str) -> int:
    """Seconds from midnight to a `DayTime`."""
    hours, minutes = text.split(":")
    return 3600 * int(hours) + 60 * int(minutes)


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
Weekday = Annotated[str, BeforeValidator(_weekday)]
DayTime = Annotated[str, BeforeValidator(_day_time)]


class BusinessHours(BaseModel, frozen=True, extra="forbid"):
    """When the company works, by its own clock."""

    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    start: DayTime
    end: DayTime
    holidays: tuple[date, ...] = ()

    @property
    def weekdays(self) -> frozenset[int]:
        """Numbers of the working days, Monday is 0."""
        return frozenset(WEEKDAYS.index(day) for day in self.days)

    @property
    def opens(self) -> int:
        """Second of the day at which work begins."""
        return seconds_of_day(self.start)

    @property
    def closes(self) -> int:
        """Second of the day at which work ends."""
        return seconds_of_day(self.end)

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.days:
            raise ValueError('\'days\' is empty: name the working days, such as ["mon", "tue"]')
        if self.opens >= self.closes:
            raise ValueError(
                f"work must end after it begins, found {self.start} to {self.end}. Hours over "
                'midnight are not possible; for all day: start = "00:00", end = "24:00"'
            )
        return self


class ServiceSettings(BaseModel, frozen=True, extra="forbid"):
    """The company's own rules for tickets."""

    repeat_days: Annotated[int, Field(ge=1, le=366)] | None = None
