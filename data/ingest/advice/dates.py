"""Dates that were not understood: the format that reads them, or what else they are."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from datetime import date
from itertools import product

import duckdb
import pandas as pd
from babel import Locale
from babel.dates import format_date

from data.ingest.advice.case import Case
from data.mapping.columns import ColumnMapping
from data.mapping.formats import directives, swapped
from data.sql import literal
from detection.column import Column
from detection.dates import date_choice

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
# A directive of a name -> the same for Babel.
_NAMES = {"%b": "MMM", "%B": "MMMM", "%a": "EEE", "%A": "EEEE"}
_IN_WORDS = {
    "excel": "Excel's numbers of days",
    "unix": "seconds since 1970",
    "unix_ms": "milliseconds since 1970",
}
_EXAMPLE = date(2024, 2, 13)
_COUNTED = {"excel": "45335.77", "unix": "1707849000", "unix_ms": "1707849000000"}


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
    language = _language(case)
    examples = " or ".join(_example(one, language) for one in given)
    letters = {d for one in given for d in directives(one)} & set("aAbB")
    spoken = Locale.parse(language or "en").english_name
    names = f", with the {spoken} names of months and days" if letters else ""
    return f"T{_given(case)[1:]} expect{'s' if len(given) == 1 else ''} {examples}{names}."


def _language(case: Case) -> str:
    return (case.mapped.language or "") if isinstance(case.mapped, ColumnMapping) else ""


def _example(text_format: str, language: str) -> str:
    """How half past six in the evening of the example is written."""
    if text_format in _COUNTED:
        return _COUNTED[text_format]
    written = text_format
    for directive, pattern in _NAMES.items() if language else ():
        written = written.replace(directive, format_date(_EXAMPLE, pattern, language))
    moment = f"strftime(TIMESTAMP '{_EXAMPLE} 18:30', {literal(written)})"
    return str(duckdb.execute(f"SELECT {moment}").fetchall()[0][0])


def _instead(case: Case) -> str:
    value = next(iter(case.values))
    fitting = [f for f in _usual() if _reads(f, case.values)]
    if fitting:
        return _as_format(case, fitting)
    if _nearly_all(_NOTHING, case.values):
        return _no_date(case, value)
    # Whatever the column is called, the mapping says that it holds dates.
    values = pd.Series(case.values)
    found = date_choice(Column("date", values, int(values.sum())), date.today())
    if found.best and found.best.formats:
        best = found.best
        what = _IN_WORDS.get(best.formats[0])
        begins = f"They look like {what}" if what else "Say how they are written"
        doubt = "" if found.sure else f", but {found.evidence}"
        formats = dict.fromkeys((*_kept(case), *best.formats))
        option = case.format(*formats, language=best.language or _language(case))
        return f"{begins}{doubt}: {option}."
    return (
        f"No usual format reads '{value}'. Say how it is written: for 13/02/2024 it would be "
        f"{case.format('%d/%m/%Y')}."
    )


def _as_format(case: Case, fitting: list[str]) -> str:
    best = fitting[0]
    other = swapped(best)
    option = case.format(*_kept(case), best, language=_language(case))
    if other in fitting:
        return (
            f"Both '{best}' and '{other}' read them: does {next(iter(case.values))} begin with the "
            f"day or with the month? State the right one: {option}."
        )
    return f"Say how they are written: {option}."


def _kept(case: Case) -> tuple[str, ...]:
    """The formats that were given: other rows were read with them, unless none is left."""
    return () if case.all_failed else _formats(case)


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
