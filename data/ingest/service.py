"""Loading: new data are built beside those in use and replace them, or nothing changes.

One process at a time loads into a folder. What came of it is left in `load.json`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.catalog import Catalog
from data.engine_errors import in_words, is_full
from data.errors import DataError, MappingError
from data.ingest.build import build
from data.ingest.files.sources import locate
from data.ingest.files.version import version_now
from data.ingest.progress import Progress
from data.ingest.sanity_checks import check_ends, check_rows
from data.ingest.warehouse.build import version_now as warehouse_version
from data.intake.published import forget, publish, with_sent
from data.intake.queue import waits
from data.mapping import load_mapping
from data.store.data_file import read_catalog
from data.store.load_status import (
    BUILD_LOCK,
    WAITING_LOCK,
    LoadStatus,
    StatusReader,
    write_status,
)
from data.store.locks import is_held, lock
from data.store.snapshots import NoDataError, open_in_use, open_snapshot, opens
from data.store.versions import clear_up, current_file

_LOG = logging.getLogger(__name__)
_ATTEMPTS = 3  # builds of sources that change while they are read


def load(mapping: Path, folder: Path, progress: Progress | None = None, *, attended: bool) -> Path:
    """Makes the mapping's data the current ones of the folder. Returns the data file.

    Sources that are in use already are not read again. `attended`: somebody judges what comes of
    it; otherwise data that look cut short are refused. Raises MappingError or DataError; then the
    data in use stay, and the folder's status says why.
    """
    say = progress or (lambda _: None)
    with _told(folder):
        if not waits(folder) and (in_use := _unchanged(mapping, folder)):
            return in_use
        folder.mkdir(parents=True, exist_ok=True)
        before = StatusReader(folder).read()
        if is_held(folder / BUILD_LOCK):
            say("waiting for another process that loads data")
        with lock(folder / BUILD_LOCK, wait=True):
            return _load(mapping, folder, say, attended, before)


def load_in_turn(mapping: Path, folder: Path, progress: Progress | None = None) -> Path | None:
    """As `load`, with nobody attending; None at once where another load waits for its turn.

    That one reads the sources later than now. So there is one load under way and one that waits,
    however many are started. Raises MappingError or DataError.
    """
    with _told(folder), ExitStack() as turn:
        if not waits(folder) and (in_use := _unchanged(mapping, folder)):
            return in_use
        folder.mkdir(parents=True, exist_ok=True)
        with lock(folder / WAITING_LOCK, wait=False) as next_one:
            if not next_one:
                return None
            before = StatusReader(folder).read()
            turn.enter_context(lock(folder / BUILD_LOCK, wait=True))
        return _load(mapping, folder, progress or (lambda _: None), False, before)


def found_version(mapping: Path, folder: Path) -> str:
    """The version that a load would have now. Raises MappingError, DataError or OSError."""
    found = load_mapping(mapping)
    if found.warehouse:
        return warehouse_version(found)
    found = with_sent(found, folder)
    return version_now(found, locate(found), folder)


def _unchanged(mapping: Path, folder: Path) -> Path | None:
    """The current file, if it was built from the sources as they are now; else None."""
    file = current_file(folder)
    try:
        if file is None or not opens(file) or file.stem != found_version(mapping, folder):
            return None
    except (MappingError, DataError, OSError):  # for the load to say
        return None
    if StatusReader(folder).read().state == "failed":  # of sources that have been put back
        with suppress(OSError):  # a folder that cannot be written serves all the same
            now = datetime.now(UTC)
            loaded = LoadStatus(version=file.stem, started_at=now, ended_at=now)
            write_status(folder, loaded)
    told = (OSError, MappingError, DataError)  # the load that follows says them
    with suppress(*told), lock(folder / BUILD_LOCK, wait=False) as free:
        if free:  # else whoever loads does so
            clear_up(folder)
            if current_file(folder) == file and file.stem == found_version(mapping, folder):
                forget(folder)
    return file


def _load(mapping: Path, folder: Path, say: Progress, attended: bool, asked: LoadStatus) -> Path:
    """Loads, once the lock is held. `asked`: the status when the load was asked for."""
    clear_up(folder)  # after a process that was killed
    before = StatusReader(folder).read()
    status = LoadStatus(state="loading", message=before.message, started_at=datetime.now(UTC))
    try:
        publish(load_mapping(mapping), folder)
        status = status.model_copy(update={"version": found_version(mapping, folder)})
        # While this load waited for its turn; but what was refused for a doubt may be taken now.
        failed = (before.state, before.version) == ("failed", status.version)
        if failed and before != asked and not attended:
            raise DataError(before.message)
        write_status(folder, status)
        file = _build(mapping, folder, say, attended)
        forget(folder)
    except Exception as error:
        told = _readable(error, folder)
        with suppress(OSError):  # the disk may be full; whoever asked is told as well
            write_status(folder, status.ended("failed", str(told)))
        raise told from error
    write_status(folder, status.ended("loaded"))
    return file


def _build(mapping: Path, folder: Path, say: Progress, attended: bool) -> Path:
    """Builds, and again where the sources changed while they were read."""

    def approve(new: Path) -> None:
        if new.suffix == ".json":  # of a warehouse
            catalog = open_snapshot(new).catalog
            if not attended and in_use:
                check_rows(catalog, in_use, mapping)
            return
        with duckdb.connect(str(new), read_only=True) as con:
            catalog = read_catalog(con)
            if found_version(mapping, folder) != catalog.version:
                raise DataError("The sources changed while they were read.")
            if not attended and in_use:
                check_rows(catalog, in_use, mapping)
                check_ends(con, locate(load_mapping(mapping)), mapping)

    in_use = _catalog_in_use(folder)
    for _ in range(_ATTEMPTS):
        version = found_version(mapping, folder)
        try:
            return build(mapping, folder, say, approve)
        except (DataError, MappingError):
            if found_version(mapping, folder) == version:
                raise
            say("the sources changed while they were read; reading them again")
    raise DataError(
        f"A source of {mapping.name} keeps changing while it is read: {_ATTEMPTS} builds were "
        "thrown away. Write a new file under another name, and rename it when it is whole."
    )


def _catalog_in_use(folder: Path) -> Catalog | None:
    try:
        return open_in_use(folder).catalog
    except NoDataError:  # or built by another version of CX Lens: nothing to compare with
        return None


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the system refuses is told as other failures are."""
    try:
        yield
    except OSError as error:
        raise _readable(error, folder) from error


def _readable(error: Exception, folder: Path) -> MappingError | DataError:
    """The error in words for people. The log has more on one that nobody foresaw."""
    if is_full(error):
        return DataError(f"There is no room left in {folder}. ({in_words(error)})")
    if isinstance(error, MappingError | DataError):
        return type(error)(str(error))
    if isinstance(error, OSError):
        return DataError(f"{error.filename or 'A file'}: {error.strerror or error}.")
    _LOG.error("A load failed", exc_info=error)
    return DataError(f"An unforeseen error ({type(error).__name__}); the log says more.")
