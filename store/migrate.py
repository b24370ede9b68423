"""Brings a store up to date: all of it or nothing, by one process at a time."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from store.app_store import NEWEST, AppStore, engine_of, refuse_another_version, version_of
from store.errors import StoreError, in_words

_FOLDER = Path(__file__).parent / "migrations"
_LOG = logging.getLogger(__name__)


def migrate(store: AppStore, to: str = NEWEST) -> None:
    """Make the tables, or change those of an earlier version. Closes what it opens.

    `to`: the version to stop at. Raises StoreError; then nothing was changed.
    """
    if store.file is not None:
        _make_file(store.file)
    try:
        engine = engine_of(store.url)
    except ModuleNotFoundError:
        raise StoreError(
            "CXLENS_STORE needs psycopg, which is not installed: "
            "pip install -r requirements-warehouse.txt."
        ) from None
    try:
        # One transaction: whoever else migrates waits at its beginning, then finds it done.
        with engine.execution_options(write=True).begin() as connection:
            found = version_of(connection)
            if found is not None and found > NEWEST:
                refuse_another_version(found, store.where)
            if found != to:
                _upgrade(connection, to)
    except SQLAlchemyError as error:
        _LOG.warning("The store could not be brought up to date: %s", error)
        raise in_words(error, store.where) from error
    finally:
        engine.dispose()


def _upgrade(connection: Connection, to: str) -> None:
    # Processes that answer requests have no use for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _make_file(file: Path) -> None:
    """An empty file that its owner alone may read: it will hold hashes of passwords."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(
            f"The store at {file} cannot be written: {error.strerror}. Let the user of this "
            "process own the file and its folder, or set CXLENS_STORE to another place."
        ) from error
