"""Of which days the data know something, and whether two periods are alike enough to compare."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from data.catalog import Catalog
from data.grains import next_start
from data.scope import Span

_QUIET = timedelta(days=3)  # without a row: a long weekend is no gap in the data
_ALIKE = 0.9  # February has this share of the days of January


class Known(NamedTuple):
    """The days on which a table has rows, and those around them that may just have been quiet."""

    first: date
    last: date
    earliest: date
    latest: date

    def within(self, span: Span) -> Span | None:
        """The days of the span that the data cover."""
        start = span.start if span.start >= self.earliest else max(span.start, self.first)
        end = span.end if span.end <= self.latest else min(span.end, self.last)
        return Span(start, end) if start <= end else None

    def days(self, span: Span) -> int:
        """How many days of the span the data cover."""
        found = self.within(span)
        return found.days if found else 0


def known_days(catalog: Catalog, table: str, series: str = "") -> Known:
    """The days of a table, or of one of its series of answers.

    Not all begin and end together: customers have joined for years before the first order. Of
    customers it must be known who left.
    """
    first, last = catalog.first_day, catalog.last_day
    own = catalog.series_days.get(series) or catalog.days(table)
    if table == "costs" and own:  # each is of a month, and has its first day
        own = own[0], min(next_start(own[1], "month") - timedelta(days=1), last)
    if table == "customers" or own is None:
        first = catalog.leaving_since or first if table == "customers" else first
        return Known(first, last, first, last)
    return Known(*own, max(first, own[0] - _QUIET), min(last, own[1] + _QUIET))


def alike_days(days: int, others: int) -> bool:
    """True where either of two periods has nine tenths of the known days of the other at least."""
    return min(days, others) >= _ALIKE * max(days, others, 1)
