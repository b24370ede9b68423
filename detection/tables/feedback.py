"""Answers to questions: which columns ask for a score, and which date is the day of an answer."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from detection.column import Choice
from detection.tables import kinds
from detection.tables.fields import date_of, field_of
from detection.tables.interview import Interview
from detection.tables.long import LongSurvey, find_long
from detection.tables.profile import Profile
from detection.tables.questions import find_questions, with_comment
from detection.tables.repeats import repeats
from detection.tables.table import Found, TableReading

_KEYS = {"orders": "order_id", "tickets": "ticket_id"}


def find_feedback(
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
        found = field_of(source, role, profile, interview)
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
        return field_of(source, "submitted_at", named["submitted_at"], interview)
    dated = [p for p in profiles if p.dates.readings]
    if not dated:
        return _on_one_day(source, profiles, interview)
    choice = Choice(tuple(dated), len(dated) == 1, f"{len(dated)} columns hold dates")
    chosen = interview.choose(
        f"{source}.submitted_at",
        "Which of these dates is the day of the answer?",
        choice,
        lambda profile: profile.column.title,
    )
    if chosen is None:
        return None
    date = date_of(source, chosen, interview)
    said = chosen.dates.evidence or "the only dates"
    return Found(chosen.column.name, said, date=date) if date else None


def _on_one_day(source: str, profiles: Sequence[Profile], interview: Interview) -> Found | None:
    unread = [f"'{p.column.title}' ('{text}')" for p in profiles if (text := p.unread_dates)]
    evidence = "no column holds dates"
    if unread:
        evidence += f" that can be read, though these look like dates: {', '.join(unread)}"
    day = interview.day(
        f"{source}.submitted_at",
        "When were these answers given? Type the last day, such as 2026-05-31.",
        evidence,
    )
    return Found("", evidence, day=day.isoformat()) if day else None
