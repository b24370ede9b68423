"""Workbooks that would take all memory: small files that unpack to gigabytes, cells far apart.

The reader of workbooks holds a sheet as a rectangle, from the first cell that is used to the last:
a single one at the far end of a sheet would end the process.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from data.errors import DataError

_MOST_BYTES = 2 << 30  # unpacked
_MOST_CELLS = 50_000_000  # in the rectangle of a sheet; about 1.5 GB
_BLOCK = 1 << 20
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_LONGEST_PLACE = 32  # bytes


def check_size(path: Path) -> None:
    """Raises DataError for a workbook (.xlsx, .xlsb, .ods) that is damaged or too large to read."""
    if not zipfile.is_zipfile(path):
        return
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as book:
            for part in book.infolist():
                columns, rows, end = set[bytes](), 0, b""
                with book.open(part) as file:
                    while block := file.read(_BLOCK):
                        unpacked += len(block)
                        if unpacked > _MOST_BYTES:
                            raise DataError(
                                f"{path.name} unpacks to more than {_MOST_BYTES >> 30} GB. Save "
                                "its data as CSV or Parquet."
                            )
                        if _SHEET.fullmatch(part.filename):
                            places = _PLACE.findall(end + block)
                            columns |= {column for column, _ in places}
                            rows = max([rows, *(int(row) for _, row in places)])
                            end = block[-_LONGEST_PLACE:]
                width = max(map(_number, columns), default=0)
                if width * rows > _MOST_CELLS:
                    raise DataError(
                        f"{path.name} has a sheet of {rows:,} rows and {width:,} columns, more "
                        f"than {_MOST_CELLS:,} cells. If most of them are empty, delete what "
                        "stands far below or to the right of the table; else save it as CSV."
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise DataError(
            f"{path.name} could not be read as a workbook: it is damaged, cut short or locked. "
            "Open it and save it anew, without a password."
        ) from None


def _number(column: bytes) -> int:
    """The number of a column by its letters: A is 1, XFD 16,384."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
