"""A newer column's values, written as the mapping reads them.

1. Values that are surely written as those of before stay as they are.
2. Values that the mapping reads, `NEARLY_ALL` of them, stay as they are, unless all of them
   together say surely that they mean something else: 05/06 beside 05/13 is no fifth of June.
3. Else they are written anew, if it is sure how they are to be read; told in words.
4. What is not sure is asked. Where day and month may be either, the order of before is taken, but
   for one that puts the days `FURTHER` times as far apart: a week is no half a year.
5. Where less than `SOME` of them is read in any way, and rows need them, the file is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.contract import Kind
from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import QUERY, QUESTION, Use
from data.draft.refresh.words import shown
from data.errors import DataError
from data.ingest.files.convert import as_text, cleaned, typed
from data.mapping.columns import ColumnMapping
from data.mapping.formats import directives, has_zone
from data.mapping.model import Company, Source
from data.sql import ident, literal
from detection.column import Choice
from detection.dates import DateReading
from detection.numbers import NumberReading
from detection.tables.interview import Interview
from detection.tables.reading import order_in_words, sign_in_words

NEARLY_ALL = 0.99
SOME = 0.5
FURTHER = 3
_TIMES = (Kind.TIME, Kind.MONTH)
_NAMES = set("aAbB")
_EXCEL = "CAST(epoch({0} - TIMESTAMP '1899-12-30') / 86400 AS VARCHAR)"


@dataclass(frozen=True)
class Written:
    """SQL of a newer column's text as the mapping reads it, and what is told of it."""

    sql: str
    told: str = ""


@dataclass(frozen=True)
class Reader:
    """What is needed to read columns: the company's clock and currency, and the source's blanks."""

    company: Company
    source: Source
    interview: Interview
    place: str

    def text(self, column: str, read: ColumnMapping) -> str:
        """SQL of a column's text without blank codes, with its values replaced."""
        return cleaned(ident(column), self.source.blank + read.blank, read.values)

    def value(self, column: str, use: Use) -> str:
        """SQL of a column's value as the mapping reads it; NULL where it is not understood."""
        return typed(self.text(column, use.read), use.kind, use.read, self.company)

    def written(
        self, before: Rows, newer: Rows, column: str, called: str, uses: Sequence[Use]
    ) -> Written:
        """The column that is now `called` so. Raises DataError for what can't be its values."""
        if not newer.profile(called).levels:
            return Written(ident(called))
        use = _of_dates(before, column, uses)
        if use:
            if _as_before(before.profile(column).dates, newer.profile(called).dates):
                return Written(ident(called))
            return self._dates(newer, column, called, use)
        numbers = next((use for use in uses if use.kind is Kind.NUMBER), None)
        if not numbers or _as_before(before.profile(column).numbers, newer.profile(called).numbers):
            return Written(ident(called))
        return self._numbers(newer, column, called, numbers)

    def _dates(self, newer: Rows, column: str, called: str, use: Use) -> Written:
        choice = newer.profile(called).dates
        text, own = self.text(called, use.read), self.value(called, use)
        others = [self._dates_by(text, one, use) for one in choice.readings]
        seen = _seen(newer, text, _days(own), [_days(one) for one in others])
        if seen.fits and (not seen.same or (choice.sure and seen.same[0])):
            return Written(ident(called))
        if seen.fits and not choice.sure and any(seen.same):
            mine = choice.readings[seen.same.index(True)]
            nearer = [
                r for r in choice.readings if FURTHER * (r.last - r.first) < mine.last - mine.first
            ]
            if not nearer:
                return Written(ident(called))
            choice = Choice((*nearer, mine), False, choice.evidence)
        elif choice.sure and seen.no_better:
            return self._unread(newer, called, use, seen, "dates")
        chosen = self.interview.choose(
            f"{self.place}.{column}.date",
            f"How are the dates in '{called}' of {self.place} written now, such as "
            f"{newer.profile(called).column.values.index[0]}?",
            choice,
            order_in_words,
        )
        if chosen is None:
            return self._unread(newer, called, use, seen, "dates")
        moment = self._dates_by(text, chosen, use)
        anew = _as_text(moment, use.read, chosen.time)
        if anew is None:
            raise DataError(
                f"{self.place}: the dates in '{called}' are written otherwise than before: "
                f"{order_in_words(chosen)}, and the mapping reads {' or '.join(use.read.format)}. "
                "Export them as before, or change the format in the mapping first."
            )
        told = f"the dates in '{called}' are read as {order_in_words(chosen)}"
        return Written(f"CASE WHEN {moment} IS NOT NULL THEN {anew} ELSE {ident(called)} END", told)

    def _dates_by(self, text: str, reading: DateReading, use: Use) -> str:
        zone = use.read.timezone or self.company.timezone
        read = ColumnMapping(column="x", format=reading.formats, language=reading.language or None)
        return typed(text, use.kind, read, self.company.model_copy(update={"timezone": zone}))

    def _numbers(self, newer: Rows, column: str, called: str, use: Use) -> Written:
        choice = newer.profile(called).numbers
        text, own = self.text(called, use.read), self.value(called, use)
        others = [self._numbers_by(text, one) for one in choice.readings]
        seen = _seen(newer, text, own, others)
        if seen.fits and (not choice.sure or not seen.same or seen.same[0]):
            return Written(ident(called))
        if choice.sure and seen.no_better:
            return self._unread(newer, called, use, seen, "numbers")
        chosen = self.interview.choose(
            f"{self.place}.{column}.number",
            f"How are the numbers in '{called}' of {self.place} written now?",
            choice,
            sign_in_words,
        )
        if chosen is None:
            return self._unread(newer, called, use, seen, "numbers")
        number = self._numbers_by(text, chosen)
        anew = as_text(number, "DOUBLE")
        if use.read.decimal == ",":
            anew = f"replace({anew}, '.', ',')"
        told = f"the numbers in '{called}' are read {sign_in_words(chosen)}"
        return Written(f"CASE WHEN {number} IS NOT NULL THEN {anew} ELSE {ident(called)} END", told)

    def _numbers_by(self, text: str, reading: NumberReading) -> str:
        read = ColumnMapping(column="x", decimal=reading.decimal)
        return typed(text, Kind.NUMBER, read, self.company)

    def _unread(self, newer: Rows, called: str, use: Use, seen: _Seen, what: str) -> Written:
        """The column as it is, with how many of its values are not understood."""
        text, own = self.text(called, use.read), self.value(called, use)
        wrong = newer.con.execute(
            f"SELECT DISTINCT {text} FROM {newer.table} WHERE {own} IS NULL AND {text} IS NOT NULL "
            "ORDER BY 1 LIMIT 6"
        ).fetchall()
        found = shown([value for (value,) in wrong])
        if seen.read < SOME * seen.filled and (use.needed or use.role == QUESTION):
            raise DataError(
                f"{self.place}: '{called}' holds no {what} as before, but {found}. Is it another "
                "column? Bring a file that has the same in it."
            )
        left = seen.filled - seen.read
        told = f"{left:,} of {seen.filled:,} values of '{called}' are no {what}: {found}"
        return Written(ident(called), told if left else "")


