"""Calendar arithmetic: presets anchored on the newest data, spans to compare, buckets."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from data.scope import Span

GRAINS = ("day", "week", "month", "quarter", "year")
_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Same day some months later or earlier, or the last day of a shorter month.

    Stays within the years a date can have.
    """
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_start(day: date) -> date:
    return day.replace(day=1)


def _quarter_start(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _year_start(day: date) -> date:
    return date(day.year, 1, 1)


def _full(newest: date, start: Callable[[date], date], months: int) -> Span:
    """The newest month, quarter or year whose last day the data have reached."""
    end = start(newest + _DAY)
    return Span(add_months(end, -months), end - _DAY)


def _back(days: int) -> Callable[[date], Span]:
    return lambda last: Span(last - timedelta(days=days - 1), last)


# Each preset ends on the newest day of the data, or on the last day of a finished month,
# quarter or year before it: never on today's date, so that a link shows data, not an empty tail.
_PRESETS: dict[str, tuple[str, Callable[[date], Span]]] = {
    "last-7-days": ("Last 7 days", _back(7)),
    "last-30-days": ("Last 30 days", _back(30)),
    "last-90-days": ("Last 90 days", _back(90)),
    "last-12-months": ("Last 12 months", lambda d: Span(add_months(d + _DAY, -12), d)),
    "this-month": ("This month", lambda d: Span(_month_start(d), d)),
    "last-month": ("Last full month", lambda d: _full(d, _month_start, 1)),
    "this-quarter": ("This quarter", lambda d: Span(_quarter_start(d), d)),
    "last-quarter": ("Last full quarter", lambda d: _full(d, _quarter_start, 3)),
    "this-year": ("This year", lambda d: Span(_year_start(d), d)),
    "last-year": ("Last full year", lambda d: _full(d, _year_start, 12)),
}
DEFAULT_PRESET = "last-12-months"
PRESET_LABELS = {key: label for key, (label, _) in _PRESETS.items()} | {"all": "All data"}


def preset_span(preset: str, first: date, last: date) -> Span:
    """The days a preset stands for, given the oldest and newest day of the data."""
    if preset == "all":
        return Span(first, last)
    return _PRESETS[preset][1](last)


def previous(span: Span) -> Span:
    """The span of equal length just before: as many calendar months, else as many days.

    January to March is compared with October to December although that has two days more.
    """
    end = span.start - _DAY
    if span.whole_months:
        return Span(add_months(span.start, -span.whole_months), end)
    return Span(end - timedelta(days=span.days - 1), end)


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


def bucket_start(day: date, grain: str) -> date:
    """First day of the bucket that holds the day; weeks begin on Monday."""
    match grain:
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return _month_start(day)
        case "quarter":
            return _quarter_start(day)
        case "year":
            return _year_start(day)
        case _:
            return day


def buckets(span: Span, grain: str) -> list[date]:
    """First days of all buckets that the span touches, in order."""
    months = {"month": 1, "quarter": 3, "year": 12}.get(grain)
    found = [bucket_start(span.start, grain)]
    while True:
        step = timedelta(days=7 if grain == "week" else 1)
        following = add_months(found[-1], months) if months else found[-1] + step
        if following > span.end:
            return found
        found.append(following)
