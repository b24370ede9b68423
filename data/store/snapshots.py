"""Opens the current data file read-only, and moves to a newer one when the pointer names it."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb
from pydantic import ValidationError

from data.catalog import Catalog
from data.engine_errors import in_words
from data.errors import MappingError, UnavailableError
from data.store.data_file import DataFile, connected
from data.store.database import Database
from data.store.load_status import LoadStatus, StatusReader
from data.store.loaded import read_loaded
from data.store.versions import FORMAT, POINTER
from data.store.warehouse import Warehouse

__all__ = ["Database", "NoDataError", "Snapshot", "Store", "UnavailableError", "open_snapshot"]

_LOG = logging.getLogger(__name__)


class NoDataError(Exception):
    """No data have been loaded, or what the pointer names cannot be opened."""


@dataclass(frozen=True)
class Snapshot:
    """One immutable version of the data. Whoever holds it keeps it open."""

    catalog: Catalog
    database: Database


def open_snapshot(file: Path) -> Snapshot:
    """Open a data file, or what stands for a warehouse.

    Raises NoDataError where it is missing or not one of ours.
    """
    if file.suffix == ".json":
        return _open_warehouse(file)
    try:
        connection = connected(file)
        row = connection.execute("SELECT catalog FROM meta").fetchone()
    except duckdb.Error as error:
        raise NoDataError(
            f"The data file {file.name} cannot be read: {in_words(error)}."
        ) from error
    if row is None:
        raise NoDataError(f"The data file {file.name} has no catalogue; build it again.")
    try:
        catalog = Catalog.model_validate_json(row[0])
        another = catalog.format != FORMAT
    except ValidationError:
        another = True
    if another:
        raise NoDataError(
            f"The data file {file.name} was built by another version of CX Lens; build it again."
        )
    return Snapshot(catalog, DataFile(connection))


def _open_warehouse(file: Path) -> Snapshot:
    try:
        loaded = read_loaded(file)
        loaded.address.secret()  # say at once which one is missing
        if loaded.catalog.format != FORMAT:
            raise ValueError("it is of another version of CX Lens; load again")
    except (OSError, ValueError, MappingError) as error:
        raise NoDataError(
            f"The file {file.name} of a load cannot be used: {in_words(error)}."
        ) from error
    return Snapshot(loaded.catalog, Warehouse(loaded.address, loaded.prefix))


class Store:
    """The folder of data files and the one in use.

    Each request takes one `snapshot()` and uses it to the end, so no answer mixes two versions.
    """

    def __init__(self, folder: Path, at_start: LoadStatus | None = None) -> None:
        """`at_start`: what came of the load at the start, for a folder that can't be written."""
        self._pointer = folder / POINTER
        self._lock = threading.Lock()
        self._name = ""
        self._snapshot: Snapshot | None = None
        self._at_start = at_start
        self._statuses = StatusReader(folder)

    def snapshot(self) -> Snapshot:
        """The current data. Raises NoDataError before the first build.

        Data that are open already are served on where the current file cannot be opened.
        """
        try:
            return self._current()
        except NoDataError as error:
            if self._snapshot is None:
                raise
            _LOG.error("The data in use are served on: %s", error)
            return self._snapshot

    def status(self) -> LoadStatus:
        """What came of the last load. Cheap enough for each request."""
        status, start = self._statuses.read(), self._at_start
        if start and start.begun_after(status):
            return start
        return status

    def _current(self) -> Snapshot:
        while True:
            name = self._named()
            try:
                return self._open(name)
            except NoDataError:
                if self._named() == name:  # else it has been replaced and deleted meanwhile
                    raise

    def _named(self) -> str:
        try:
            return self._pointer.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise NoDataError("No data have been loaded yet.") from error

    def _open(self, name: str) -> Snapshot:
        with self._lock:
            if self._snapshot is None or name != self._name:
                # The old snapshot closes when the last request that holds it lets go.
                self._snapshot = open_snapshot(self._pointer.with_name(name))
                self._name = name
            return self._snapshot
