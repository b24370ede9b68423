"""SPSS files into DuckDB: every column as text, codes as codes, codes for missing answers empty."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa

from data.engine_errors import in_words
from data.errors import DataError

_CHUNK = 20_000  # rows in memory at a time


class Labels(NamedTuple):
    """What an SPSS file says of a column: the words of the question, and of its codes."""

    label: str
    codes: dict[str, str]


def read_spss(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Creates `table` from a .sav or .zsav file. Raises DataError for one that cannot be read."""
    with con.cursor() as own:
        begun = False
        for frame in _frames(path):
            texts = [pa.array([_text(v) for v in frame[name]], pa.string()) for name in frame]
            own.register("_chunk", pa.table(texts, names=list(frame.columns)))
            begin = f"INSERT INTO {table}" if begun else f"CREATE TABLE {table} AS"
            own.execute(f"{begin} SELECT * FROM _chunk")
            own.unregister("_chunk")
            begun = True


def labels_of(path: Path) -> dict[str, Labels]:
    """Column -> what the file says of it. Raises DataError for a file that cannot be read."""
    library = _library(path)
    try:
        _, told = library.read_sav(str(path), metadataonly=True)
    except (library.ReadstatError, UnicodeError, OSError) as error:
        raise DataError(_not_spss(path, error)) from None
    codes: dict[str, dict[object, str]] = told.variable_value_labels
    return {
        name: Labels(
            told.column_names_to_labels.get(name) or "",
            {text: label for code, label in codes.get(name, {}).items() if (text := _text(code))},
        )
        for name in told.column_names
    }


def _frames(path: Path) -> Iterator[pd.DataFrame]:
    """The rows in chunks; one without rows where there are none."""
    library = _library(path)
    place = 0
    try:
        while True:
            frame, _ = library.read_sav(str(path), row_offset=place, row_limit=_CHUNK)
            if len(frame) or not place:
                yield frame
            if len(frame) < _CHUNK:
                return
            place += len(frame)
    except (library.ReadstatError, UnicodeError, OSError) as error:
        raise DataError(_not_spss(path, error)) from None


def _library(path: Path) -> ModuleType:
    try:
        return importlib.import_module("pyreadstat")
    except ImportError:
        raise DataError(
            f"{path.name} is an SPSS file, and what reads these is not installed. Install it with "
            "pip install -r requirements-spss.txt, or save the file as CSV."
        ) from None


def _not_spss(path: Path, error: Exception) -> str:
    return (
        f"{path.name} could not be read as an SPSS file: {in_words(error)}. Is it whole, and a "
        ".sav file? Else save it anew."
    )


def _text(value: object) -> str | None:
    if value is None or value is pd.NaT or value != value:  # NaN
        return None
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return str(value) or None
