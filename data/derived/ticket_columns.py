"""What is worked out of each ticket at the build: service levels, endings, first contact, bins.

Ibis expressions without a dialect, so that a file and a database have the same.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.contract import LATER, RANKED
from data.derived.business_hours import SECOND, business_seconds, epoch_ms
from data.derived.contact_columns import contact_columns
from data.mapping.model import Mapping
from metrics.definitions.service import RESOLVED_WITHIN

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
        tickets = tickets.mutate(**business_seconds(tickets, mapping.business_hours))
    tickets = _with_newest(tickets)
    tickets = tickets.mutate(
        **{**_service_levels(tickets), **_endings(tickets), **contact_columns(tickets)}
    )
    if "resolved_at" in has:
        tickets = tickets.mutate(resolved_in_30_days=_resolved_in_time(tickets))
    if "resolved_at" in has and ("contacts" in has or mapping.service.repeat_days):
        tickets = _with_first_contact(tickets, mapping.service.repeat_days)
    ranked = {name: column for column, name in RANKED.items() if column in tickets.columns}
    bins = {name: _bin(tickets, column) for name, column in ranked.items()}
    return tickets.mutate(**bins).drop("_newest")


def newest(tickets: ir.Table) -> ir.Table:
    """One row, `newest`: the newest moment that the tickets tell of."""
    times = [c for c in ("opened_at", *LATER) if c in tickets.columns]
    columns = [tickets.select(at=tickets[name]) for name in times]
    every = ibis.union(*columns) if len(columns) > 1 else columns[0]
    return every.aggregate(newest=every["at"].max())


def _with_newest(tickets: ir.Table) -> ir.Table:
    """With `_newest`, the newest moment that the tickets tell of."""
    return tickets.cross_join(newest(tickets).rename(_newest="newest"))


def _age(tickets: ir.Table) -> ir.FloatingValue:
    """Seconds from the opening to the newest moment."""
    return (epoch_ms(tickets._newest) - epoch_ms(tickets.opened_at)) / SECOND


def _service_levels(tickets: ir.Table) -> dict[str, ir.BooleanValue]:
    """Was it answered, was it resolved in time? What the mapping states of it goes first."""
    has, found = set(tickets.columns), {}
    if "sla_seconds" in has and has & {"first_response_at", "wait_seconds"}:
        found["sla_met"] = _answered_in_time(tickets)
    if {"resolution_sla_seconds", "resolved_at"} <= has:
        target = tickets.resolution_sla_seconds
        overdue = tickets.resolved_at.isnull() & (_age(tickets) > target)
        found["resolution_sla_met"] = _in_time(tickets.resolution_seconds, target, overdue)
    return {
        name: ibis.coalesce(tickets[name], worked_out) if name in has else worked_out
        for name, worked_out in found.items()
    }


def _in_time(
    taken: ir.FloatingValue, target: ir.FloatingValue, missed: ir.BooleanValue
) -> ir.BooleanValue:
    """Yes or no where the time taken is known; no where it was missed; else NULL."""
    return ibis.cases((taken.notnull(), taken <= target), (missed & target.notnull(), False))


def _answered_in_time(tickets: ir.Table) -> ir.BooleanValue:
    """By the first response; of a call without one by its wait. Unanswered and overdue is no."""
    has, target = set(tickets.columns), tickets.sla_seconds
    answered, missed = _calls(tickets)
    taken: ir.FloatingValue = ibis.null("float64")
    if "wait_seconds" in has:
        # Where it is not told which calls were answered, those with a wait were.
        waited = tickets.wait_seconds
        taken = ibis.ifelse(answered, waited, taken) if "answered" in has else waited
    if "first_response_at" in has:
        responded = tickets.first_response_at.notnull()
        overdue = (_age(tickets) > target) & ~answered
        missed = ~responded & (missed | overdue)  # of a response by a bot nothing is said
        taken = ibis.ifelse(responded, tickets.first_response_seconds, taken)
    return _in_time(taken, target, missed)


def _calls(tickets: ir.Table) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Whether it is known that a call was answered, and that it was not."""
    if "answered" not in tickets.columns:
        return ibis.literal(value=False), ibis.literal(value=False)
    return tickets.answered.fill_null(False), (~tickets.answered).fill_null(False)


def _endings(tickets: ir.Table) -> dict[str, ir.TimestampValue]:
    """When a ticket left the backlog, solved or not; and when the work on it is known.

    An unanswered call that nobody resolved left when it was opened; its caller is gone. There is
    no backlog where neither resolutions nor closings are known.
    """
    has, never = set(tickets.columns), ibis.null(tickets.opened_at.type())
    resolved, closed = (tickets[c] if c in has else never for c in ("resolved_at", "closed_at"))
    answered, unanswered = _calls(tickets)
    ends = bool(has & {"resolved_at", "closed_at"})
    found: dict[str, ir.TimestampValue] = {}
    if ends and has & {"closed_at", "answered"}:
        gone = ibis.coalesce(closed, ibis.ifelse(unanswered, tickets.opened_at, never))
        found["unsolved_at"] = ibis.ifelse(resolved.isnull(), gone, never)
        found["ended_at"] = ibis.coalesce(resolved, gone)
    elif ends:
        found["ended_at"] = resolved
    if "handle_seconds" in has:
        done = answered if ends else ~unanswered
        # Nobody worked on a call that nobody answered, unless somebody resolved it later.
        worked = ibis.coalesce(closed, ibis.ifelse(done, tickets.opened_at, never))
        worked = ibis.ifelse(unanswered, never, worked)
        found["handled_at"] = ibis.coalesce(resolved, worked)
    return found


def _resolved_in_time(tickets: ir.Table) -> ir.BooleanValue:
    """Was it resolved within `RESOLVED_WITHIN`? NULL where the ticket is younger than that.

    Whether it is resolved by now would compare young tickets with old ones.
    """
    least = RESOLVED_WITHIN.total_seconds()
    taken = tickets.resolution_seconds
    return ibis.cases((_age(tickets) >= least, taken.notnull() & (taken <= least)))


def first_contact_within(tickets: ir.Table, repeat_days: int | None) -> ir.Table:
    """Published tickets, with what of them was solved at the first contact as these alone tell."""
    own = _with_newest(tickets.drop("first_contact_resolved"))
    return _with_first_contact(own, repeat_days).drop("_newest").select(*tickets.columns)


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
    # None is below 0; but of NULL as well, ClickHouse works out what is behind it, and stops at a
    # logarithm below 0. Written once: some engines work out each mention of business seconds.
    return ((1 + seconds.abs() / 60).log2() * BINS_A_DOUBLING).floor().cast("int32")
