"""Why a row is set aside: the words, the same for files and databases."""

from __future__ import annotations

from datetime import timedelta

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


def below(column: Column) -> str:
    """A number that is too small."""
    return f"{_words(column)} below {column.low:g}"


def missing(column: Column) -> str:
    """A required value that is not there."""
    return "no date" if column.kind in (Kind.TIME, Kind.MONTH) else f"no {column.name}"


def not_understood(column: Column) -> str:
    """A value that is not of its kind."""
    if column.kind in (Kind.TIME, Kind.MONTH):
        return "date not understood"
    if column.kind is Kind.NUMBER:
        return f"{_words(column)} not a number"
    return f"{_words(column)} not yes or no"


def _words(column: Column) -> str:
    return column.name.replace("_", " ")
