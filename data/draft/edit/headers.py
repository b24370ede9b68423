"""The columns of a mapping's files, as far as they are known without reading whole files."""

from __future__ import annotations

import gzip
import re
import tempfile
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import DataError, MappingError
from data.ingest.files.sources import format_of, locate, read_file
from data.mapping import Mapping
from data.mapping.model import Source
from data.sql import columns_of

_HEAD = 64 * 1024  # bytes of a text file
_SMALL = 1_000_000  # bytes of a workbook that is read for its columns


def columns_of_files(mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """Columns by source, of queries those that they may read; none of large workbooks and of what
    can't be read."""
    try:
        located = locate(mapping)
    except MappingError:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for one in located:
        if one.files:
            path = one.files[0]
            found[one.name] = _columns(path, path.stat().st_mtime_ns, one.source)
        else:  # perhaps with a star: what the query makes itself, the look finds
            read = set(re.findall(r"\w+", one.source.query or "")) & found.keys()
            found[one.name] = tuple(
                dict.fromkeys(column for name in found if name in read for column in found[name])
            )
    return found


@lru_cache(maxsize=64)
def _columns(path: Path, _: int, source: Source) -> tuple[str, ...]:
    """The columns of a file as it was at a time."""
    kind = format_of(path, source)
    try:
        if kind == "parquet":
            return tuple(pq.read_schema(path).names)
        if kind in ("csv", "tsv"):
            return _of_text(path, source)
        return _read(path, source) if path.stat().st_size <= _SMALL else ()
    except (
        DataError,
        MappingError,
        duckdb.Error,
        pa.ArrowException,
        OSError,
        ValueError,
        LookupError,
    ):
        return ()  # the fields offer what the mapping names


def _of_text(path: Path, source: Source) -> tuple[str, ...]:
    packed = path.suffix.lower() == ".gz"
    with gzip.open(path) if packed else path.open("rb") as file:
        text = file.read(_HEAD).decode(source.encoding, "ignore")
    with tempfile.TemporaryDirectory() as aside:
        head = Path(aside) / (path.stem if packed else path.name)
        head.write_bytes(text[: text.rfind("\n") + 1].encode(source.encoding))
        return _read(head, source)


def _read(path: Path, source: Source) -> tuple[str, ...]:
    """By the reader of loads, which knows what headers may be."""
    with (
        tempfile.TemporaryDirectory() as aside,
        duckdb.connect(str(Path(aside) / "head.duckdb")) as con,
    ):
        con.execute("SET python_enable_replacements = false; CREATE SCHEMA work")
        read_file(con, "main.head", path, source)
        return tuple(columns_of(con, "main.head"))
