"""Columns that look like dates and can't be read as such: which text in them is the reason."""

from __future__ import annotations

import re

from detection.column import Column
from detection.dates.choice import LOOKED_AT_FIRST, stands_for_none
from detection.dates.written import languages, reads, templates

_MOSTLY = 0.5  # share of the rows
_LONGEST = 60  # signs; longer texts tell of days
_LIKE = re.compile(
    r"(?<![\d.])(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d\d)"
    r"|\d{1,2}\W{1,2}[^\W\d]{3,}\W{1,2}\d{4})(?![\d.]\d)"
)


def unread_dates(column: Column) -> str:
    """A text that keeps a column from being dates; "" where most of it does not look like dates.

    It is the first text whose form is none of a date, else the first of all.
    """
    values = column.values.iloc[:LOOKED_AT_FIRST]
    values = values.drop(index=[text for text in values.index if stands_for_none(str(text))])
    texts = [str(text) for text in values.index]
    like = [len(text) <= _LONGEST and _LIKE.search(text) is not None for text in texts]
    if not like or values[like].sum() < _MOSTLY * values.sum():
        return ""
    language = languages(templates(values))[0]
    return next((text for text in texts if not reads(text, language)), texts[0])
