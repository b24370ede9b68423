"""The days that texts of one template stand for, by a layout: many texts at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detection.dates.layouts import Layout

Days = NDArray[np.datetime64]  # of days; NaT where there is none
Numbers = NDArray[np.int64]

YEARS = (1900, 2100)  # all others are no dates, such as those of other calendars
_LAST_OF_2000 = 68  # of two digits: 69 is 1969, as strptime has it
_HIGHEST = {"H": 23, "M": 59, "S": 59}


def signs(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Texts of the same length as a matrix: a row a text, a column a sign, as code points."""
    width = len(texts[0])
    return np.array(texts, dtype=f"U{width}").view(np.uint32).reshape(len(texts), width)


def days(found: NDArray[np.uint32], layout: Layout) -> Days:
    """The days of texts of one template. NaT: no day of the calendar, or a time that is none."""
    rows = len(found)
    parts = {letter: _number(found, *span) for letter, span in layout.places.items()
             if letter not in "bf"}  # fmt: skip
    year = parts["Y"] if "Y" in parts else _century(parts["y"])
    month = parts.get("m", np.full(rows, layout.month or 1))
    day = parts.get("d", np.ones(rows, dtype=np.int64))
    fits = (year >= YEARS[0]) & (year <= YEARS[1]) & (month >= 1) & (month <= 12) & (day >= 1)
    for letter, highest in _HIGHEST.items():
        if letter in parts:
            fits &= parts[letter] <= highest
    if layout.afternoon is not None:
        fits &= (parts["H"] >= 1) & (parts["H"] <= 12)
    months = np.where(fits, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    fits &= day <= ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
    read: Days = first + np.where(fits, day - 1, 0)
    read[~fits] = np.datetime64("NaT")
    return read


def _number(found: NDArray[np.uint32], begin: int, end: int) -> Numbers:
    number = np.zeros(len(found), dtype=np.int64)
    for column in range(begin, end):
        number = number * 10 + found[:, column] - ord("0")
    return number


def _century(year: Numbers) -> Numbers:
    return year + np.where(year <= _LAST_OF_2000, 2000, 1900)
