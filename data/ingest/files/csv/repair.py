"""CSV that breaks its own rules, read with care: each line as what it is, each fault by itself.

DuckDB reads what is well formed, and takes everything from a quote that does not close to the next
quote for one cell. Here such a cell ends where a line begins like a row of the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

NOT_CLOSED = "quotes that do not close"
TOO_LONG = "row too long"
WRONG_WIDTH = "wrong number of columns"

_SAMPLE = 2000  # lines that show how rows of a file begin
_SAMPLED = 1 << 24  # letters of these lines: they are held in memory
_LONGEST = 2_000_000  # letters of a row; DuckDB takes as many bytes
_ODD_QUOTES = re.compile('(?<!")(?:"")*"(?!")')  # what ends a cell: two quotes are one of its text
_MOST_SHAPES, _LONGEST_SHAPE = 12, 40
_LETTERS = "[A-Za-z\u0080-\U0010ffff]+"
_PARTS = re.compile(f"[0-9]+|{_LETTERS}|.", re.DOTALL)


class Fault(NamedTuple):
    """A row that cannot be read. `line`: its number among the rows, the header being 1."""

    line: int
    reason: str
    detail: str
    raw: str


class Layout(NamedTuple):
    """How rows of a file look: columns, and a pattern of how each begins, if they have one.

    `shortest`: half as many characters as the shortest row has; `end`: the last sign of a line;
    `above`: lines of the file before its first row of data.
    """

    delimiter: str
    width: int
    begins: str | None
    shortest: int
    end: str
    above: int


def layout(text: TextIO, delimiter: str, above: int) -> Layout:
    """The layout, by the first lines of a file that begins with the names of its columns."""
    width = len(next(csv.reader(text, delimiter=delimiter), []))
    lines = [line.rstrip("\r\n") for line in _first(islice(text, _SAMPLE))]
    split = (_split(line, delimiter, width) for line in lines)
    rows = [fields for fields in split if fields and len(fields) == width]
    shortest = min((sum(map(len, row)) for row in rows), default=0) // 2
    end = "\r" if text.newlines == "\r" else "\n"
    return Layout(delimiter, width, _begins(rows, delimiter), shortest, end, above)


def _first(lines: Iterable[str]) -> Iterator[str]:
    """Lines until they are as long as may be held."""
    seen = 0
    for line in lines:
        yield line
        seen += len(line)
        if seen > _SAMPLED:
            return


def repair(text: TextIO, copy: Path, shape: Layout) -> list[Fault]:
    """Writes the rows that can be read as a well-formed copy; returns the others."""
    faults = []
    with copy.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=shape.delimiter)
        writer.writerow(next(csv.reader(text, delimiter=shape.delimiter)))
        for row in _rows(text, shape):
            if isinstance(row, Fault):
                faults.append(row)
            else:
                writer.writerow(row)
    return faults


def _rows(text: Iterable[str], shape: Layout) -> Iterator[list[str] | Fault]:
    lines = _Lines(text, shape.above)
    line = 1
    for first in lines:
        if not first.strip() and shape.width > 1:
            continue
        line += 1
        opened, held, long, ends = lines.number, [first], len(first), 0
        fields = _split(first, shape.delimiter, shape.width)
        while fields is None and (more := next(lines, None)) is not None:
            if _is_row(more, shape):
                lines.put_back(more)
                break
            long += len(more)
            if long <= _LONGEST:
                held.append(more)
            if _ODD_QUOTES.search(more):
                ends += 1
                # Each ends a cell, so that no row has more of them than columns.
                fields = (
                    _split("".join(held), shape.delimiter, shape.width)
                    if long <= _LONGEST and ends <= shape.width
                    else []
                )
        raw = "".join(held).strip("\r\n")
        if long > _LONGEST:
            where = f"it begins in line {opened:,} of the file"
            yield Fault(line, TOO_LONG, where, raw)
        elif not fields:
            where = f"a quote that opens in line {opened:,} of the file does not close"
            yield Fault(line, NOT_CLOSED, where, raw)
        elif len(fields) != shape.width:
            told = f"found {len(fields)} columns, expected {shape.width}"
            yield Fault(line, WRONG_WIDTH, told, raw)
        else:
            yield fields


class _Lines:
    """Lines with their numbers in the file, where one may be put back."""

    def __init__(self, text: Iterable[str], above: int) -> None:
        self._lines, self._back = iter(text), ""
        self.number = above

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._back = self._back or next(self._lines), ""
        self.number += 1
        return line

    def put_back(self, line: str) -> None:
        self._back = line
        self.number -= 1


def _split(text: str, delimiter: str, width: int) -> list[str] | None:
    """The fields of a row, without a delimiter that ends it.

    None are left where something follows a closing quote; None: one is open.
    """
    fields = _fields(text, delimiter)
    ended = fields is not None and len(fields) == width + 1 and not fields[-1]
    return fields[:-1] if fields and ended else fields


def _fields(text: str, delimiter: str) -> list[str] | None:
    text = text.rstrip("\r\n") if text.endswith(("\n", "\r")) else text
    if '"' not in text:
        return text.split(delimiter)
    fields, place = [], 0
    while True:
        if text.startswith('"', place):
            end = place + 1
            while (end := text.find('"', end)) >= 0 and text.startswith('"', end + 1):
                end += 2
            if end < 0:
                return None
            fields.append(text[place + 1 : end].replace('""', '"'))
            end += 1
            if end < len(text) and not text.startswith(delimiter, end):
                return []
        else:
            end = text.find(delimiter, place)
            end = len(text) if end < 0 else end
            fields.append(text[place:end])
        if end >= len(text):
            return fields
        place = end + 1


def _is_row(line: str, shape: Layout) -> bool:
    """True where a line can hardly be the middle of a text."""
    fields = _split(line, shape.delimiter, shape.width)
    if shape.begins is None:
        return fields is not None and len(fields) == shape.width > 3
    # A row may have a quote of its own that is open, or broken.
    return re.match(shape.begins, line) is not None and (not fields or len(fields) == shape.width)


def _begins(rows: list[list[str]], delimiter: str) -> str | None:
    """A pattern (of Python's and of DuckDB's) by the columns whose values have digits throughout.

    None where there are less than two, as in a text.
    """
    patterns, sure = [], 0
    for values in zip(*rows, strict=True):
        shapes = {"".join(_kind(part) for part in _PARTS.findall(value)) for value in values}
        if (
            len(shapes) <= _MOST_SHAPES
            and all("9" in shape and len(shape) <= _LONGEST_SHAPE for shape in shapes)
            and not any("\n" in shape or '"' in shape for shape in shapes)
        ):
            sure += 1
            patterns.append(f'"?(?:{"|".join(map(_pattern, sorted(shapes)))})"?')
        else:
            patterns.append(f'(?:"[^"\\r\\n]*"|[^"\\r\\n{re.escape(delimiter)}]*)')
        if sure == 3:
            break
    return re.escape(delimiter).join(patterns) if sure >= 2 else None


def _kind(part: str) -> str:
    if part[0] in "0123456789":
        return "9"
    return "A" if re.match(_LETTERS, part) else part


def _pattern(shape: str) -> str:
    return "".join({"9": "[0-9]+", "A": _LETTERS}.get(one, re.escape(one)) for one in shape)
