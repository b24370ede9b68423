"""What stands above the data of delimited text: the names of its columns, and lines to skip."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, TextIO, cast

from data.errors import DataError, MappingError, nearest
from data.ingest.files.formats.names import column_names
from data.space import SPACE

if TYPE_CHECKING:
    from data.mapping.model import Source

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


class Header(NamedTuple):
    """Names of the columns, and how many lines of the file stand above its first row of data.

    `plain`: the file begins with these names in one line. Of names with line ends in them DuckDB
    reads no row at all where the others end differently.
    """

    names: list[str]
    above: int
    plain: bool


def header(path: Path, source: Source, delimiter: str) -> Header:
    """The header as the source says it is; names that are empty or repeated get one of their own.

    Raises DataError for an empty file, a damaged one, a wrong encoding or delimiter; MappingError
    for an unknown encoding.
    """
    encoding = source.encoding
    name = "utf-8-sig" if encoding.lower() in UTF8 else encoding
    try:
        with opened(path) as raw:
            if raw.read(2) in (b"\xff\xfe", b"\xfe\xff") and name == "utf-8-sig":
                raise DataError(not_encoded(path, encoding, "it begins like UTF-16", "utf-16"))
            raw.seek(0)
            with io.TextIOWrapper(raw, encoding=name, newline="") as text:
                _skip(text, path, source.skip)
                reader = csv.reader(text, delimiter=delimiter[0])
                found = list(islice(reader, source.header))
                for _ in islice(reader, source.notes):
                    pass
                above = source.skip + reader.line_num
                width = max(map(len, found), default=0)
                if not source.header:
                    width = len(next(reader, []))
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
    if source.header and not any(cell.strip(SPACE) for row in found for cell in row):
        expected = f"line {source.skip + 1}" if source.skip else "a first line"
        raise DataError(f"{path.name} is empty. Expected {expected} with the column names.")
    if any(cell.count("\n") > _LINES_OF_A_NAME for row in found for cell in row):
        raise DataError(_header_open(path))
    if not width:
        raise DataError(f"{path.name} is empty: there is no row below what is to be skipped.")
    names = column_names(found, width)
    _check_delimiter(path, names, delimiter)
    return Header(names, above, plain=not source.has_layout and above == 1)


def _skip(text: TextIO, path: Path, lines: int) -> None:
    for number in range(lines):
        if not text.readline():
            raise DataError(
                f"{path.name} has {number:,} lines, and {lines:,} are to be skipped before the "
                "header. Correct 'skip' on its source."
            )


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
