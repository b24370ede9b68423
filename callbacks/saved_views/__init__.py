"""Saved views: saved, listed, changed, opened, and started with."""

from __future__ import annotations

from dash import Dash

from callbacks.saved_views.listed import register_list
from callbacks.saved_views.opened import register_open
from callbacks.saved_views.save import register_save
from callbacks.site import Members
from data.store.snapshots import Store


def register_saved_views(app: Dash, members: Members, store: Store) -> None:
    """Add all pages about saved views."""
    register_save(app.server, members, store)
    register_list(app.server, members)
    register_open(app, members, store)
