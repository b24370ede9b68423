"""The first line of delimited text: the names of its columns, and what it tells of the rest."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from pathlib import Path
from typing import IO, cast

from data.errors import DataError, MappingError, nearest
from data.space import SPACE
from data.sql import unique_names

_LINES_OF_A_NAME = 10  # more than any name has
_DELIMITERS = {",": ",", ";": ";", "\t": "\\t", "|": "|"}
# The usual ones; any other that Python knows works as well.
_ENCODINGS = (
    "utf-8",
    "utf-16",
    "cp1252",
    "latin-1",
    "iso-8859-15",
    "cp1250",
    "shift_jis",
    "gb18030",
)
UTF8 = {"utf-8", "utf8", "utf-8-sig", "utf_8", "utf_8_sig", "ascii", "us-ascii"}


def opened(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked."""
    return cast("IO[bytes]", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def header(path: Path, encoding: str, delimiter: str) -> list[str]:
    """Column names of the first line; empty and repeated ones get a name of their own.

    Raises DataError for an empty file, a damaged one, a wrong encoding or delimiter; MappingError
    for an unknown encoding.
    """
    name = "utf-8-sig" if encoding.lower() in UTF8 else encoding
    try:
        with opened(path) as raw:
            if raw.read(2) in (b"\xff\xfe", b"\xfe\xff") and name == "utf-8-sig":
                raise DataError(not_encoded(path, encoding, "it begins like UTF-16", "utf-16"))
            raw.seek(0)
            with io.TextIOWrapper(raw, encoding=name, newline="") as text:
                found = next(csv.reader(text, delimiter=delimiter[0]), [])
    except LookupError:
        raise MappingError(
            f"{path.name}: there is no encoding '{encoding}'. {nearest(encoding, _ENCODINGS)}"
        ) from None
    except UnicodeError:
        raise DataError(not_encoded(path, encoding, "in the first lines")) from None
    except csv.Error:
        raise DataError(_header_open(path)) from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise DataError(f"{path.name} ends in .gz but is not a whole gzip file.") from None
    if not any(cell.strip(SPACE) for cell in found):
        raise DataError(f"{path.name} is empty. Expected a first line with the column names.")
    if any(cell.count("\n") > _LINES_OF_A_NAME for cell in found):
        raise DataError(_header_open(path))
    names = unique_names(found)
    _check_delimiter(path, names, delimiter)
    return names


def _header_open(path: Path) -> str:
    return (
        f"{path.name}: a quote that opens in the first line does not close, so the names of the "
        'columns cannot be told. Close it, or double a quote inside a name ("").'
    )


def _check_delimiter(path: Path, names: list[str], delimiter: str) -> None:
    if len(names) > 1:
        return
    for other, written in _DELIMITERS.items():
        if other != delimiter and other in names[0]:
            raise DataError(
                f"{path.name} was read with {_DELIMITERS.get(delimiter, delimiter)!r} between "
                f"columns and has one column, '{names[0][:80]}'. It looks separated by "
                f'{written!r}: set delimiter = "{written}" on its source.'
            )


def not_encoded(path: Path, encoding: str, where: str, guess: str = "cp1252") -> str:
    """What to say of a file in another encoding than the mapping's."""
    return (
        f"{path.name} is not {encoding} text ({where}). Set its encoding on the source, for "
        f'example encoding = "{guess}".'
    )
