"""The data that a request is answered from: one version from its beginning to its end."""

from __future__ import annotations

from flask import g

from data.errors import without_folders
from data.store.load_status import LoadStatus
from data.store.snapshots import Snapshot, Store
from server.gate.reader import current_reader
from server.seen import seen_by


def current(store: Store) -> Snapshot:
    """The version that was in use when this request first asked, as its reader may see it.

    Raises NoDataError, and Forbidden for who may see nothing.
    """
    if "snapshot" not in g:
        g.snapshot = seen_by(store.snapshot(), current_reader())
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
