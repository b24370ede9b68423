"""Digests: what a subscription says to a reader, and the process that sends what is due.

`python -m api.digests`, by the settings of the environment; see `server.sending.watch`, which
starts it. A process of its own: no request shares its memory, and heavy panels are worked out here.
"""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass, field
from typing import NamedTuple

from cachetools import LRUCache
from flask import Flask

from access.modes import store_of
from access.reader import Reader
from access.subscriptions.kept import Kept, Person
from api.asked import Asked
from data.errors import TooLargeError, UnavailableError
from data.store.snapshots import NoDataError, Store
from exports.about import About, about
from exports.mail.charts import MailPanel, mail_panels
from exports.mail.digest import digest
from pages.panel import Page
from server import cases, notes
from server.current import current, data_of, view_of
from server.gate.reader import put_reader
from server.logs import configure
from server.sending.message import Written
from server.sending.runner import Runner, UnreadableError
from server.sending.smtp import Post
from server.sending.unsubscribe import token_of
from settings import Settings
from store.app_store import AppStore
from store.errors import StoreError
from view.pages import available_pages
from view.stored import readable

_POLITE = 10  # added to the niceness: requests go first
_KEPT = 8  # pages: those of one subscription come one after the other
_LOG = logging.getLogger("cxlens.digests")


class _Read(NamedTuple):
    """A page, what it says of itself, and its charts as they were drawn."""

    page: Page
    about: About
    panels: tuple[MailPanel, ...]


@dataclass(frozen=True)
class Digests:
    """Makes them. `address`: of the dashboard, without a path; `root`: where it lives there."""

    store: Store
    accounts: AppStore
    address: str
    root: str
    _app: Flask = field(default_factory=lambda: Flask(__name__))
    _pages: LRUCache[object, _Read] = field(default_factory=lambda: LRUCache(_KEPT))

    def __post_init__(self) -> None:
        """Let what is read have notes and cases, as requests have."""
        notes.register(self._app, self.accounts)
        cases.register(self._app, self.accounts)

    def written(self, kept: Kept, person: Person, reader: Reader) -> Written:
        """The digest of a subscription as its receiver may see it. Raises UnreadableError.

        What readers may all see alike is read once.
        """
        try:
            with self._app.app_context():
                put_reader(reader)
                return self._written(kept, person, reader)
        except (UnavailableError, TooLargeError, NoDataError, StoreError) as error:
            raise UnreadableError(str(error)) from None

    def _written(self, kept: Kept, person: Person, reader: Reader) -> Written:
        snapshot = current(self.store)
        catalog = snapshot.catalog
        if kept.page not in available_pages(catalog):
            raise UnreadableError("The data have no longer what this page shows.")
        query = readable(kept.query, catalog)
        view = view_of(f"{self.root}{kept.page}", query, snapshot, self.root).view
        asked = Asked.of(snapshot, view)
        key = repr((reader.sees, asked.about))
        if key not in self._pages:
            page = asked.read()
            told = about(page, catalog, self.address)
            self._pages[key] = _Read(page, told, mail_panels(page, catalog, told))
        page, told, panels = self._pages[key]
        token = token_of(self.accounts.secret, person.number)
        end = f"{self.address}{self.root}unsubscribe/{token}"
        said = digest(page, catalog, told, kept.name, end, panels)
        pictures = {one.key: one.png for panel in panels for one in panel.pictures}
        return Written(said.subject, said.text, said.html, end, pictures)


def main(settings: Settings) -> int:
    """One round. Returns the exit code: 0, or 2 where it can't be."""
    configure()
    os.nice(_POLITE)
    accounts, server = store_of(settings), settings.mail_server()
    if accounts is None or server is None:
        _LOG.error("No mail is sent: people don't log in here, or CXLENS_SMTP is not set")
        return 2
    store = Store(settings.place()[1])
    made = Digests(store, accounts, settings.public_address or "", settings.prefix)
    post = Post(server)
    try:
        runner = Runner(accounts, made.written, post, settings.mail_from or "")
        sent = runner.round(data_of(store))
        _LOG.info("%d messages were sent", sent)
    except (StoreError, NoDataError) as error:
        _LOG.error("No mail is sent now: %s", error)
        return 2
    finally:
        post.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Settings()))
