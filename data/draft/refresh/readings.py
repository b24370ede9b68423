"""A newer column's values, written as the mapping reads them.

1. Values that are surely written as those of before stay as they are. It is told which of them a
   list of values in the mapping lacks.
2. Values that the mapping reads, `NEARLY_ALL` of them, stay as they are, unless all of them
   together say surely that they mean something else: 05/06 beside 05/13 is no fifth of June.
3. Else they are written anew, if it is sure how they are to be read; told in words.
4. What is not sure is asked. Where day and month may be either, the order of before is taken, but
   for one that puts the days `FURTHER` times as far apart: a week is no half a year.
5. Where less than `SOME` of them is read in any way, and rows need them, the file is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.contract import Kind
from data.draft.refresh.dates import dates
from data.draft.refresh.numbers import numbers, unlisted
from data.draft.refresh.reader import Reader, Written
from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import QUERY, Use
from data.mapping.columns import ColumnMapping
from data.sql import ident
from detection.column import Choice
from detection.dates import DateReading
from detection.numbers import NumberReading

_TIMES = (Kind.TIME, Kind.MONTH)


def written(
    reader: Reader, before: Rows, newer: Rows, column: str, called: str, uses: Sequence[Use]
) -> Written:
    """The column that is now `called` so. Raises DataError for what can't be its values."""
    if not newer.profile(called).levels:
        return Written(ident(called))
    use = _of_dates(before, column, uses)
    if use:
        if _as_before(before.profile(column).dates, newer.profile(called).dates):
            return Written(ident(called))
        return dates(reader, newer, column, called, use)
    number = next((use for use in uses if use.kind is Kind.NUMBER), None)
    if not number:
        return Written(ident(called))
    if _as_before(before.profile(column).numbers, newer.profile(called).numbers):
        return unlisted(reader, newer, called, number)
    return numbers(reader, newer, column, called, number)


def _of_dates(before: Rows, column: str, uses: Sequence[Use]) -> Use | None:
    """What its dates are read by: as the mapping says, or as they are if a query reads them."""
    stated = next((use for use in uses if use.kind in _TIMES), None)
    if stated or not any(use.role == QUERY for use in uses):
        return stated
    choice = before.profile(column).dates
    if not (choice.best and choice.sure):
        return None
    read = ColumnMapping(
        column=column, format=choice.best.formats, language=choice.best.language or None
    )
    return Use("", QUERY, Kind.TIME, True, read)


def _as_before(
    before: Choice[DateReading] | Choice[NumberReading],
    newer: Choice[DateReading] | Choice[NumberReading],
) -> bool:
    """Both are surely written the same way, whatever the mapping makes of that."""
    ways = [
        (one.best.formats, one.best.language)
        if isinstance(one.best, DateReading)
        else one.best.decimal
        for one in (before, newer)
        if one.best and one.sure
    ]
    return len(ways) == 2 and ways[0] == ways[1]
