"""Dates of a newer column, written as the mapping reads them."""

from __future__ import annotations

from data.draft.refresh.reader import Reader, Written, seen_in
from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import Use
from data.errors import DataError
from data.ingest.files.convert import typed
from data.mapping.columns import ColumnMapping
from data.mapping.formats import directives, has_zone
from data.sql import ident, literal
from detection.column import Choice
from detection.dates import DateReading
from detection.tables.fields import order_in_words

FURTHER = 3
_NAMES = set("aAbB")
_EXCEL = "CAST(epoch({0} - TIMESTAMP '1899-12-30') / 86400 AS VARCHAR)"


def dates(reader: Reader, newer: Rows, column: str, called: str, use: Use) -> Written:
    """The column that is now `called` so, by the mapping's format.

    Raises DataError where that can't be written, or rows need dates and there are none.
    """
    choice = newer.profile(called).dates
    text, own = reader.text(called, use.read), reader.value(called, use)
    others = [_by(reader, text, one, use) for one in choice.readings]
    seen = seen_in(newer, text, _days(own), [_days(one) for one in others])
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
        return reader.unread(newer, called, use, seen, "dates")
    chosen = reader.interview.choose(
        f"{reader.place}.{column}.date",
        f"How are the dates in '{called}' of {reader.place} written now, such as "
        f"{newer.profile(called).column.values.index[0]}?",
        choice,
        order_in_words,
    )
    if chosen is None:
        return reader.unread(newer, called, use, seen, "dates")
    moment = _by(reader, text, chosen, use)
    anew = _as_text(moment, use.read, chosen.time)
    if anew is None:
        raise DataError(
            f"{reader.place}: the dates in '{called}' are written otherwise than before: "
            f"{order_in_words(chosen)}, and the mapping reads {' or '.join(use.read.format)}. "
            "Export them as before, or change the format in the mapping first."
        )
    told = f"the dates in '{called}' are read as {order_in_words(chosen)}"
    return Written(f"CASE WHEN {moment} IS NOT NULL THEN {anew} ELSE {ident(called)} END", told)


def _by(reader: Reader, text: str, reading: DateReading, use: Use) -> str:
    zone = use.read.timezone or reader.company.timezone
    read = ColumnMapping(column="x", format=reading.formats, language=reading.language or None)
    return typed(text, use.kind, read, reader.company.model_copy(update={"timezone": zone}))


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
