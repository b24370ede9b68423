"""The periods of a trend: how much of each the view and the data cover, and which are alike."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from data.grains import bucket_within, next_start
from data.scope import Span
from metrics.definitions import MetricDefinition
from pages.figures.coverage import as_long, grows_with_days
from view.known_days import Known


class Part(NamedTuple):
    """Days of a period that are known, of how many it has, and how many are missing before them."""

    days: int
    of_days: int
    missing_before: int

    @property
    def whole(self) -> bool:
        """True where the period is known in full."""
        return self.days == self.of_days

    @property
    def missing_after(self) -> int:
        """How many days are missing at its end."""
        return self.of_days - self.days - self.missing_before


def part_of(known: Known, start: date, grain: str, span: Span) -> Part:
    """How much of the period that begins on this day lies within the span and the known days."""
    length = (next_start(start, grain) - start).days
    found = known.within(bucket_within(start, grain, span))
    if found is None:
        return Part(0, length, 0)
    return Part(found.days, length, (found.start - start).days)


def alike(now: Part, base: Part, metric: MetricDefinition) -> bool:
    """True for two whole periods, and for parts of the same days: as many, from the same end.

    What grows with the days needs whole periods, of nearly the same length (see `as_long`).
    """
    if now.whole and base.whole:
        return as_long(metric, now.days, base.days)
    if not now.days == base.days > 0 or grows_with_days(metric):
        return False
    return now.missing_before == base.missing_before or now.missing_after == base.missing_after
