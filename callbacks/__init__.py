"""What is wired. Nothing is computed here."""

from __future__ import annotations

from dash import Dash

from callbacks import browser, page
from callbacks.kept_pages import keep_pages
from data.store.snapshots import Store
from server.kept import Kept


def register_callbacks(app: Dash, store: Store, kept: Kept) -> None:
    """Register every callback on this app, so that two apps can live in one process."""
    page.register(app, store)
    browser.register(app)
    keep_pages(app, store, kept)
