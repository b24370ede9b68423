"""Digests: what a subscription says to a reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from cachetools import LRUCache
from flask import Flask

from access.reader import Reader
from access.sent.people import Person
from access.subscriptions.kept import Kept
from api.asked import Asked
from api.sending.reading import reading_for, view_to_send
from data.store.snapshots import Store
from exports.about import About, about
from exports.mail.charts import MailPanel, mail_panels
from exports.mail.digest import digest
from pages.panel import Page
from server import cases, notes
from server.sending.digests import DIGEST
from server.sending.message import Written
from server.sending.unsubscribe import token_of
from store.app_store import AppStore

_KEPT = 8  # pages: those of one subscription come one after the other


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
        with reading_for(self._app, reader):
            return self._written(kept, person, reader)

    def _written(self, kept: Kept, person: Person, reader: Reader) -> Written:
        snapshot, parsed = view_to_send(self.store, kept.page, kept.query, self.root)
        catalog = snapshot.catalog
        asked = Asked.of(snapshot, parsed.view)
        key = repr((reader.sees, asked.about))
        if key not in self._pages:
            page = asked.read()
            told = about(page, catalog, self.address)
            self._pages[key] = _Read(page, told, mail_panels(page, catalog, told))
        page, told, panels = self._pages[key]
        token = token_of(self.accounts.secret, person.number, DIGEST)
        end = f"{self.address}{self.root}unsubscribe/{token}"
        said = digest(page, catalog, told, kept.name, end, panels)
        pictures = {one.key: one.png for panel in panels for one in panel.pictures}
        return Written(said.subject, said.text, said.html, end, pictures)
