"""A table read: what it is, what its columns are, and what is not used of it and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detection.column import Choice
from detection.dates.choice import DateReading
from detection.numbers import NumberReading
from detection.tables import kinds
from detection.tables.interview import Interview
from detection.tables.profile import Profile
from detection.tables.questions import Question, find_questions
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

    `unused`: columns that nothing is made of, and why.
    """

    table: str
    fields: dict[str, Found]
    questions: tuple[Question, ...] = ()
    segments: tuple[Segment, ...] = ()
    unused: dict[str, str] | None = None


_KEYS = {"orders": "order_id", "tickets": "ticket_id"}


def read_table(
    source: str, profiles: Sequence[Profile], interview: Interview
) -> tuple[TableReading, ...]:
    """What a table is, perhaps two things; none where nothing is known of it."""
    names = {table: kinds.named(profiles, table) for table in kinds.COLUMNS}
    read: list[TableReading] = []
    if kinds.is_tickets(names["tickets"]):
        read += _plain("tickets", source, names["tickets"], interview)
    elif kinds.is_orders(names["orders"]):
        read += _plain("orders", source, names["orders"], interview)
    feedback = _feedback(source, profiles, names["feedback"], read, interview)
    read += [feedback] if feedback else []
    if kinds.is_customers(names["customers"], bool(read)):
        read += _plain("customers", source, names["customers"], interview)
    if read:
        read[0] = _with_segments(read, profiles)
    return tuple(read)


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
            lambda reading: f"with the decimal sign {reading.decimal}",
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
        lambda r: f"{' or '.join(r.formats) or 'ISO'}: from {r.first} to {r.last}",
    )


def _feedback(
    source: str,
    profiles: Sequence[Profile],
    named: dict[str, Profile],
    before: list[TableReading],
    interview: Interview,
) -> TableReading | None:
    """Answers, where at least one column asks for a score."""
    used = {found.column for table in before for found in table.fields.values()}
    taken = used | {p.column.name for role, p in named.items() if role != "touchpoint"}
    if not any(p.scores.readings for p in profiles if p.column.name not in taken):
        return None
    submitted = _submitted(source, profiles, named, before, interview)
    questions = find_questions(profiles, taken, interview, source)
    if submitted is None or not questions:
        return None
    fields = {"submitted_at": submitted}
    asked = {name for q in questions for name in q.columns.values()}
    commented = {q.comment for q in questions}
    for role, profile in named.items():
        name = profile.column.name
        if role == "submitted_at" or name in asked or (role == "comment" and name in commented):
            continue
        found = _field(source, role, profile, interview)
        if found and not (role == "touchpoint" and any("" not in q.columns for q in questions)):
            fields[role] = found
    key = next((_KEYS[t.table] for t in before if t.table in _KEYS), "")
    if key and key in before[0].fields and "response_id" not in fields:
        fields["response_id"] = before[0].fields[key]
    if "customer_id" not in fields and before and "customer_id" in before[0].fields:
        fields["customer_id"] = before[0].fields["customer_id"]
    return TableReading("feedback", fields, questions)


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
    segments, unused = [], {}
    for profile in profiles:
        column = profile.column
        if column.name in used:
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
    return TableReading(first.table, first.fields, first.questions, tuple(segments), unused)
