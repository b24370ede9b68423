"""What a request is answered from: one version of the data from its beginning to its end, the rows
of it that its reader may see, and the view of its link."""

from __future__ import annotations

from dataclasses import replace

from flask import g, has_app_context

from access.rights import Right
from data.errors import without_folders
from data.row_scope.snapshots import scoped
from data.scope import Filters, row_scope
from data.store.database import asked_by
from data.store.load_status import LoadStatus
from data.store.snapshots import Snapshot, Store
from server.anonymous import apart
from server.gate.reader import current_reader
from server.held import view_within
from server.kept_versions import kept_version
from server.notes import new_levels
from server.seen import seen_by
from server.sending.runner import Data
from view.url import Parsed, parse

_FAILED = "whoever runs CX Lens can see why."


def current(store: Store) -> Snapshot:
    """The version that was in use when this request first asked, as its reader may see it.

    For who reads through a link that is pinned to a version: that one, while it is kept. Raises
    NoDataError, UnavailableError, and Forbidden for who may see nothing. Nobody else may take the
    store's own snapshot.
    """
    if "snapshot" not in g:
        whole = store.whole()
        reader = current_reader()
        pinned = reader.held.version if reader.held else ""
        if pinned and whole.catalog.version != pinned:
            whole = kept_version(pinned) or whole
        g.snapshot = seen_by(scoped(whole, limits(), totals=may_compare()), reader)
    found: Snapshot = g.snapshot
    return found


def current_or_whole(store: Store) -> Snapshot:
    """The same for health and measures, which those may ask who may see no page. Raises
    NoDataError and UnavailableError."""
    return current(store) if current_reader().may(Right.VIEW) else store.snapshot()


def in_use(store: Store) -> Snapshot:
    """The version in use as the reader may see it, whatever their link is pinned to."""
    return seen_by(scoped(store.whole(), limits(), totals=may_compare()), current_reader())


def data_of(store: Store) -> Data:
    """What says when a message is due: the same whoever asks, and nothing of any row. Raises
    NoDataError."""
    catalog = store.whole().catalog
    return Data(catalog.timezone, catalog.last_day, catalog.version)


def limits() -> Filters:
    """What the reader of this request is limited to; nothing outside of requests."""
    reader = g.get("reader") if has_app_context() else None
    return row_scope(getattr(reader, "rows", ()))


def may_compare() -> bool:
    """Whether the reader of this request may compare their rows with all others."""
    reader = g.get("reader") if has_app_context() else None
    return bool(getattr(reader, "totals", True))


def view_of(path: str | None, query: str | None, snapshot: Snapshot, root: str) -> Parsed:
    """The view of a link, for the reader of this request. Nobody else reads what clients ask for.

    `snapshot`: of `current`; `root`: where the dashboard lives for the reader. Raises Forbidden
    where a shared link can't be held to what it is limited to, UnavailableError where an anonymous
    reader's view can't be told from others, and StoreError where notes can't be read.
    """
    reader, catalog = current_reader(), snapshot.catalog
    if reader.held:
        found = view_within(reader.held, path, query, catalog, root)
    else:
        found = parse(path, query, catalog, root)
    if reader.anonymous:
        found = apart(found, snapshot, reader.held)
    return found._replace(view=replace(found.view, new_levels=new_levels(found.view, catalog)))


def current_status(store: Store) -> LoadStatus:
    """What had come of the last load when this request first asked, in words for readers.

    The log and the command line name whole paths. Why a load failed may be a row of the data:
    who is limited to some is told that it did.
    """
    if "load_status" not in g:
        status = store.status()
        shown = without_folders(status.message)
        reader = g.get("reader")  # none of a reload by token
        if limits() or (reader is not None and reader.agent):
            status = status.model_copy(update={"version": ""})
            shown = shown and _FAILED
        g.load_status = status.model_copy(update={"message": shown})
    found: LoadStatus = g.load_status
    return found


asked_by(limits, may_compare)
