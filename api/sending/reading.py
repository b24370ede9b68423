"""What messages say is read as requests read: in a context of its own, for its reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from access.reader import Reader
from data.errors import TooLargeError, UnavailableError
from data.store.snapshots import NoDataError, Snapshot, Store
from server.current import current, view_of
from server.gate.reader import put_reader
from server.sending.errors import UnreadableError
from store.errors import StoreError
from view.pages import available_pages
from view.stored import readable
from view.url import Parsed


@contextmanager
def reading_for(app: Flask, reader: Reader) -> Iterator[None]:
    """What is read within is what they may see. Raises UnreadableError."""
    try:
        with app.app_context():
            put_reader(reader)
            yield
    except (UnavailableError, TooLargeError, NoDataError, StoreError) as error:
        raise UnreadableError(str(error)) from None


def view_to_send(store: Store, page: str, query: str, root: str) -> tuple[Snapshot, Parsed]:
    """The data of the reader, and their view of a link that somebody else kept. `root`: where the
    dashboard lives. Raises UnreadableError, and as `server.current` does."""
    snapshot = current(store)
    if page not in available_pages(snapshot.catalog):
        raise UnreadableError("The data have no longer what this page shows.")
    asked = readable(query, snapshot.catalog)
    return snapshot, view_of(f"{root}{page}", asked, snapshot, root)
