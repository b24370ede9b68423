"""Event logs: several rows a ticket, one for each thing that happened to it.

A table is one where tickets have a name that says so and two events or more on average, and beside
them stand a time and what happened, of few kinds. A ticket was opened at its first event. It was
resolved at the last event that is called so (resolved before closed; of several the one that comes
ten times as often as the others), and opened again where it was resolved more than once. Otherwise
that is asked, and no event is guessed to be a first response.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detection.column import Choice
from detection.dates import DateReading
from detection.roles.names import fit
from detection.tables.interview import Interview
from detection.tables.profile import Profile

_EVENTS = 2.0  # a ticket on average
_KINDS = 60  # of events at most
_NAMED = 0.75  # how well a name has to fit
_OFTEN = 10  # times as often as the next event that is called so


@dataclass(frozen=True)
class EventLog:
    """The columns of a log, how its times are read, and the event that resolves a ticket."""

    ticket: str
    moment: str
    event: str
    date: DateReading
    resolved: str
    evidence: str


def find_log(source: str, profiles: Sequence[Profile], interview: Interview) -> EventLog | None:
    """The log that a table is; None where it is none, or its questions have no room."""
    ticket = _best(profiles, "ticket_id", lambda p: p.column.filled >= _EVENTS * p.levels > 0)
    event = _best(profiles, "event", lambda p: 2 <= p.levels <= _KINDS and not p.dates.readings)
    moment = _best(profiles, "moment", lambda p: bool(p.dates.readings))
    if not (ticket and event and moment and moment.dates.best):
        return None
    if not moment.dates.sure:
        return None
    kinds = [str(kind) for kind in event.column.values.index]
    rows = event.column.values
    called = [str(k) for k in rows.index if fit(str(k), "resolved")]
    closed = [str(k) for k in rows.index if fit(str(k), "closed")]
    named = sorted(called or closed, key=lambda kind: -int(rows[kind]))
    sure = len(named) == 1 or (len(named) > 1 and rows[named[0]] >= _OFTEN * rows[named[1]])
    options = tuple(dict.fromkeys([*named, *closed, *kinds]))
    choice = Choice(options, sure, f"{len(kinds)} kinds of events in '{event.column.name}'")
    resolved = interview.choose(
        f"{source}.{event.column.name}.resolved",
        "Which event means that a ticket is resolved?",
        choice,
        str,
    )
    if resolved is None:
        return None
    each = ticket.column.filled / ticket.levels
    said = f"{ticket.levels:,} tickets of {each:.1f} events each"
    names = (ticket.column.name, moment.column.name, event.column.name)
    return EventLog(*names, moment.dates.best, resolved, said)


def _best(
    profiles: Sequence[Profile], role: str, fits: Callable[[Profile], bool]
) -> Profile | None:
    named = [p for p in profiles if p.called(role) >= _NAMED and fits(p)]
    return max(named, key=lambda p: p.called(role), default=None)
