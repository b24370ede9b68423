"""Why a row is rejected: the checks and their words, the same for files and databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from enum import Enum, auto

from data.contract import Column, Kind

# A later time of tickets -> what is wrong with one before the opening.
BEFORE_THE_OPENING = {
    "first_response_at": "first response before the opening",
    "resolved_at": "resolved before the opening",
    "closed_at": "closed before the opening",
}
BEFORE_1900 = "date before 1900"
IN_THE_FUTURE = "date in the future"
FUTURE_AFTER = timedelta(days=1)  # from now: the company may be ahead of UTC
LONGEST_VALUE = 200  # characters of a value at fault that are kept


class Test(Enum):
    """What is asked of a cell: files ask in SQL over text, databases as expressions."""

    EMPTY = auto()
    NOT_UNDERSTOOD = auto()  # there is text, but no value
    BEFORE_1900 = auto()
    IN_THE_FUTURE = auto()
    TOO_LOW = auto()
    TOO_HIGH = auto()


def checks(column: Column) -> Iterator[tuple[Test, str]]:
    """What can be wrong with a cell of the column, the first test that holds being the reason."""
    if column.required and column.name != "score":  # no score is no answer, and no fault
        yield Test.EMPTY, _missing(column)
    if column.kind is Kind.TEXT:
        return
    yield Test.NOT_UNDERSTOOD, _not_understood(column)
    if column.kind in (Kind.TIME, Kind.MONTH):
        yield Test.BEFORE_1900, BEFORE_1900
    if column.kind is Kind.TIME and column.past:
        yield Test.IN_THE_FUTURE, IN_THE_FUTURE
    if column.low is not None:
        yield Test.TOO_LOW, f"{_words(column)} below {column.low:g}"
    if column.high is not None:
        yield Test.TOO_HIGH, f"{_words(column)} above {column.high:g}"


def _missing(column: Column) -> str:
    """A required value that is not there."""
    return "no date" if column.kind in (Kind.TIME, Kind.MONTH) else f"no {column.name}"


def _not_understood(column: Column) -> str:
    """A value that is not of its kind."""
    if column.kind in (Kind.TIME, Kind.MONTH):
        return "date not understood"
    if column.kind is Kind.NUMBER:
        return f"{_words(column)} not a number"
    return f"{_words(column)} not yes or no"


def _words(column: Column) -> str:
    return column.name.replace("_", " ")
