"""What a request is answered from: one version of the data from its beginning to its end, as its
reader may see it, and the view of its link."""

from __future__ import annotations

from flask import g

from access.reader import Reader
from data.catalog import Catalog
from data.errors import without_folders
from data.store.load_status import LoadStatus
from data.store.snapshots import Snapshot, Store
from server.gate.reader import current_reader
from server.held import view_within
from server.kept_versions import kept_version
from server.seen import seen_by
from view.url import Parsed, parse


def current(store: Store) -> Snapshot:
    """The version that was in use when this request first asked, as its reader may see it.

    For who reads through a link that is pinned to a version: that one, while it is kept. Raises
    NoDataError, and Forbidden for who may see nothing.
    """
    if "snapshot" not in g:
        whole = store.snapshot()
        reader = current_reader()
        pinned = reader.held.version if reader.held else ""
        if pinned and whole.catalog.version != pinned:
            whole = kept_version(pinned) or whole
        g.snapshot = seen_by(whole, reader)
    found: Snapshot = g.snapshot
    return found


def in_use(store: Store, reader: Reader) -> Snapshot:
    """The version in use as a reader may see it, whatever their link is pinned to."""
    return seen_by(store.snapshot(), reader)


def view_of(path: str | None, query: str | None, catalog: Catalog, root: str) -> Parsed:
    """The view of a link, for the reader of this request. Nobody else reads what clients ask for.

    `catalog`: of `current`; `root`: where the dashboard lives for the reader. Raises Forbidden
    where a shared link can't be held to what it is limited to.
    """
    reader = current_reader()
    if reader.held:
        return view_within(reader.held, path, query, catalog, root)
    return parse(path, query, catalog, root)


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
