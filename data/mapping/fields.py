"""The fields of a mapping file: texts, lists of texts, formats, zones, metrics and scales."""

from __future__ import annotations

from datetime import date, datetime
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


Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_tuple)]
Values = dict[str, Text]
Formats = Annotated[
    tuple[Annotated[str, AfterValidator(check_format)], ...], BeforeValidator(as_tuple)
]
Zone = Annotated[str, AfterValidator(_zone)]
Metric = Annotated[str, AfterValidator(_metric)]
Scale = Annotated[tuple[float, float], AfterValidator(_scale)]


def check_nps(metric: str, scale: Scale | None, positive: float | None) -> None:
    """Raises ValueError where NPS is asked on another scale than its own."""
    if metric == "nps" and scale not in (None, (0, 10)):
        raise ValueError(
            f"NPS is asked on 0 to 10, found the scale {list(scale or ())}. "
            "Use the metric 'rating' for another scale"
        )
    if metric == "nps" and positive not in (None, 9):
        raise ValueError("NPS promoters answer 9 or 10: 'positive_from' cannot be changed")
