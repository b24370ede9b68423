"""What is wired. Nothing is computed here."""

from __future__ import annotations

from dash import Dash

from callbacks import browser, page
from data.store import Store


def register_callbacks(app: Dash, store: Store) -> None:
    """Register every callback on this app, so that two apps can live in one process."""
    page.register(app, store)
    browser.register(app)
