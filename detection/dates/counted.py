"""Numbers that count: Excel's days since 1899, seconds and milliseconds since 1970.

A number alone never says that it is a date:

1. At least `NEARLY_ALL` of the rows are such numbers, all from `FIRST_YEAR` to a year ahead of
   today.
2. Days: the name of the column says that it holds dates, and does not say that it holds something
   else.
3. Seconds and milliseconds, which have ten and thirteen digits: likewise. Where the name says
   neither and the values are of `FEWEST_DAYS` different days or more, within `MOST_YEARS` years,
   somebody has to be asked: the only reading is not sure.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from detection.column import Choice, Column
from detection.column_names import says_date, says_duration, says_other
from detection.dates.days import Days
from detection.dates.reading import DateReading

NEARLY_ALL = 0.8
FIRST_YEAR = 2000
FEWEST_DAYS = 5
MOST_YEARS = 15
_ISO = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_EXCHANGED = 20  # different days, all up to the twelfth: months, really
_DAY_0 = np.datetime64("1899-12-30", "D")
_IN_A_DAY = {"unix": 86_400, "unix_ms": 86_400_000}
_NUMBERS = {
    "excel": re.compile(r"[2-9]\d{4}([.,]\d+)?"),
    "unix": re.compile(r"\d{9,10}(\.\d+)?"),
    "unix_ms": re.compile(r"\d{12,13}"),
}
_IN_WORDS = {
    "excel": "Excel's numbers of days",
    "unix": "seconds since 1970",
    "unix_ms": "milliseconds since 1970",
}


def counted(column: Column, values: pd.Series, today: date) -> Choice[DateReading]:
    """The reading of numbers as dates, where they are; `values` are those that may be dates."""
    texts = [str(text) for text in values.index]
    rows = values.to_numpy(dtype=np.int64)
    for kind, pattern in _NUMBERS.items():
        fits = np.array([bool(pattern.fullmatch(text)) for text in texts], dtype=bool)
        if not fits.any() or rows[fits].sum() < NEARLY_ALL * rows.sum():
            continue
        numbers = np.array([float(text.replace(",", ".")) for text, fit in
                            zip(texts, fits, strict=True) if fit])  # fmt: skip
        days = _days(kind, numbers)
        first, last = days.min().item(), days.max().item()
        if first.year < FIRST_YEAR or last > today + timedelta(days=366):
            continue
        named = says_date(column.title) or says_date(column.name)
        other = says_duration(column.title) or (says_other(column.title) and not named)
        spread = len(np.unique(days)) >= FEWEST_DAYS and last.year - first.year <= MOST_YEARS
        if other or not (named or (kind != "excel" and spread)):
            return Choice(evidence=f"could be {_IN_WORDS[kind]}, but its name does not say so")
        unread = tuple(text for text, fit in zip(texts, fits, strict=True) if not fit)[:5]
        time = bool((numbers % _IN_A_DAY.get(kind, 1)).any())
        reading = DateReading((kind,), "", int(rows[fits].sum()), unread, first, last, time)
        said = f"{_IN_WORDS[kind]}: {first} to {last}"
        return Choice((reading,), named, said if named else f"{said}; its name does not say so")
    return Choice()


def excel_beside(column: Column, values: pd.Series) -> list[str]:
    """Texts that are Excel's days, where others are not and the name of the column says dates."""
    fits = [text for text in map(str, values.index) if _NUMBERS["excel"].fullmatch(text)]
    named = says_date(column.title) or says_date(column.name)
    signed = all(not str(text).isdigit() for text in values.index.difference(fits))
    return fits if named and signed and len(fits) < len(values) else []


def with_excel(found: Choice[DateReading], numbers: pd.Series) -> Choice[DateReading]:
    """The readings of texts with Excel's days beside them, that are near to those of the texts.

    None where Excel read days as months: it made numbers of texts up to the twelfth alone.
    """
    days = _days("excel", np.array([float(text.replace(",", ".")) for text in numbers.index]))
    if len(np.unique(days)) >= _EXCHANGED and all(day.day <= 12 for day in days.tolist()):
        return Choice(evidence="Excel seems to have exchanged day and month in some")
    first, last = days.min().item(), days.max().item()
    readings = tuple(
        replace(
            one,
            formats=(*(one.formats or _ISO), "excel"),
            read=one.read + int(numbers.sum()),
            first=min(one.first, first),
            last=max(one.last, last),
        )
        for one in found.readings
        if first.year >= FIRST_YEAR and abs(last.year - one.last.year) <= MOST_YEARS
    )
    said = f"{int(numbers.sum())} of them as Excel's numbers of days"
    evidence = f"{found.evidence}; {said}" if found.evidence else said
    return Choice(readings, found.sure, evidence) if readings else found


def _days(kind: str, numbers: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Days:
    if kind == "excel":
        read: Days = _DAY_0 + np.floor(numbers).astype(np.int64)
        return read
    since: Days = np.datetime64("1970-01-01", "D") + (numbers // _IN_A_DAY[kind]).astype(np.int64)
    return since
