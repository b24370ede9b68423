"""A copy of the store's file while it is in use, and the way back. PostgreSQL has its own tools."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from store.app_store import AppStore
from store.errors import StoreError
from store.migrate import migrate


def backup(store: AppStore, to: Path) -> None:
    """Copy the store as it is at one moment; who writes meanwhile is not disturbed.

    Raises StoreError where `to` is there already, or the copy is not whole: then it is removed.
    """
    file = _file_of(store)
    if to.exists():
        raise StoreError(f"{to} is there already; name a file that is not.")
    try:
        with closing(_opened(file)) as source, closing(sqlite3.connect(to)) as copy:
            to.chmod(0o600)  # it has hashes of passwords
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, and none beside it
            _refuse_damage(copy, to)
    except (sqlite3.Error, OSError) as error:
        to.unlink(missing_ok=True)
        raise StoreError(f"{file} could not be copied to {to}: {error}.") from error


def restore(store: AppStore, source: Path, before: Path) -> None:
    """Put a backup in the store's place, of whatever earlier version, at one moment.

    What is there now is copied to `before` first, so that nothing is lost. Raises StoreError;
    then nothing was changed.
    """
    file = _file_of(store)
    if not source.is_file():
        raise StoreError(f"There is no file {source}; expected one that `store backup` wrote.")
    if file.exists():
        backup(store, before)
    fresh = before.with_name(f".{before.name}.restoring")
    try:
        with closing(_opened(source)) as given, closing(sqlite3.connect(fresh)) as copy:
            fresh.chmod(0o600)
            given.backup(copy)
            _refuse_damage(copy, source)
            if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'account'").fetchone():
                raise StoreError(f"{source} is no backup of a store: it has no accounts.")
        migrate(AppStore(fresh))  # or says that it is too new
        migrate(store)  # so that there is a file to write into
        with closing(sqlite3.connect(fresh)) as ready, closing(sqlite3.connect(file)) as live:
            # Log-ins and feeds that were ended since the backup would hold again.
            for table in ("session", "link_session", "alert_feed"):
                ready.execute(f"DELETE FROM {table}")
            # And links and tokens that were taken back since would open again.
            for table in ("link", "api_token"):
                gone = f"SELECT revoked_at, token_hash FROM {table} WHERE revoked_at IS NOT NULL"
                ready.executemany(
                    f"UPDATE {table} SET revoked_at = ? WHERE token_hash = ?", live.execute(gone)
                )
            ready.commit()
            ready.backup(live)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{source} could not be restored: {error}.") from error
    finally:
        for ending in ("", "-wal", "-shm"):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
    store.close()


def _file_of(store: AppStore) -> Path:
    if store.file is None:
        raise StoreError(
            f"The store is at {store.where}: back it up and restore it with PostgreSQL's own "
            "pg_dump and pg_restore."
        )
    return store.file


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5)


def _refuse_damage(copy: sqlite3.Connection, file: Path) -> None:
    (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise StoreError(f"{file} is damaged: {found}.")
