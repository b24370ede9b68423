"""What stands between the columns of an unknown text.

Each delimiter is tried on the first rows, quotes respected. One is taken that gives most rows the
same number of columns, two at least, and whose cells have no other delimiter in them but in
numbers: a decimal comma gives every row as many columns as a semicolon does, but cuts dates and
numbers into pieces. Where none does, there is one column.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", "^": "carets"}
_ROWS = 1000  # that are tried
_ALIKE = 0.7  # of the rows have the usual number of columns
_NUMBER = re.compile(r"[-+(]?[\d.,'\s\u00a0\u202f]*\d\)?\s*%?")
_STATED = re.compile(r"sep=(.)[\"\s]*")
_LINES_OF_A_CELL = 50  # a quote that was never closed


@dataclass(frozen=True)
class Row:
    """Cells, and how many lines of the file stand before them."""

    cells: list[str]
    before: int


@dataclass(frozen=True)
class Delimited:
    """Rows of a text, blank ones left out, with what stands between their columns and why."""

    delimiter: str
    rows: list[Row]
    evidence: str


def delimited(text: str) -> Delimited:
    """The first rows of a text."""
    tried = {delimiter: list(_rows(text, delimiter)) for delimiter in DELIMITERS}
    first = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    stated = _STATED.fullmatch(first)
    if stated and stated[1] in tried:
        return Delimited(stated[1], tried[stated[1]], f"the first line says {first.strip()}")
    best = max(DELIMITERS, key=lambda delimiter: _fit(tried[delimiter], delimiter))
    if _fit(tried[best], best) == (0.0, 0):
        none = next((d for d in DELIMITERS if d not in text), ",")
        return Delimited(none, tried[none], "one column: nothing stands between columns")
    width = usual_width(tried[best])
    alike = sum(len(row.cells) == width for row in tried[best])
    told = f"{DELIMITERS[best]} give {width} columns in {alike} of {len(tried[best])} rows"
    return Delimited(best, tried[best], told)


def usual_width(rows: list[Row]) -> int:
    """The number of columns that most rows have; the larger one of two."""
    counts = Counter(len(row.cells) for row in rows)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _fit(rows: list[Row], delimiter: str) -> tuple[float, int]:
    """How well a delimiter explains the rows, from 0 to 1, and the columns that it gives."""
    width = usual_width([row for row in rows if len(row.cells) > 1])
    alike = [row.cells for row in rows if len(row.cells) == width]
    if width < 2 or len(alike) < _ALIKE * len(rows[_above(rows, width) :]):
        return 0.0, 0
    others = [other for other in DELIMITERS if other != delimiter]
    cells = [cell for row in alike for cell in row]
    whole = sum(not any(o in cell for o in others) or bool(_number(cell)) for cell in cells)
    return round(whole / len(cells) * len(alike) / len(rows), 3), width


def _above(rows: list[Row], width: int) -> int:
    return next((place for place, row in enumerate(rows) if len(row.cells) == width), 0)


def _number(cell: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(cell.strip())


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """The rows; where a quote that opens does not close, by lines alone."""
    try:
        found = list(_read(text, delimiter, csv.QUOTE_MINIMAL))
    except csv.Error:
        found = []
    if not found or any(cell.count("\n") > _LINES_OF_A_CELL for row in found for cell in row.cells):
        found = list(_read(text, delimiter, csv.QUOTE_NONE))
    return iter(found)


def _read(text: str, delimiter: str, quoting: Literal[0, 3]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    before = count = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Row(cells, before)
            count += 1
        before = reader.line_num
        if count == _ROWS:
            return
