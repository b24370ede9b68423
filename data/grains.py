"""The grains of time: where a day's bucket begins, what follows it, and which a span touches."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from data.scope import Span

DAY = timedelta(days=1)


class Grain(NamedTuple):
    """The length of a bucket, in days or in months, and what others call it."""

    days: int
    months: int
    unit: str  # of `truncate` in Ibis, and of periods in pandas


GRAINS = {
    "day": Grain(1, 0, "D"),
    "week": Grain(7, 0, "W"),  # begins on Monday
    "month": Grain(0, 1, "M"),
    "quarter": Grain(0, 3, "Q"),
    "year": Grain(0, 12, "Y"),
}


def add_months(day: date, months: int) -> date:
    """Same day some months later or earlier, or the last day of a shorter month.

    Stays within the years a date can have.
    """
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def bucket_start(day: date, grain: str) -> date:
    """First day of the bucket that holds the day; weeks begin on Monday."""
    length = GRAINS[grain]
    if length.months:
        return date(day.year, day.month - (day.month - 1) % length.months, 1)
    return day - (day.toordinal() - 1) % length.days * DAY  # the first day of all was a Monday


def next_start(start: date, grain: str) -> date:
    """First day of the bucket after the one that begins on this day."""
    length = GRAINS[grain]
    return add_months(start, length.months) if length.months else start + length.days * DAY


def bucket_within(start: date, grain: str, span: Span) -> Span:
    """The days of the bucket that begins on this day, without those beyond the span."""
    return Span(max(start, span.start), min(next_start(start, grain) - DAY, span.end))


def buckets(span: Span, grain: str) -> list[date]:
    """First days of all buckets that the span touches, in order."""
    found = [bucket_start(span.start, grain)]
    while (following := next_start(found[-1], grain)) <= span.end:
        found.append(following)
    return found
