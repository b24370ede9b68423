"""What is worked out of each ticket at the build: business hours, SLA, first contact, rank bins.

Ibis expressions without a dialect, so that a file and a database have the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import accumulate

import ibis
import ibis.expr.types as ir

from data.contract import DURATIONS, RANKED
from data.mapping.model import Mapping
from data.mapping.service import BusinessHours

_DAY = 86_400
_MONDAY = date(1900, 1, 1)  # no time of a ticket is earlier
_MONDAY_SECONDS = int((datetime(1900, 1, 1) - datetime(1970, 1, 1)).total_seconds())
RESOLVED_WITHIN = timedelta(days=30)
BINS_A_DOUBLING = 16


def with_computed(tickets: ir.Table, mapping: Mapping) -> ir.Table:
    """Tickets with the columns of `contract.COMPUTED` that the mapping makes possible."""
    has = set(tickets.columns)
    if "first_response_by_bot" in has and "first_response_seconds" in has:
        seconds = tickets.first_response_seconds
        by_bot = tickets.first_response_by_bot.fill_null(False)
        nothing = ibis.null("float64")
        tickets = tickets.mutate(first_response_seconds=ibis.ifelse(by_bot, nothing, seconds))
    if mapping.business_hours:
        tickets = tickets.mutate(**_business_seconds(tickets, mapping.business_hours))
    tickets = _with_newest(tickets)
    if {"sla_seconds", "first_response_seconds"} <= has:
        tickets = tickets.mutate(sla_met=_sla_met(tickets))
    if "resolved_at" in has:
        tickets = tickets.mutate(resolved_in_30_days=_resolved_in_time(tickets))
    if "resolved_at" in has and ("contacts" in has or mapping.service.repeat_days):
        tickets = _with_first_contact(tickets, mapping.service.repeat_days)
    ranked = {name: column for column, name in RANKED.items() if column in tickets.columns}
    bins = {name: _bin(tickets, column) for name, column in ranked.items()}
    return tickets.mutate(**bins).drop("_newest")


def epoch_seconds(time: ir.TimestampValue) -> ir.IntegerValue:
    """Whole seconds since 1970: parts of a second are dropped, which half of the engines do."""
    return time.truncate("s").epoch_seconds()


def _business_seconds(tickets: ir.Table, hours: BusinessHours) -> dict[str, ir.Value]:
    """Seconds of business hours between the opening and each event, by the company's clock."""
    before = _seconds_before(hours)
    found = {}
    for end, seconds in DURATIONS.items():
        if seconds in tickets.columns:
            passed = before(tickets[end]) - before(tickets.opened_at)
            known = tickets[seconds].notnull()
            name = seconds.replace("_seconds", "_business_seconds")
            found[name] = ibis.ifelse(known, passed.cast("float64"), ibis.null("float64"))
    return found


