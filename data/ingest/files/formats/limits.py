"""Workbooks that would take all memory: small files that unpack to gigabytes, cells far apart.

The reader of workbooks holds a sheet as a rectangle, from the first cell that is used to the last:
a single one at the far end of a sheet would end the process. Texts of cells are held as well, those
of .xlsx in a part of their own, `<si>` each.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from data.errors import DataError

_MOST_BYTES = 2 << 30  # unpacked
_MOST_CELLS = 50_000_000  # in the rectangle of a sheet; about 1.5 GB
_MOST_TEXTS = 20_000_000  # of a workbook; about 1.2 GB
_BLOCK = 1 << 20
_CELLS = re.compile(r"xl/.+\.xml|content\.xml")  # parts that hold cells or their texts
# Where a cell stands may be left out: then it is the next one.
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_CELL, _TEXT = re.compile(rb"<(?:\w+:)?c[\s/>]"), re.compile(rb"<(?:\w+:)?si[\s/>]")
_LONGEST_PLACE = 32  # bytes


def check_size(path: Path) -> None:
    """Raises DataError for a workbook (.xlsx, .xlsb, .ods) that is damaged or too large to read."""
    if not zipfile.is_zipfile(path):
        return
    left = _MOST_BYTES
    try:
        with zipfile.ZipFile(path) as book:
            for part in book.infolist():
                left -= _checked(path, book, part, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise DataError(
            f"{path.name} could not be read as a workbook: it is damaged, cut short or locked. "
            "Open it and save it anew, without a password."
        ) from None


def _checked(path: Path, book: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """The bytes of a part, unpacked. Raises DataError where they are more than `most`, or hold
    more than fits into memory."""
    columns, rows, cells, texts, unpacked = set[bytes](), 0, 0, 0, 0
    for block, before in _blocks(book, part):
        unpacked += len(block)
        if unpacked > most:
            raise DataError(
                f"{path.name} unpacks to more than {_MOST_BYTES >> 30} GB. Save its data as CSV or "
                "Parquet."
            )
        if _CELLS.fullmatch(part.filename) and len(block) == _BLOCK and b"<" not in block:
            raise DataError(
                f"{path.name} has a cell with more than {_BLOCK >> 20} MB of text, and Excel takes "
                "32,767 letters. Is it whole, and a workbook? Else open it and save it anew."
            )
        places = _PLACE.findall(before + block)
        columns |= {column for column, _ in places}
        rows = max([rows, *(int(row) for _, row in places)])
        cells += len(_CELL.findall(block))
        texts += len(_TEXT.findall(block))
        width = max(map(_number, columns), default=0)
        if width * rows > _MOST_CELLS:
            raise DataError(
                f"{path.name} has a sheet of {rows:,} rows and {width:,} columns, more than "
                f"{_MOST_CELLS:,} cells. If most of them are empty, delete what stands far below "
                "or to the right of the table; else save it as CSV."
            )
        if cells > _MOST_CELLS or texts > _MOST_TEXTS:
            raise DataError(
                f"{path.name} has more than {_MOST_CELLS:,} cells or {_MOST_TEXTS:,} texts. Save "
                "it as CSV."
            )
    return unpacked


def _blocks(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """The bytes of a part, each block with the end of the one before."""
    before = b""
    with book.open(part) as file:
        while block := file.read(_BLOCK):
            yield block, before
            before = block[-_LONGEST_PLACE:]


def _number(column: bytes) -> int:
    """The number of a column by its letters: A is 1, XFD 16,384."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
