"""Periods: presets anchored on the newest data, spans to compare, the usual grain of each."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from data.grains import DAY, GRAINS, add_months, bucket_start
from data.scope import Span


def _this(grain: str) -> Callable[[date], Span]:
    return lambda last: Span(bucket_start(last, grain), last)


def _full(grain: str) -> Callable[[date], Span]:
    """The newest month, quarter or year whose last day the data have reached."""

    def full(last: date) -> Span:
        end = bucket_start(last + DAY, grain) - DAY
        return Span(bucket_start(end, grain), end)

    return full


def _back(days: int) -> Callable[[date], Span]:
    return lambda last: Span(last - timedelta(days=days - 1), last)


# Each preset ends on the newest day of the data, or on the last day of a finished month,
# quarter or year before it: never on today's date, so that a link shows data, not an empty tail.
_PRESETS: dict[str, tuple[str, Callable[[date], Span]]] = {
    "last-7-days": ("Last 7 days", _back(7)),
    "last-30-days": ("Last 30 days", _back(30)),
    "last-90-days": ("Last 90 days", _back(90)),
    "last-12-months": ("Last 12 months", lambda d: Span(add_months(d + DAY, -12), d)),
    "this-month": ("This month", _this("month")),
    "last-month": ("Last full month", _full("month")),
    "this-quarter": ("This quarter", _this("quarter")),
    "last-quarter": ("Last full quarter", _full("quarter")),
    "this-year": ("This year", _this("year")),
    "last-year": ("Last full year", _full("year")),
}
_CALENDAR = ("month", "quarter", "year")
DEFAULT_PRESET = "last-12-months"
PRESET_LABELS = {key: label for key, (label, _) in _PRESETS.items()} | {"all": "All data"}


def preset_span(preset: str, first: date, last: date) -> Span:
    """The days a preset stands for, given the oldest and newest day of the data."""
    if preset == "all":
        return Span(first, last)
    return _PRESETS[preset][1](last)


def previous(span: Span) -> Span:
    """The span of equal length just before: as many calendar months, else as many days.

    January to March is compared with October to December although that has two days more. A month,
    quarter or year so far is compared with the same days of the one before.
    """
    end = span.start - DAY
    if span.whole_months:
        return Span(add_months(span.start, -span.whole_months), end)
    if grain := so_far(span):
        months = GRAINS[grain].months
        return Span(add_months(span.start, -months), min(add_months(span.end, -months), end))
    return Span(end - timedelta(days=span.days - 1), end)


def so_far(span: Span) -> str:
    """The shortest of month, quarter and year that the span is the beginning of, else nothing.

    It goes by the days alone, so that a link with dates shows what the preset did.
    """
    if span.whole_months:
        return ""
    begun = (grain for grain in _CALENDAR if bucket_start(span.end, grain) == span.start)
    return next(begun, "")


def year_before(span: Span) -> Span:
    """The same calendar days a year earlier (29 February becomes the 28th)."""
    start, end = add_months(span.start, -12), add_months(span.end, -12)
    if span.whole_months:
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return Span(start, end)


def usual_grain(span: Span) -> str:
    """A grain that gives between about 7 and 40 buckets."""
    for grain, most_days in (("day", 35), ("week", 190), ("month", 1200), ("quarter", 4000)):
        if span.days <= most_days:
            return grain
    return "year"
