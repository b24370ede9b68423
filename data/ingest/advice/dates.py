"""Dates that were not understood: the format that reads them, or what else they are."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from itertools import product

import duckdb

from data.ingest.advice.case import Case
from data.ingest.files.date_formats import by_format
from data.mapping.columns import ColumnMapping
from data.mapping.formats import directives, swapped
from data.sql import literal

# Two digits of a year before four: `%Y` would take them for the year 26.
_DAYS = (
    *("%d.%m.%y", "%d.%m.%Y", "%d/%m/%y", "%d/%m/%Y", "%m/%d/%y", "%m/%d/%Y"),
    *("%d-%m-%y", "%d-%m-%Y", "%m-%d-%y", "%m-%d-%Y", "%Y.%m.%d", "%Y%m%d"),
    *("%d %b %y", "%d %b %Y", "%d %B %Y", "%d-%b-%y", "%d-%b-%Y", "%d. %B %Y", "%d. %b %Y"),
    *("%b %d, %Y", "%B %d, %Y", "%a, %d %b %Y", "%Y-%m-%d"),
)
_TIMES = (
    *("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p"),
    *("T%H:%M", "T%H:%M:%S", "T%H:%M:%S.%f", ", %H:%M", ", %H:%M:%S", "%H%M%S"),
)
_NEARLY_ALL = 0.9
_NOTHING = re.compile(r"[^1-9a-zA-Z]*|n/?a|null|none", re.IGNORECASE)  # such as 0000-00-00, or -
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = re.compile(
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(tember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?|(mon|tues?|wednes|thurs?|fri|satur|sun)(day)?|wed|thu|sat|am|pm|t|z"
)
# Numbers that stand for days or instants -> what they look like, and SQL of the date.
_COUNTED = {
    r"[2-7]\d{4}(\.\d+)?": (
        "Excel's numbers of days",
        "date '1899-12-30' + cast(floor(cast({} as double)) as integer)",
    ),
    r"1\d{9}": ("seconds since 1970", "to_timestamp(cast({} as bigint))"),
    r"1\d{12}": ("milliseconds since 1970", "to_timestamp(cast({} as bigint) / 1000)"),
}


def not_understood(case: Case) -> str:
    """What the dates were expected to be, and how to have them read."""
    return f"{_expected(case)} {_instead(case)}"


def in_the_future(case: Case) -> str:
    """A date that stands for "none", or day and month exchanged."""
    value, rows = next(iter(case.values.items()))
    if rows > 1 and rows > sum(case.values.values()) / 2:
        return _no_date(case, value)
    return f"Check {_given(case) or 'how they are written'}, and the time zone."


def before_1900(case: Case) -> str:
    """Years of two digits that were read as four."""
    for text_format in _formats(case):
        short = text_format.replace("%Y", "%y")
        if short != text_format and _reads(short, case.values):
            return f"Years of two digits are %y: {case.format(short)}."
    return _no_date(case, next(iter(case.values)))


def _no_date(case: Case, value: str) -> str:
    return f'If {value} stands for "no date": {case.blank(value)}.'


def _formats(case: Case) -> tuple[str, ...]:
    return case.mapped.format if isinstance(case.mapped, ColumnMapping) else ()


def _given(case: Case) -> str:
    names = [f"'{one}'" for one in _formats(case)]
    return f"the format{'s' if len(names) > 1 else ''} {' and '.join(names)}" if names else ""


def _expected(case: Case) -> str:
    given = _formats(case)
    if not given:
        return "Without a format, dates must be ISO (2024-02-13 or 2024-02-13 18:30)."
    written = ", ".join(f"strftime(TIMESTAMP '2024-02-13 18:30', {literal(one)})" for one in given)
    examples = " or ".join(duckdb.execute(f"SELECT {written}").fetchall()[0])
    letters = {d for one in given for d in directives(one)} & set("aAbB")
    names = ", with the English names of months and days" if letters else ""
    return f"T{_given(case)[1:]} expect{'s' if len(given) == 1 else ''} {examples}{names}."


def _instead(case: Case) -> str:
    value = next(iter(case.values))
    fitting = [f for f in _usual() if _reads(f, case.values)]
    if fitting:
        return _as_format(case, fitting)
    for pattern, (what, date) in _COUNTED.items():
        if _nearly_all(re.compile(pattern), case.values):
            return f"They look like {what}. {case.query(date)}"
    if _nearly_all(_NOTHING, case.values):
        return _no_date(case, value)
    words = _foreign(case.values)
    if words:
        return _translated(case, words)
    return (
        f"No usual format reads '{value}'. Say how it is written: for 13/02/2024 it would be "
        f"{case.format('%d/%m/%Y')}."
    )


def _as_format(case: Case, fitting: list[str]) -> str:
    best = fitting[0]
    other = swapped(best)
    # With a format that was given other rows were read, unless none is left.
    kept = () if case.all_failed else _formats(case)
    option = case.format(*kept, best)
    if other in fitting:
        return (
            f"Both '{best}' and '{other}' read them: does {next(iter(case.values))} begin with the "
            f"day or with the month? State the right one: {option}."
        )
    return f"Say how they are written: {option}."


def _foreign(values: Dict[str, int]) -> list[str]:
    """Words in the dates that are not English names, in the order of the values."""
    words = (word for value in values for word in _WORD.findall(value))
    return [w for w in dict.fromkeys(words) if not _ENGLISH.fullmatch(w.lower())]


def _translated(case: Case, words: list[str]) -> str:
    """Names of months in another language: a query that puts English ones in their place."""
    english: dict[str, int] = {}
    for value, rows in case.values.items():
        text = _WORD.sub(lambda found: "Jan" if found[0] in words else found[0], value)
        english[text] = english.get(text, 0) + rows
    fitting = [f for f in _usual() if "%b" in f and _reads(f, english)]
    shown = ", ".join(f"'{word}'" for word in words[:3])
    then = f" Then {case.format(fitting[0])}." if fitting else ""
    replaced = f"replace({{}}, {literal(words[0])}, 'Apr')"
    return (
        f"Names of months must be English; found {shown}. Replace each of them, as Apr stands for "
        f"one here. {case.query(replaced)}{then}"
    )


def _usual() -> list[str]:
    return [day + time for day, time in product(_DAYS, _TIMES)]


def _reads(text_format: str, values: Dict[str, int]) -> bool:
    """True where a format reads nearly all values, as dates from 1900 on."""
    texts = ", ".join(f"({literal(value)}, {rows})" for value, rows in values.items())
    read, every = duckdb.execute(
        f"SELECT coalesce(sum(n) FILTER (year(try_strptime(x, {literal(text_format)})) >= 1900), 0)"
        f", sum(n) FROM (VALUES {texts}) AS t(x, n)"
    ).fetchall()[0]
    return bool(read >= every * _NEARLY_ALL)


def _nearly_all(pattern: re.Pattern[str], values: Dict[str, int]) -> bool:
    """True where nearly all rows have a value of this pattern."""
    found = sum(rows for value, rows in values.items() if pattern.fullmatch(value))
    return found >= _NEARLY_ALL * sum(values.values())