@dataclass(frozen=True)
class _Seen:
    """Values that are filled and that the mapping reads; which other readings give the same of
    these, and how many each reads."""

    filled: int
    read: int
    same: list[bool]
    reads: list[int]

    @property
    def fits(self) -> bool:
        return self.read >= NEARLY_ALL * self.filled

    @property
    def no_better(self) -> bool:
        """The best other reading reads nothing else, or there is none."""
        return not self.same or (self.same[0] and self.reads[0] <= self.read)


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


def _seen(newer: Rows, text: str, own: str, others: Sequence[str]) -> _Seen:
    differ = [f"count(*) FILTER ({own} <> {other})" for other in others]
    reads = [f"count({other})" for other in others]
    asked = ", ".join([f"count({text})", f"count({own})", *differ, *reads])
    (row,) = newer.con.execute(f"SELECT {asked} FROM {newer.table}").fetchall()
    filled, read, *more = row
    return _Seen(filled, read, [not n for n in more[: len(others)]], more[len(others) :])


def _days(moment: str) -> str:
    return f"CAST({moment} AS DATE)"


def _as_text(moment: str, read: ColumnMapping, time: bool) -> str | None:
    """SQL of a time as the mapping's format writes it; None where it can't be written so."""
    written = read.format[0] if read.format else "%Y-%m-%d %H:%M:%S" if time else "%Y-%m-%d"
    if written == "excel":
        return _EXCEL.format(moment)
    if has_zone(written) or (read.language and _NAMES & set(directives(written))):
        return None
    return f"strftime({moment}, {literal(written)})"
