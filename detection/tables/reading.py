"""A table read: what it is, what its columns are, and what is not used of it and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from detection.column import Choice
from detection.dates import DateReading
from detection.numbers import NumberReading
from detection.tables import kinds
from detection.tables.amounts import Amounts, find_amounts
from detection.tables.events import EventLog, find_log
from detection.tables.interview import Interview
from detection.tables.long import LongSurvey, find_long
from detection.tables.profile import Profile
from detection.tables.questions import Question, find_questions, with_comment
from detection.tables.repeats import repeats
from detection.tables.segments import order_of, why_not


@dataclass(frozen=True)
class Found:
    """Where a column of CX Lens comes from: a column of the file, or one day for all rows."""

    column: str
    evidence: str
    date: DateReading | None = None
    number: NumberReading | None = None
    day: str = ""


@dataclass(frozen=True)
class Segment:
    """A column to break down by, with what its codes stand for and the order of its levels."""

    column: str
    evidence: str
    labels: dict[str, str]
    order: tuple[str, ...]


@dataclass(frozen=True)
class TableReading:
    """One table of CX Lens that a table of a file fills.

    `unused`: columns that nothing is made of, and why. `long`: the survey, where a row is an
    answer; `log`: what tickets are made of, where a row is an event; `amounts`: where those of
    orders are, if in another table; `person`: of customers, the column that says who somebody is,
    where rows have an id of their own.
    """

    table: str
    fields: dict[str, Found]
    questions: tuple[Question, ...] = ()
    segments: tuple[Segment, ...] = ()
    long: LongSurvey | None = None
    unused: dict[str, str] = field(default_factory=dict)
    log: EventLog | None = None
    amounts: Amounts | None = None
    person: str = ""


_PARTS_OF_DATES = (
    *(("%-d", "day"), ("%d", "day"), ("%-m", "month"), ("%m", "month"), ("%b", "month")),
    *(("%B", "month"), ("%Y", "year"), ("%y", "year"), ("%H", "hour"), ("%I", "hour")),
    *(("%M", "minute"), ("%S", "second"), ("%f", "fraction"), ("%p", "am"), ("%z", "zone")),
)
_ALSO = 0.7  # how well the name of another customer id has to fit
_KEYS = {"orders": "order_id", "tickets": "ticket_id"}


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
        read += _plain("tickets", source, names["tickets"], interview)
    elif kinds.is_orders(names["orders"]):
        read += _plain("orders", source, names["orders"], interview)
    elif kinds.may_be_orders(names["orders"]):
        others = {name: columns for name, columns in tables.items() if name != source}
        if amounts := find_amounts(names["orders"]["order_id"], others):
            (orders,) = _plain("orders", source, names["orders"], interview)
            read.append(replace(orders, amounts=amounts))
    feedback = _feedback(source, profiles, rows, names["feedback"], read, interview)
    read += [feedback] if feedback else []
    if kinds.is_customers(names["customers"], bool(read)):
        (customers,) = _plain("customers", source, names["customers"], interview)
        person = _person(source, names["customers"]["customer_id"], profiles, interview)
        read.append(replace(customers, person=person))
    if read:
        read[0] = _with_segments(read, profiles)
    return tuple(read)


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


def _plain(
    table: str, source: str, named: dict[str, Profile], interview: Interview
) -> list[TableReading]:
    fields = {
        role: found for role, p in named.items() if (found := _field(source, role, p, interview))
    }
    return [TableReading(table, fields)]


def _field(source: str, role: str, profile: Profile, interview: Interview) -> Found | None:
    """A column that is read as its role wants it; None where it stays open how."""
    name, evidence = profile.column.name, "its name says so"
    if profile.dates.readings and role.endswith("_at"):
        date = _date(source, profile, interview)
        return Found(name, profile.dates.evidence or evidence, date=date) if date else None
    if role in ("amount", "annual_revenue", "weight", "contacts"):
        number = interview.choose(
            f"{source}.{name}.number",
            f"How are the numbers in '{name}' written?",
            profile.numbers,
            sign_in_words,
        )
        return Found(name, profile.numbers.evidence or evidence, number=number) if number else None
    return Found(name, evidence)


def _date(source: str, profile: Profile, interview: Interview) -> DateReading | None:
    name = profile.column.name
    example = str(profile.column.values.index[0])
    return interview.choose(
        f"{source}.{name}.date",
        f"How are the dates in '{profile.column.title}' written, such as {example}?",
        profile.dates,
        order_in_words,
    )


def order_in_words(date: DateReading) -> str:
    """A reading of dates as an answer to choose: day/month/year, and from when to when it is."""
    written = " or ".join(date.formats) or "year-month-day"
    for directive, word in _PARTS_OF_DATES:
        written = written.replace(directive, word)
    return f"{written}: from {date.first:%-d %B %Y} to {date.last:%-d %B %Y}"


def sign_in_words(number: NumberReading) -> str:
    """A reading of numbers as an answer to choose."""
    return f"with the decimal sign {number.decimal}"


def _feedback(
    source: str,
    profiles: Sequence[Profile],
    rows: pd.DataFrame,
    named: dict[str, Profile],
    before: list[TableReading],
    interview: Interview,
) -> TableReading | None:
    """Answers, where at least one column asks for a score."""
    used = {found.column for table in before for found in table.fields.values()}
    taken = used | {p.column.name for role, p in named.items() if role != "touchpoint"}
    free = [p for p in profiles if p.column.name not in taken]
    long = find_long(source, free, rows, interview)
    if not long and not any(p.scores.readings for p in free):
        return None
    submitted = _submitted(source, profiles, named, before, interview)
    repeated = repeats(free, rows)
    taken |= repeated
    questions = () if long else find_questions(profiles, taken, interview, source)
    if submitted is None or not (long or questions):
        return None
    fields = {"submitted_at": submitted}
    asked = {name for q in questions for name in q.columns.values()}
    asked |= {long.question, long.given} if long else set()
    if questions and "comment" in named:
        questions = with_comment(questions, named["comment"].column.name)
    for role, profile in named.items():
        name = profile.column.name
        if role == "submitted_at" or name in asked or (role == "comment" and questions):
            continue
        found = _field(source, role, profile, interview)
        if found and not (role == "touchpoint" and any("" not in q.columns for q in questions)):
            fields[role] = found
    key = next((_KEYS[t.table] for t in before if t.table in _KEYS), "")
    if key and key in before[0].fields and "response_id" not in fields:
        fields["response_id"] = before[0].fields[key]
    if long and "response_id" not in fields and (id_of := _several_rows(free, long)):
        fields["response_id"] = Found(id_of, "its name says so; each has several questions")
    if "customer_id" not in fields and before and "customer_id" in before[0].fields:
        fields["customer_id"] = before[0].fields["customer_id"]
    unused = dict.fromkeys(sorted(repeated), "repeats what another column says")
    return TableReading("feedback", fields, questions, unused=unused, long=long)


def _several_rows(profiles: Sequence[Profile], long: LongSurvey) -> str:
    """The id of a response that has a row for each of its questions; "" where there is none."""
    for profile in profiles:
        several = 1 < profile.column.filled / max(profile.levels, 1) <= len(long.scores) * 2
        if several and profile.called("response_id") >= kinds.NAMED:
            return profile.column.name
    return ""


def _submitted(
    source: str,
    profiles: Sequence[Profile],
    named: dict[str, Profile],
    before: list[TableReading],
    interview: Interview,
) -> Found | None:
    """When answers were given: by name, by being the only dates, or as somebody says."""
    if "submitted_at" in named:
        return _field(source, "submitted_at", named["submitted_at"], interview)
    dated = [p for p in profiles if p.dates.readings]
    if not dated:
        return _on_one_day(source, interview)
    choice = Choice(tuple(dated), len(dated) == 1, f"{len(dated)} columns hold dates")
    chosen = interview.choose(
        f"{source}.submitted_at",
        "Which of these dates is the day of the answer?",
        choice,
        lambda profile: profile.column.title,
    )
    if chosen is None:
        return None
    date = _date(source, chosen, interview)
    said = chosen.dates.evidence or "the only dates"
    return Found(chosen.column.name, said, date=date) if date else None


def _on_one_day(source: str, interview: Interview) -> Found | None:
    day = interview.day(
        f"{source}.submitted_at",
        "When were these answers given? Type the last day, such as 2026-05-31.",
        "no column holds dates",
    )
    return Found("", "no column holds dates", day=day.isoformat()) if day else None


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
