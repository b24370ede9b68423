"""Themes of comments that people edited, handed over to the loads."""

from __future__ import annotations

from pathlib import Path

from access.themes.kept import newest_themes
from data.errors import DataError
from data.ingest.comments.dictionary import EDITED, read_edited, write_edited
from data.store.locks import lock
from store.app_store import AppStore


def hand_over(store: AppStore, folder: Path) -> None:
    """Write the themes as they are edited now into the data folder, unless they are there.

    Raises StoreError, and DataError where the folder can't be written.
    """
    try:
        if _is_there(store, folder):
            return
        folder.mkdir(parents=True, exist_ok=True)
        # Read while nobody else writes: whoever comes last has the newest.
        with lock(folder / "themes.lock", wait=True):
            write_edited(folder, newest_themes(store).entries)
    except OSError as error:
        raise DataError(
            f"{EDITED}, themes that people edited, can't be written: {error.strerror or error}. "
            "They are saved, and the next load of the server tries again."
        ) from error


def _is_there(store: AppStore, folder: Path) -> bool:
    try:
        return read_edited(folder) == newest_themes(store).entries
    except DataError:  # torn, or written by hand
        return False
