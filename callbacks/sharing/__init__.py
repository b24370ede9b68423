"""Shared links: made, opened, listed, taken back."""

from __future__ import annotations

from flask import Flask

from callbacks.sharing.links import register_links
from callbacks.sharing.open_link import register_open_link
from callbacks.sharing.share import register_share
from callbacks.site import Members
from data.store.snapshots import Store


def register_sharing(server: Flask, members: Members, store: Store) -> None:
    """Add all pages about shared links."""
    register_open_link(server, members)
    register_share(server, members, store)
    register_links(server, members)
