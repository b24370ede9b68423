"""Delimited text into DuckDB: every column as text, malformed rows kept aside."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import duckdb

from data.errors import DataError, MappingError, nearest
from data.space import SPACE
from data.sql import literal, unique_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.mapping.model import Source

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
_UTF8 = {"utf-8", "utf8", "utf-8-sig", "utf_8", "utf_8_sig", "ascii", "us-ascii"}


def read_csv(con: duckdb.DuckDBPyConnection, table: str, path: Path, source: Source) -> None:
    """Creates `table` from a file; malformed rows go to reject_errors of the connection.

    Raises DataError for an empty file, a wrong encoding or delimiter; MappingError for an
    unknown encoding.
    """
    delimiter = source.delimiter or ("\t" if is_tsv(path, source) else ",")
    names = _header(path, source.encoding, delimiter)
    _check_delimiter(path, names, delimiter)
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    with _as_utf8(path, source.encoding) as readable:
        compression = "gzip" if readable.suffix == ".gz" else "none"
        try:
            con.execute(
                f"CREATE TABLE {table} AS SELECT * FROM read_csv({literal(str(readable))}, "
                f"auto_detect=false, header=true, delim={literal(delimiter)}, quote='\"', "
                f"escape='\"', columns={{{types}}}, compression='{compression}', "
                "store_rejects=true, rejects_limit=0)"
            )
        except duckdb.Error as error:
            raise DataError(f"{path.name} could not be read as text: {error}") from None
    wrong = con.execute(
        "SELECT line FROM reject_errors WHERE error_type = 'INVALID ENCODING' ORDER BY line LIMIT 1"
    ).fetchone()
    if wrong:
        raise DataError(_not_encoded(path, source.encoding, f"in line {wrong[0]}"))


def is_tsv(path: Path, source: Source) -> bool:
    """True where tabs are expected between the columns."""
    return source.format == "tsv" or ".tsv" in path.suffixes


def _open(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _header(path: Path, encoding: str, delimiter: str) -> list[str]:
    """Column names of the first line; empty and repeated ones get a name of their own."""
    name = "utf-8-sig" if encoding.lower() in _UTF8 else encoding
    try:
        with _open(path) as raw:
            if raw.read(2) in (b"\xff\xfe", b"\xfe\xff") and name == "utf-8-sig":
                raise DataError(_not_encoded(path, encoding, "it begins like UTF-16", "utf-16"))
            raw.seek(0)
            with io.TextIOWrapper(raw, encoding=name, newline="") as text:
                found = next(csv.reader(text, delimiter=delimiter[0]), [])
    except LookupError:
        raise MappingError(
            f"{path.name}: there is no encoding '{encoding}'. {nearest(encoding, _ENCODINGS)}"
        ) from None
    except UnicodeError:
        raise DataError(_not_encoded(path, encoding, "in the first lines")) from None
    except (gzip.BadGzipFile, EOFError):
        raise DataError(f"{path.name} ends in .gz but is not a whole gzip file.") from None
    if not any(cell.strip(SPACE) for cell in found):
        raise DataError(f"{path.name} is empty. Expected a first line with the column names.")
    return unique_names(found)


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


def _not_encoded(path: Path, encoding: str, where: str, guess: str = "cp1252") -> str:
    return (
        f"{path.name} is not {encoding} text ({where}). Set its encoding on the source, for "
        f'example encoding = "{guess}".'
    )


@contextmanager
def _as_utf8(path: Path, encoding: str) -> Iterator[Path]:
    """The file itself where it is UTF-8, else a temporary copy in UTF-8."""
    if encoding.lower() in _UTF8:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "utf8.csv"
        try:
            with (
                io.TextIOWrapper(_open(path), encoding=encoding, newline="") as text,
                copy.open("w", encoding="utf-8", newline="") as out,
            ):
                while block := text.read(1 << 20):
                    out.write(block)
        except UnicodeError as error:
            raise DataError(_not_encoded(path, encoding, str(error))) from None
        yield copy
