"""Which dates a column of unknown texts holds, and whether that is sure.

1. Texts that stand for no date are left out: signs without a letter or a digit, words such as n/a,
   0000-00-00 and the years 1 and 9999 in any format; and the days of `ALONE` where no other date
   is within `ALONE_YEARS` years of them.
2. Numbers that count are dates as `counted` says. Where they stand beside texts that are all
   dates, under a name that says so, Excel wrote them: texts and numbers are read.
3. Of all others `NEARLY_ALL` of the rows have to be days of the calendar from 1900 to 2100, else
   the column is none of dates. ISO 8601 is read as such; other texts by what stands where in them
   (`layouts`), and in the order of day and month that all of them leave (`orders`).
4. Eight digits are a date in `FEWEST_WHOLE` different ones; six or eight that are fewer only where
   the name of the column says so. Six digits are a month and no day.
5. Names of months are those of the language that reads most rows (`names`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from detection.column import Choice, Column
from detection.column_names import says_date, says_other
from detection.dates.counted import NEARLY_ALL, counted, excel_beside, with_excel
from detection.dates.days import Days
from detection.dates.orders import in_best_order
from detection.dates.reading import DateReading
from detection.dates.written import Templates, Written, languages, readable, templates, written

ALONE = ("1900-01-01", "1904-01-01", "1970-01-01")
ALONE_YEARS = 10
FEWEST_WHOLE = 3
LOOKED_AT_FIRST = 2_000  # texts, spread evenly, before all of them are
_SHOWN = 5
_NO_DATE = re.compile(
    r"[^\w]*|n/?a|#n/a|nan|nat|null|none|nil|unknown|never|\(?blank\)?|tbd|keine angabe|ei tiedossa"
    r"|[0\W_]+(t?[0\W]*z?)?|(9999|0001)(\D.*|1231|0101)"
    r"|\d{1,2}\D\d{1,2}\D(9999|0001)(\D.*)?",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\d{8}|\d{6}")


def date_choice(column: Column, today: date) -> Choice[DateReading]:
    """The readings of a column as dates, the best first; none where it is no column of dates.

    `today`: dates that are ahead of it tell orders of day and month apart. Not sure: nothing tells
    the first two apart, the column has two orders, or its numbers only may be dates: the
    one reading is a question then.
    """
    none = [text for text in column.values.index if stands_for_none(str(text))]
    values = column.values.drop(index=none)
    if values.empty:
        return Choice()
    found = counted(column, values, today)
    if found.readings or found.evidence:
        return _with_unread(found, none)
    numbers = excel_beside(column, values)
    if not _may_be_dates(column, values.drop(index=numbers)):
        return Choice()
    texts = templates(values.drop(index=numbers))
    alone = _alone(texts)
    if alone:
        texts = templates(values.drop(index=[*numbers, *alone]))
    found = _of_texts(column, texts, today)
    if numbers:
        found = with_excel(found, values.loc[numbers])
    return _with_unread(found, none + alone)


def stands_for_none(text: str) -> bool:
    """True for a text that stands for no date: signs, words such as n/a, 0000-00-00."""
    return len(text) < 40 and _NO_DATE.fullmatch(text) is not None


def _with_unread(found: Choice[DateReading], none: list[str]) -> Choice[DateReading]:
    """The readings with the texts that stand for no date, which are named in the evidence."""
    if not none or not found.readings:
        return found
    readings = tuple(
        replace(one, unread=tuple(dict.fromkeys((*none, *one.unread)))[:_SHOWN])
        for one in found.readings
    )
    shown = ", ".join(f"'{text}'" for text in none[:2])
    said = f"{found.evidence}; no date: {shown}" if found.evidence else f"no date: {shown}"
    return replace(found, readings=readings, evidence=said)


def _may_be_dates(column: Column, values: pd.Series) -> bool:
    """False where a look at some texts tells that too few are dates, or all are mere numbers."""
    places = np.unique(np.linspace(0, len(values) - 1, LOOKED_AT_FIRST).astype(int))
    some = values.iloc[places]
    if all(_WHOLE.fullmatch(str(text)) for text in some.index):
        named = says_date(column.title) or says_date(column.name)
        if says_other(column.title) and not named:
            return False
        return named or (len(values) >= FEWEST_WHOLE and len(str(values.index[0])) == 8)
    found = templates(some)
    return any(readable(found, one) >= NEARLY_ALL * some.sum() for one in languages(found))


def _of_texts(column: Column, found: Templates, today: date) -> Choice[DateReading]:
    left: list[Choice[Written]] = []
    for language in languages(found):
        in_orders = written(found, language)
        if in_orders:
            left.append(in_best_order(in_orders, found, column.title, today))
    days = [one.days for choice in left for one in choice.readings]
    if not days or not _nearly_all(days, found):
        return Choice()
    readings = [_reading(one, found) for choice in left for one in choice.readings]
    sure = len(readings) == 1 and all(choice.sure for choice in left)
    several = "names of months are of several languages: "
    said = left[0].evidence if len(left) == 1 else several + ", ".join(
        one.language for one in readings
    )  # fmt: skip
    return Choice(tuple(readings), sure, said or _plain_words(readings[0]))


def _nearly_all(readings: Sequence[Days], found: Templates) -> bool:
    """True where nearly all rows are dates in any of the readings."""
    read = np.logical_or.reduce([~np.isnat(days) for days in readings])
    return bool(found.rows[read].sum() >= NEARLY_ALL * found.rows.sum())


def _alone(found: Templates) -> list[str]:
    """Texts of days that stand for none, where no other date is near: the same in all orders."""
    readings = written(found, languages(found)[0])
    if not readings:
        return []
    days = readings[0].days
    known = np.unique(days[~np.isnat(days)])
    texts: list[str] = []
    for alone in np.array(ALONE, dtype="datetime64[D]"):
        near = np.abs((known - alone).astype(np.int64)) <= ALONE_YEARS * 365
        if near.sum() == 1 and alone in known and len(known) > 1:
            texts += found.texts[days == alone].tolist()
    return texts


def _reading(one: Written, found: Templates) -> DateReading:
    read = ~np.isnat(one.days)
    return DateReading(
        one.formats,
        one.language,
        int(found.rows[read].sum()),
        tuple(str(text) for text in found.texts[~read][:_SHOWN]),
        one.days[read].min().item(),
        one.days[read].max().item(),
        one.time,
    )


def _plain_words(reading: DateReading) -> str:
    return "ISO dates" if not reading.formats else f"written as {reading.formats[0]}"
