"""The fields of a mapping file: texts, lists of texts, formats, zones, metrics and scales."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator

from data.errors import nearest
from data.mapping.formats import check_format
from metrics.series import FEEDBACK_METRICS


def _as_text(value: object) -> object:
    """TOML numbers, dates and booleans as the text that a source would hold."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return value.isoformat() if isinstance(value, date | datetime) else value


def as_tuple(value: object) -> object:
    """One value as a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"unknown time zone '{value}'. {nearest(value, available_timezones())}")
    return value


def _metric(value: str) -> str:
    if value not in FEEDBACK_METRICS:
        raise ValueError(f"unknown metric '{value}'. {nearest(value, FEEDBACK_METRICS)}")
    return value


def _scale(value: tuple[float, float]) -> tuple[float, float]:
    if value[0] >= value[1]:
        raise ValueError(f"the scale must go from low to high, found {list(value)}")
    return value


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
Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_tuple)]
Values = dict[str, Text]
Formats = Annotated[
    tuple[Annotated[str, AfterValidator(check_format)], ...], BeforeValidator(as_tuple)
]
Zone = Annotated[str, AfterValidator(_zone)]
Metric = Annotated[str, AfterValidator(_metric)]
Scale = Annotated[tuple[float, float], AfterValidator(_scale)]
