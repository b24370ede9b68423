"""The DuckDB file of a version: opened for reading, within limits, and asked."""

from __future__ import annotations

import os
import tempfile
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from data.catalog import Catalog

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
        """Result of one query; ENUM columns arrive as categoricals."""
        try:
            with self._turns:
                return self._ask(sql)
        except duckdb.OutOfMemoryException:  # beside another one; alone it has more room
            with self._alone, self._turns, self._turns:
                return self._ask(sql)

    def _ask(self, sql: str) -> pd.DataFrame:
        with self.connection.cursor() as cursor:
            return cursor.execute(sql).df()

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
    one question needs beyond it goes to a folder that no other process has.
    """
    size = file.stat().st_size if file.exists() else 0
    return {
        "enable_external_access": "false",
        "memory_limit": f"{max(_LEAST_MEMORY, size // 2)}B",
        "temp_directory": _spilled(os.getpid()).name,
    }


@cache
def _spilled(_: int) -> tempfile.TemporaryDirectory[str]:
    """A folder of this process, and of nobody else; it is gone when the process ends."""
    return tempfile.TemporaryDirectory(prefix="cx-lens-")
