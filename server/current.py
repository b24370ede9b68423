"""The data that a request is answered from: one version from its beginning to its end."""

from __future__ import annotations

from flask import g

from data.errors import without_folders
from data.store.load_status import LoadStatus
from data.store.snapshots import Snapshot, Store


def current(store: Store) -> Snapshot:
    """The version that was in use when this request first asked. Raises NoDataError."""
    if "snapshot" not in g:
        g.snapshot = store.snapshot()
    found: Snapshot = g.snapshot
    return found


def current_status(store: Store) -> LoadStatus:
    """What had come of the last load when this request first asked, in words for readers.

    The log and the command line name whole paths.
    """
    if "load_status" not in g:
        status = store.status()
        shown = without_folders(status.message)
        g.load_status = status.model_copy(update={"message": shown})
    found: LoadStatus = g.load_status
    return found
