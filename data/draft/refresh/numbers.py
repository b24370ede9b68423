"""Numbers of a newer column, written as the mapping reads them."""

from __future__ import annotations

from data.contract import Kind
from data.draft.refresh.reader import Reader, Written, seen_in
from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import Use
from data.ingest.files.convert import as_text, typed
from data.mapping.columns import ColumnMapping
from data.sql import ident
from detection.numbers import NumberReading
from detection.tables.fields import sign_in_words


def numbers(reader: Reader, newer: Rows, column: str, called: str, use: Use) -> Written:
    """The column that is now `called` so, with the mapping's decimal sign.

    Raises DataError where rows need numbers and there are none.
    """
    choice = newer.profile(called).numbers
    text, own = reader.text(called, use.read), reader.value(called, use)
    others = [_by(reader, text, one) for one in choice.readings]
    seen = seen_in(newer, text, own, others)
    if seen.fits and (not choice.sure or not seen.same or seen.same[0]):
        return Written(ident(called))
    if choice.sure and seen.no_better:
        return reader.unread(newer, called, use, seen, "numbers")
    chosen = reader.interview.choose(
        f"{reader.place}.{column}.number",
        f"How are the numbers in '{called}' of {reader.place} written now?",
        choice,
        sign_in_words,
    )
    if chosen is None:
        return reader.unread(newer, called, use, seen, "numbers")
    number = _by(reader, text, chosen)
    anew = as_text(number, "DOUBLE")
    if use.read.decimal == ",":
        anew = f"replace({anew}, '.', ',')"
    told = f"the numbers in '{called}' are read {sign_in_words(chosen)}"
    return Written(f"CASE WHEN {number} IS NOT NULL THEN {anew} ELSE {ident(called)} END", told)


def _by(reader: Reader, text: str, reading: NumberReading) -> str:
    read = ColumnMapping(column="x", decimal=reading.decimal)
    return typed(text, Kind.NUMBER, read, reader.company)
