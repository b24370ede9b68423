"""Registers every callback. Nothing is computed here."""

from __future__ import annotations

from dash import Dash

from callbacks import browser, page
from callbacks.cached_pages import cache_pages
from data.store.snapshots import Store
from server.response_cache import ResponseCache


def register_callbacks(app: Dash, store: Store, kept: ResponseCache) -> None:
    """Register every callback on this app, so that two apps can live in one process."""
    page.register(app, store)
    browser.register(app)
    cache_pages(app, store, kept)
