"""A table read: what it is, what its columns are, and what is not used of it and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from detection.column import Choice
from detection.tables import kinds
from detection.tables.amounts import find_amounts
from detection.tables.events import EventLog, find_log
from detection.tables.feedback import find_feedback
from detection.tables.fields import fields_of
from detection.tables.interview import Interview
from detection.tables.profile import Profile
from detection.tables.segments import order_of, why_not
from detection.tables.table import Segment, TableReading

_ALSO = 0.7  # how well the name of another customer id has to fit


def read_table(
    source: str,
    tables: Mapping[str, Sequence[Profile]],
    rows: pd.DataFrame,
    interview: Interview,
) -> tuple[TableReading, ...]:
    """What the table `source` is, perhaps two things; none where nothing is known of it.

    `rows`: some of its rows as text, a column each.
    """
    profiles = tables[source]
    names = {table: kinds.named(profiles, table) for table in kinds.COLUMNS}
    read: list[TableReading] = []
    if log := find_log(source, profiles, interview):
        return (_of_log(log, profiles),)
    if kinds.is_tickets(names["tickets"]):
        read.append(_plain("tickets", source, names, interview))
    elif kinds.is_orders(names["orders"]):
        read.append(_plain("orders", source, names, interview))
    elif kinds.may_be_orders(names["orders"]):
        others = {name: columns for name, columns in tables.items() if name != source}
        if amounts := find_amounts(names["orders"]["order_id"], others):
            orders = _plain("orders", source, names, interview)
            read.append(replace(orders, amounts=amounts))
    feedback = find_feedback(source, profiles, rows, names["feedback"], read, interview)
    read += [feedback] if feedback else []
    if kinds.is_customers(names["customers"], bool(read)):
        customers = _plain("customers", source, names, interview)
        person = _person(source, names["customers"]["customer_id"], profiles, interview)
        read.append(replace(customers, person=person))
    if read:
        read[0] = _with_segments(read, profiles)
    return tuple(read)


def _plain(
    table: str, source: str, named: Mapping[str, dict[str, Profile]], interview: Interview
) -> TableReading:
    return TableReading(table, fields_of(source, named[table], interview))


def _person(source: str, key: Profile, profiles: Sequence[Profile], interview: Interview) -> str:
    """Another customer id, which comes several times, if it is said to be the person's."""
    others = [p for p in profiles if p is not key and p.called("customer_id") >= _ALSO]
    others = [p for p in others if not p.unique and p.levels > p.column.filled / 2]
    if not others:
        return ""
    options = (key, *others)
    said = ", ".join(f"{p.column.name}: {p.levels:,} different" for p in options)
    chosen = interview.choose(
        f"{source}.customer_id",
        "Which column says who a customer is?",
        Choice(options, sure=False, evidence=f"{said}, in {key.column.filled:,} rows"),
        lambda profile: profile.column.name,
    )
    return "" if chosen in (None, key) else chosen.column.name


def _of_log(log: EventLog, profiles: Sequence[Profile]) -> TableReading:
    used = {log.ticket, log.moment, log.event}
    unused = {p.column.name: "of an event" for p in profiles if p.column.name not in used}
    return TableReading("tickets", {}, unused=unused, log=log)


def _with_segments(read: list[TableReading], profiles: Sequence[Profile]) -> TableReading:
    """The first reading with the columns to break down by, and what is left over."""
    used = {found.column for table in read for found in table.fields.values()}
    used |= {name for table in read for q in table.questions for name in q.columns.values()}
    used |= {q.comment for table in read for q in table.questions}
    used |= {table.person for table in read}
    used |= {name for table in read if (s := table.long) for name in (s.question, s.given)}
    segments, unused = [], {n: why for table in read for n, why in table.unused.items()}
    for profile in profiles:
        column = profile.column
        if column.name in used or column.name in unused:
            continue
        why = why_not(profile)
        if why:
            unused[column.name] = why
            continue
        levels = [str(level) for level in column.values.index]
        labels = {code: column.labels[code] for code in levels if code in column.labels}
        order = order_of([labels.get(level, level) for level in levels])
        evidence = f"{len(levels)} levels in {column.filled:,} rows"
        segments.append(Segment(column.name, evidence, labels, order))
    first = read[0]
    return replace(first, segments=tuple(segments), unused=unused)