def _seconds_before(hours: BusinessHours) -> Callable[[ir.TimestampValue], ir.IntegerValue]:
    """Business seconds from the first Monday of 1900 to a time, in closed form."""
    length = hours.closes - hours.opens
    weekdays = [int(number in hours.weekdays) for number in range(7)]
    earlier = [0, *accumulate(weekdays)]  # working days of a week before each weekday
    off = sorted((d - _MONDAY).days for d in set(hours.holidays) if weekdays[d.weekday()])

    def before(time: ir.TimestampValue) -> ir.IntegerValue:
        seconds = epoch_seconds(time) - _MONDAY_SECONDS
        day, within = seconds // _DAY, seconds % _DAY
        weekday = day % 7
        days = (day // 7) * sum(weekdays) + _chosen(weekday, earlier[:7])
        works = weekday.isin(sorted(hours.weekdays))
        if off:
            passed = [(day > last, count) for count, last in enumerate(off, start=1)]
            days = days - ibis.cases(*reversed(passed), else_=0)
            works = works & day.notin(off)
        today = ibis.ifelse(works, (within - hours.opens).clip(lower=0, upper=length), 0)
        return days * length + today

    return before


def _chosen(value: ir.IntegerValue, results: list[int]) -> ir.IntegerValue:
    """The result at the place that the value states."""
    found: ir.IntegerValue = ibis.cases(
        *((value == place, result) for place, result in enumerate(results)), else_=0
    )
    return found


def _with_newest(tickets: ir.Table) -> ir.Table:
    """With `_newest`, the newest moment that the tickets tell of."""
    times = ["opened_at", *(name for name in DURATIONS if name in tickets.columns)]
    columns = [tickets.select(at=tickets[name]) for name in times]
    every = ibis.union(*columns) if len(columns) > 1 else columns[0]
    return tickets.cross_join(every.aggregate(_newest=every["at"].max()))


def _sla_met(tickets: ir.Table) -> ir.BooleanValue:
    """Was the first response in time? Unanswered and overdue is no; NULL where it is not known."""
    taken, target = tickets.first_response_seconds, tickets.sla_seconds
    waiting = epoch_seconds(tickets._newest) - epoch_seconds(tickets.opened_at)
    overdue = tickets.first_response_at.isnull() & (waiting > target)
    return ibis.cases((taken.notnull(), taken <= target), (overdue & target.notnull(), False))


def _resolved_in_time(tickets: ir.Table) -> ir.BooleanValue:
    """Was it resolved within `RESOLVED_WITHIN`? NULL where the ticket is younger than that.

    Whether it is resolved by now would compare young tickets with old ones.
    """
    least = int(RESOLVED_WITHIN.total_seconds())
    age = epoch_seconds(tickets._newest) - epoch_seconds(tickets.opened_at)
    taken = tickets.resolution_seconds
    return ibis.cases((age >= least, taken.notnull() & (taken <= least)))


def _with_first_contact(tickets: ir.Table, repeat_days: int | None) -> ir.Table:
    """Was a resolved ticket solved at the first contact? NULL where it is not known."""
    known, once = tickets.resolved_at.notnull(), ibis.literal(value=True)
    if "contacts" in tickets.columns:
        known, once = known & (tickets.contacts >= 1).fill_null(False), tickets.contacts == 1
    if "reopened" in tickets.columns:
        once = once & ~tickets.reopened.fill_null(False)
    if repeat_days:
        window = ibis.interval(days=repeat_days)
        again = _next_openings(tickets)
        tickets = tickets.mutate(_known=known, _once=once)
        joined = tickets.left_join(again, tickets.ticket_id == again._ticket)
        tickets = joined.select(*tickets.columns, "_next")
        end = tickets.resolved_at + window
        passed = tickets.customer_id.notnull() & (end <= tickets._newest)
        known = tickets._known & passed
        once = tickets._once & (tickets._next.isnull() | (tickets._next > end))
    answer = ibis.ifelse(known, once, ibis.null("boolean"))
    return tickets.mutate(first_contact_resolved=answer).drop(
        *(name for name in ("_known", "_once", "_next") if name in tickets.columns)
    )


def _next_openings(tickets: ir.Table) -> ir.Table:
    """Each resolved ticket with the next opening by its customer after the resolution."""
    whose = tickets.filter(tickets.customer_id.notnull())
    openings = whose.select(
        _ticket=whose.ticket_id,
        _whose=whose.customer_id,
        _at=whose.opened_at,
        _resolved=ibis.literal(0, "int64"),
        _opened=whose.opened_at,
    )
    solved = whose.filter(whose.resolved_at.notnull())
    resolutions = solved.select(
        _ticket=solved.ticket_id,
        _whose=solved.customer_id,
        _at=solved.resolved_at,
        _resolved=ibis.literal(1, "int64"),
        _opened=ibis.null(solved.opened_at.type()),
    )
    events = ibis.union(openings, resolutions)
    # From the newest on: the earliest opening so far is the next one. What was opened at the very
    # moment of a resolution comes after it here, and is no repeat.
    later = ibis.window(
        group_by=events._whose,
        order_by=[events._at.desc(), events._resolved.desc()],
        preceding=(None, 0),
    )
    numbered = events.mutate(_next=events._opened.min().over(later))
    return numbered.filter(numbered._resolved == 1).select("_ticket", "_next")


def _bin(tickets: ir.Table, column: str) -> ir.IntegerValue:
    """A bin that grows with the seconds, so that an order statistic is found by counting.

    NULL where the seconds are not known; of a wait also where nobody answered.
    """
    seconds = tickets[column]
    if column == "wait_seconds" and "answered" in tickets.columns:
        answered = tickets.answered.fill_null(False)
        seconds = ibis.ifelse(answered, seconds, ibis.null("float64"))
    # Of NULL as well, ClickHouse works out what is behind it, and stops at a logarithm below 0.
    sure = ibis.ifelse(seconds > 0, seconds, 0.0)
    found = ((1 + sure / 60).log2() * BINS_A_DOUBLING).floor().cast("int32")
    return ibis.ifelse(seconds.notnull(), found, ibis.null("int32"))
