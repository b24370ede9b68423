"""The DuckDB file of a version: opened for reading, within limits, and asked."""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from data.catalog import Catalog
from data.engine_errors import in_words, is_full
from data.errors import TooLargeError
from data.store.own_folder import own_folder
from data.store.versions import SPILL

_LOG = logging.getLogger(__name__)
_LEAST_MEMORY = 128_000_000  # bytes for one process


@dataclass(frozen=True)
class DataFile:
    """A DuckDB file, open for reading. Each question uses all cores: two at once are enough."""

    connection: duckdb.DuckDBPyConnection
    dialect: str = "duckdb"
    prefix: str = ""
    _turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(2))
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def frame(self, sql: str) -> pd.DataFrame:
        """Result of one query; ENUM columns arrive as categoricals. Raises TooLargeError."""
        try:
            with self._turns:
                return self._ask(sql)
        except duckdb.OutOfMemoryException:  # beside another one; alone it has more room
            return self._ask_alone(sql)

    def _ask_alone(self, sql: str) -> pd.DataFrame:
        try:
            with self._alone, self._turns, self._turns:
                return self._ask(sql)
        except duckdb.OutOfMemoryException as error:
            _LOG.warning("A question is too large: %s", in_words(error))
            raise TooLargeError from error

    def _ask(self, sql: str) -> pd.DataFrame:
        try:
            with self.connection.cursor() as cursor:
                return cursor.execute(sql).df()
        except duckdb.IOException as error:
            if is_full(error):  # there is no room for what does not fit into memory
                raise duckdb.OutOfMemoryException(str(error)) from error
            raise

    def ping(self) -> None:
        """Does nothing: an open file can always be asked."""


def connected(file: Path) -> duckdb.DuckDBPyConnection:
    """A connection that reads a data file. Raises duckdb.Error."""
    return duckdb.connect(str(file), read_only=True, config=_limits(file))


def read_catalog(con: duckdb.DuckDBPyConnection) -> Catalog:
    """The catalogue of an open data file."""
    row = con.execute("SELECT catalog FROM meta").fetchone()
    assert row is not None  # every data file has one
    return Catalog.model_validate_json(row[0])


def _limits(file: Path) -> dict[str, str | bool | int | float | list[str]]:
    """What an open file may use: no other file, and memory within bounds.

    DuckDB keeps what it has read until its memory is full; the system keeps the file as well. What
    one question needs beyond it goes to files, of at most twice the memory.
    """
    size = file.stat().st_size if file.exists() else 0
    memory = max(_LEAST_MEMORY, size // 2)
    return {
        "enable_external_access": "false",
        "memory_limit": f"{memory}B",
        "temp_directory": str(_spilled(file.parent, os.getpid())),
        "max_temp_directory_size": f"{2 * memory}B",
    }


@cache
def _spilled(beside: Path, _: int) -> Path:
    """Where this process, and no other, keeps what does not fit into memory: beside the data.

    In the system's folder for such files where nothing can be written beside the data.
    """
    try:
        return own_folder(beside / SPILL, SPILL)
    except OSError:
        return own_folder(Path(tempfile.gettempdir()), f"cx-lens-{SPILL}-")
