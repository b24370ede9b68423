"""Seconds of business hours between two times, by the company's clock, in closed form.

Ibis expressions without a dialect, so that a file and a database have the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import accumulate

import ibis
import ibis.expr.types as ir

from data.contract import DURATIONS
from data.mapping.service import BusinessHours

SECOND = 1000  # times are counted in milliseconds, which is what all engines tell
_DAY = 86_400 * SECOND
_MONDAY = datetime(1900, 1, 1)  # no time of a ticket is earlier
_MONDAY_MS = int((_MONDAY - datetime(1970, 1, 1)).total_seconds()) * SECOND


def epoch_ms(time: ir.TimestampValue) -> ir.IntegerValue:
    """Whole milliseconds since 1970. Of a time with a fraction engines tell seconds differently."""
    return time.truncate("s").epoch_seconds() * SECOND + time.millisecond().cast("int64")


def business_seconds(tickets: ir.Table, hours: BusinessHours) -> dict[str, ir.Value]:
    """Seconds of business hours between the opening and each event, by the company's clock."""
    before = _seconds_before(hours)
    found = {}
    for end, seconds in DURATIONS.items():
        if seconds in tickets.columns:
            passed = before(tickets[end]) - before(tickets.opened_at)
            passed = ibis.greatest(passed, 0)  # on a night when the clock is put back
            known = tickets[seconds].notnull()
            name = seconds.replace("_seconds", "_business_seconds")
            found[name] = ibis.ifelse(known, passed / SECOND, ibis.null("float64"))
    return found


def _seconds_before(hours: BusinessHours) -> Callable[[ir.TimestampValue], ir.IntegerValue]:
    """Business milliseconds from the first Monday of 1900 to a time, in closed form."""
    opens, length = hours.opens * SECOND, (hours.closes - hours.opens) * SECOND
    weekdays = [int(number in hours.weekdays) for number in range(7)]
    earlier = [0, *accumulate(weekdays)]  # working days of a week before each weekday
    off = sorted((d - _MONDAY.date()).days for d in set(hours.holidays) if weekdays[d.weekday()])
    after_off = [ibis.literal(_MONDAY + timedelta(days=day + 1)) for day in off]

    def before(time: ir.TimestampValue) -> ir.IntegerValue:
        passed = epoch_ms(time) - _MONDAY_MS
        day, within = passed // _DAY, passed % _DAY
        weekday = day % 7
        days = (day // 7) * sum(weekdays) + weekday.cases(*enumerate(earlier[:7]), else_=0)
        works = weekday.isin(sorted(hours.weekdays))
        if off:
            # The time itself is compared: some engines work out each mention of its day.
            earlier_off = [(time >= end, count) for count, end in enumerate(after_off, start=1)]
            days = days - ibis.cases(*reversed(earlier_off), else_=0)
            works = works & day.notin(off)
        # Not clip: some engines work out each mention of a value, and clip has six.
        today = ibis.ifelse(works, ibis.greatest(ibis.least(within - opens, length), 0), 0)
        return days * length + today

    return before
