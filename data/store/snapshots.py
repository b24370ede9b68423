"""Opens the current data file read-only, and moves to a newer one when the pointer names it."""

from __future__ import annotations

import contextlib
import logging
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from pydantic import ValidationError

from data.catalog import Catalog
from data.engine_errors import in_words
from data.errors import MappingError, TooLargeError, UnavailableError
from data.scope import Filters
from data.store.data_file import DataFile, connected
from data.store.database import Database, Whole, check_reader
from data.store.disk import Disk, disk_of
from data.store.load_status import LoadStatus, StatusReader
from data.store.loaded import read_loaded
from data.store.versions import FORMAT, POINTER, data_files, named
from data.store.warehouse import Warehouse

__all__ = [
    "Database",
    "NoDataError",
    "Snapshot",
    "Store",
    "TooLargeError",
    "UnavailableError",
    "open_in_use",
    "open_snapshot",
    "opens",
]

_LOG = logging.getLogger(__name__)


class NoDataError(Exception):
    """No data have been loaded, or what the pointer names cannot be opened."""


@dataclass(frozen=True)
class Snapshot:
    """One immutable version of the data, or some of its rows. Whoever holds it keeps it open."""

    catalog: Catalog
    database: Database
    rows: Filters = ()  # what its reader is limited to: see data.row_scope
    of_rows: Catalog | None = None  # what the rows have, where `catalog` tells a reader of less
    file: Path | None = field(default=None, kw_only=True)  # of the version, which has all rows


@dataclass(frozen=True)
class WholeSnapshot(Snapshot):
    """All rows of a version, of which those of a row scope are made."""

    database: Whole
    mapping: str = field(default="", kw_only=True)  # as JSON, secrets left out
    # What was made of it for readers who are limited; it goes when the version goes.
    made: dict[tuple[Filters, bool], Future[Snapshot]] = field(
        default_factory=dict, kw_only=True, compare=False
    )
    making: threading.Lock = field(default_factory=threading.Lock, kw_only=True, compare=False)


def open_snapshot(file: Path) -> WholeSnapshot:
    """Open a data file, or what stands for a warehouse.

    Raises NoDataError where it is missing or not one of ours.
    """
    if file.suffix == ".json":
        return _open_warehouse(file)
    with contextlib.ExitStack() as failed:
        try:
            connection = failed.enter_context(connected(file))
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
                f"The data file {file.name} was built by another version of CX Lens; "
                "build it again."
            )
        ((mapping,),) = connection.execute("SELECT mapping FROM meta").fetchall()
        failed.pop_all()  # all is well: the connection stays open
    return WholeSnapshot(catalog, DataFile(connection), mapping=mapping, file=file)


def opens(file: Path) -> bool:
    """Can a data file be opened? Not where it is missing, or torn by a power loss."""
    if file.is_file():
        with contextlib.suppress(NoDataError):
            open_snapshot(file)
            return True
    return False


def open_in_use(folder: Path) -> WholeSnapshot:
    """What the folder's pointer names; else the newest data that can be opened.

    Raises NoDataError where there are none, with what is wrong with the pointer.
    """
    try:
        return open_snapshot(_pointed_to(folder))
    except NoDataError as error:
        for file in data_files(folder):
            with contextlib.suppress(NoDataError):
                found = open_snapshot(file)
                _LOG.error("The data of %s are served: %s", file.name, error)
                return found
        raise


def _pointed_to(folder: Path) -> Path:
    if name := named(folder):
        return folder / name
    if (folder / POINTER).exists():
        raise NoDataError(f"The file {POINTER} names no data file; the next load writes it anew.")
    raise NoDataError("No data have been loaded yet.")


def _open_warehouse(file: Path) -> WholeSnapshot:
    try:
        loaded = read_loaded(file)
        loaded.address.secret()  # say at once which one is missing
        if loaded.catalog.format != FORMAT:
            raise ValueError("it is of another version of CX Lens; load again")
    except (OSError, ValueError, MappingError) as error:
        raise NoDataError(
            f"The file {file.name} of a load cannot be used: {in_words(error)}."
        ) from error
    warehouse = Warehouse(loaded.address, loaded.prefix)
    return WholeSnapshot(loaded.catalog, warehouse, mapping=loaded.mapping, file=file)


class Store:
    """The folder of data files and the one in use.

    Each request takes one `snapshot()` and uses it to the end, so no answer mixes two versions.
    """

    def __init__(self, folder: Path, at_start: LoadStatus | None = None) -> None:
        """`at_start`: what came of the load at the start, for a folder that can't be written.

        It holds until another load leaves its word there, whatever the clock says of the two.
        """
        self._folder = folder
        self._lock = threading.Lock()
        self._file: Path | None = None
        self._told = ""  # of what was wrong at the last request
        self._snapshot: WholeSnapshot | None = None
        self._statuses = StatusReader(folder)
        self._at_start = (self._statuses.read(), at_start or LoadStatus())

    def snapshot(self) -> WholeSnapshot:
        """The current data, all of them. Raises NoDataError before the first build.

        ForbiddenError within a request of a limited reader, who has `server.current.current`.
        """
        check_reader(())
        return self.whole()

    def whole(self) -> WholeSnapshot:
        """The same, for whoever makes of it what a reader may see.

        Where the current file cannot be opened, data that are open already are served on, or else
        the newest that can be opened.
        """
        try:
            found = self._current()
        except NoDataError as error:
            return self._instead(str(error))
        self._told = ""
        return found

    def status(self) -> LoadStatus:
        """What came of the last load. Cheap enough for each request."""
        status = self._statuses.read()
        before, at_start = self._at_start
        if at_start.message not in ("", status.message) and status == before:
            status = at_start
        disk = self.disk()
        return status.model_copy(update={"disk_low": True}) if disk and disk.low else status

    def disk(self) -> Disk | None:
        """The disk that the data are on, where there is one."""
        return disk_of(self._folder)

    def _current(self) -> WholeSnapshot:
        while True:
            file = _pointed_to(self._folder)
            try:
                return self._open(file)
            except NoDataError:
                if _pointed_to(self._folder) == file:  # else it was replaced and deleted meanwhile
                    raise

    def _open(self, file: Path) -> WholeSnapshot:
        with self._lock:
            if self._snapshot is None or file != self._file:
                # The old snapshot closes when the last request that holds it lets go.
                self._snapshot = open_snapshot(file)
                self._file = file
            return self._snapshot

    def _instead(self, why: str) -> WholeSnapshot:
        with self._lock:
            if self._snapshot is None:
                self._snapshot = open_in_use(self._folder)
            elif why != self._told:  # not at each request
                _LOG.error("The data in use are served on: %s", why)
            self._told = why
            return self._snapshot
