"""Local times as instants, also on the nights when clocks are changed.

A local time that was left out has two readings, and so has one that came twice: by the clock before
the change (fold 0) and by that after it (fold 1; PEP 495). The first is meant: what was left out is
shifted forward, and of two hours of the same name it is the earlier one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from data.derived.business_hours import epoch_ms

FIRST = 1970  # no zone's clock is asked of earlier years


class Change(NamedTuple):
    """A change of a zone's offset from UTC, in seconds, at a moment (naive, UTC)."""

    at: datetime
    before: int
    now: int

    @property
    def starts(self) -> datetime:
        """The first local time that was left out, or came twice."""
        return self.at + timedelta(seconds=min(self.before, self.now))

    @property
    def ends(self) -> datetime:
        """The first local time after those."""
        return self.at + timedelta(seconds=max(self.before, self.now))


@lru_cache(maxsize=32)
def changes(timezone: str, first: int, last: int) -> tuple[Change, ...]:
    """The changes of a zone's clock in the years `first` to `last`, in order."""
    zone, found = ZoneInfo(timezone), []
    day = datetime(first, 1, 1, tzinfo=UTC)
    while day.year <= last:
        after = day + timedelta(days=1)
        before, now = _offset(zone, day), _offset(zone, after)
        if now != before:
            at = _moment(zone, day, after).replace(tzinfo=None)
            found.append(Change(at, before, now))
        day = after
    return tuple(found)


def instant(
    local: ir.TimestampValue, timezone: str, years: tuple[int, int], fold: int = 0
) -> ir.FloatingValue:
    """Milliseconds since 1970 of a local time of that zone, from the first year to the last."""
    passed, known = epoch_ms(local).cast("float64"), changes(timezone, *years)
    if not known:
        return passed - 1000.0 * _offset(ZoneInfo(timezone), datetime(years[0], 1, 1, tzinfo=UTC))
    shifts = [known[0].before, *(one.now for one in known)]
    begins = [one.starts if fold else one.ends for one in known]

    def shift(low: int, high: int) -> ir.FloatingValue:
        """The one of these shifts that holds, by halving: a long history has over a hundred."""
        if low == high:
            return ibis.literal(1000.0 * shifts[low])
        middle = (low + high) // 2
        later = local >= ibis.literal(begins[middle])
        return ibis.ifelse(later, shift(middle + 1, high), shift(low, middle))

    return passed - shift(0, len(known))


def _offset(zone: ZoneInfo, at: datetime) -> int:
    shift = at.astimezone(zone).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


def _moment(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second at which the offset changes between two times."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
