"""Numbers of a newer column, written as the mapping reads them."""

from __future__ import annotations

import re

from data.contract import Kind
from data.draft.refresh.reader import Reader, Written, seen_in
from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import Use
from data.draft.refresh.words import rows, shown
from data.ingest.files.convert import as_text, typed
from data.mapping.columns import ColumnMapping
from data.numbers import stated
from data.sql import ident
from detection.numbers import NumberReading
from detection.tables.fields import sign_in_words

_WHOLE = re.compile(r"\.0+$")  # a mapping takes `11.0` as `11`


def numbers(reader: Reader, newer: Rows, column: str, called: str, use: Use) -> Written:
    """The column that is now `called` so, with the mapping's decimal sign.

    Raises DataError where rows need numbers and there are none.
    """
    choice = newer.profile(called).numbers
    text, own = reader.text(called, use.read), reader.value(called, use)
    others = [_by(reader, text, one) for one in choice.readings]
    seen = seen_in(newer, text, own, others)
    if seen.fits and (not choice.sure or not seen.same or seen.same[0]):
        return unlisted(reader, newer, called, use)
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
    # A load looks up what is written here in the mapping's values: it must not be done before.
    given = reader.text(called, use.read.model_copy(update={"values": {}}))
    number = _by(reader, given, chosen)
    anew = as_text(number, "DOUBLE")
    if use.read.decimal == ",":
        anew = f"replace({anew}, '.', ',')"
    told = f"the numbers in '{called}' are read {sign_in_words(chosen)}"
    return Written(f"CASE WHEN {number} IS NOT NULL THEN {anew} ELSE {ident(called)} END", told)


def unlisted(reader: Reader, newer: Rows, called: str, use: Use) -> Written:
    """The column as it is, with the numbers that the mapping's values of it lack.

    Raises DataError where rows need numbers and the mapping reads too few.
    """
    if not use.read.values:
        return Written(ident(called))
    seen = seen_in(newer, reader.text(called, use.read), reader.value(called, use), ())
    if not seen.fits:
        return reader.unread(newer, called, use, seen, "numbers")
    values = {_stated(text): _stated(number) for text, number in use.read.values.items()}
    if all(text == number for text, number in values.items() if text is not None):
        return Written(ident(called))
    codes = {*use.read.values, *reader.source.blank, *use.read.blank}
    given = {str(text): int(n) for text, n in newer.profile(called).column.values.items()}
    lacking = {
        text: n
        for text, n in given.items()
        if _stated(text) is not None and not {text, _WHOLE.sub("", text)} & codes
    }
    told = (
        f"{rows(sum(lacking.values()))} of '{called}' with numbers that the mapping's values of it "
        f"lack, and which are read as they stand: {shown([*lacking])}"
    )
    return Written(ident(called), told if lacking else "")


def _stated(text: str) -> float | None:
    """A number with a point or a comma; None for other texts."""
    return stated(text, ",")


def _by(reader: Reader, text: str, reading: NumberReading) -> str:
    read = ColumnMapping(column="x", decimal=reading.decimal)
    return typed(text, Kind.NUMBER, read, reader.company)
