"""The DuckDB file of a version: opened for reading, within limits, and asked."""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb
import ibis
import pandas as pd

from data.catalog import Catalog
from data.duckdb_tables import table_of
from data.engine_errors import in_words, is_full
from data.errors import LESS, TooLargeError
from data.scope import Filters
from data.sql import ident, name_sql
from data.store.database import check_reader
from data.store.own_folder import own_folder
from data.store.restricted_file import Connected, RestrictedFile
from data.store.time_limit import seconds_left
from data.store.versions import SPILL

_LOG = logging.getLogger(__name__)
_AT_ONCE = 3  # questions
_LEAST_MEMORY = 128_000_000  # bytes for one process


@dataclass(frozen=True)
class DataFile:
    """A DuckDB file, open for reading. Each question uses all cores: three at once are enough.

    One client asks two at once (`server.worker.turns`), so that there is one left for the others.
    """

    connection: duckdb.DuckDBPyConnection
    dialect: str = "duckdb"
    _turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(_AT_ONCE))
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def frame(self, sql: str) -> pd.DataFrame:
        """Result of one query; ENUM columns arrive as categoricals. Raises TooLargeError."""
        check_reader(())
        return self.answer(sql, self.connection.cursor)

    def from_sql(self, table: str) -> str:
        """The table's name."""
        return name_sql(table, self.dialect)

    def whole_sql(self, table: str) -> str:
        """The table's name within its file, which no view has."""
        with self.connection.cursor() as cursor:
            ((file,),) = cursor.execute("SELECT current_database()").fetchall()
        return f"{ident(file)}.main.{ident(table)}"

    def schema_of(self, table: str) -> ibis.Schema:
        """The columns of a table; levels (ENUM) are texts."""
        with self.connection.cursor() as cursor:
            return table_of(cursor, ident(table)).schema()

    def others_sql(self, table: str) -> None:
        """Nothing: all rows are seen."""

    def rest_frame(self, sql: str) -> pd.DataFrame:
        """Nothing names rows of others here."""
        return self.frame(sql)

    def restricted(
        self, rows: Filters, definitions: Mapping[str, str], others: Mapping[str, str] | None = None
    ) -> RestrictedFile:
        """The same file, of these rows."""
        return RestrictedFile(self.connection, self.answer, rows, definitions, others)

    def answer(self, sql: str, connected: Connected) -> pd.DataFrame:
        """Result of one query, asked by a connection of its own. Raises TooLargeError."""
        try:
            with self._turn(1):
                return self._ask(sql, connected)
        except duckdb.OutOfMemoryException:  # beside another one; alone it has more room
            return self._ask_alone(sql, connected)

    def _ask_alone(self, sql: str, connected: Connected) -> pd.DataFrame:
        try:
            with self._alone, self._turn(_AT_ONCE):
                return self._ask(sql, connected)
        except duckdb.OutOfMemoryException as error:
            _LOG.warning("A question is too large: %s", in_words(error))
            raise TooLargeError(
                f"This needs more memory than one question may take. {LESS}"
            ) from error

    @contextmanager
    def _turn(self, places: int) -> Iterator[None]:
        """Waits for its turn, but not for longer than there is time."""
        with ExitStack() as taken:
            for _ in range(places):
                while not self._turns.acquire(timeout=seconds_left()):
                    pass
                taken.callback(self._turns.release)
            yield

    def _ask(self, sql: str, connected: Connected) -> pd.DataFrame:
        try:
            with connected() as cursor, _stopped_in_time(cursor):
                return cursor.execute(sql).df()
        except duckdb.InterruptException:
            seconds_left()  # which says so
            raise
        except duckdb.IOException as error:
            if is_full(error):  # there is no room for what does not fit into memory
                raise duckdb.OutOfMemoryException(str(error)) from error
            raise

    def ping(self) -> None:
        """Does nothing: an open file can always be asked."""


@contextmanager
def _stopped_in_time(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupts what the cursor does when the time of the page is up."""
    left = seconds_left()
    if left is None:
        yield
        return
    timer = threading.Timer(left, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # else it might interrupt what is closed


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
