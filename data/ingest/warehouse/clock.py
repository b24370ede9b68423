"""Seconds between local times, right also where the clocks were changed between them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from data.derived.business_hours import epoch_ms


def instant(local: ir.TimestampValue, changes: list[tuple[datetime, int]]) -> ir.FloatingValue:
    """Milliseconds since 1970 of a local time, given the offsets of its zone in seconds."""
    passed = epoch_ms(local).cast("float64")
    *later, (_, first) = reversed(changes)
    if not later:
        return passed - 1000.0 * first
    cases = [(local >= ibis.literal(start), 1000.0 * offset) for start, offset in later]
    return passed - ibis.cases(*cases, else_=1000.0 * first)


def offsets(timezone: str, first: datetime, last: datetime) -> list[tuple[datetime, int]]:
    """Local times from which an offset of the zone holds, with it in seconds, in order.

    As DuckDB has it: of a clock put back, the second of the two hours of the same name is meant;
    an hour that was left out goes on from the one before.
    """
    zone = ZoneInfo(timezone)
    day = datetime(first.year, 1, 1, tzinfo=UTC)
    found = [(datetime.min, _offset(zone, day))]
    while day.year <= last.year + 1:
        after = day + timedelta(days=1)
        if _offset(zone, after) != found[-1][1]:
            change = _change(zone, day, after)
            now = _offset(zone, change)
            found.append((change.replace(tzinfo=None) + timedelta(seconds=now), now))
        day = after
    return found


def _offset(zone: ZoneInfo, at: datetime) -> int:
    shift = at.astimezone(zone).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second at which the offset changes between two times."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
