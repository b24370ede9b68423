"""The fields of a table: where each comes from, and how its dates and numbers are written."""

from __future__ import annotations

from detection.dates import DateReading
from detection.numbers import NumberReading
from detection.tables.interview import Interview
from detection.tables.profile import Profile
from detection.tables.table import Found

_PARTS_OF_DATES = (
    *(("%-d", "day"), ("%d", "day"), ("%-m", "month"), ("%m", "month"), ("%b", "month")),
    *(("%B", "month"), ("%Y", "year"), ("%y", "year"), ("%H", "hour"), ("%I", "hour")),
    *(("%M", "minute"), ("%S", "second"), ("%f", "fraction"), ("%p", "am"), ("%z", "zone")),
)


def fields_of(source: str, named: dict[str, Profile], interview: Interview) -> dict[str, Found]:
    """Those of these roles of which it is known how they are read."""
    found = {role: field_of(source, role, profile, interview) for role, profile in named.items()}
    return {role: one for role, one in found.items() if one}


def field_of(source: str, role: str, profile: Profile, interview: Interview) -> Found | None:
    """A column that is read as its role wants it; None where it stays open how."""
    name, evidence = profile.column.name, "its name says so"
    if profile.dates.readings and role.endswith("_at"):
        date = date_of(source, profile, interview)
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


def date_of(source: str, profile: Profile, interview: Interview) -> DateReading | None:
    """How a column of dates is written; None where it stays open."""
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
