"""Saved views: saved, listed, changed, opened, and started with."""

from __future__ import annotations

from dash import Dash

from callbacks.saved_views.listed import register_list
from callbacks.saved_views.opened import register_open
from callbacks.saved_views.save import register_save
from callbacks.site import Sharing
from data.store.snapshots import Store


def register_saved_views(app: Dash, sharing: Sharing, store: Store) -> None:
    """Add all pages about saved views."""
    register_save(app.server, sharing, store)
    register_list(app.server, sharing)
    register_open(app, sharing, store)
