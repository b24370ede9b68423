"""The data that a request is answered from: one version from its beginning to its end."""

from __future__ import annotations

from flask import g

from data.store import Snapshot, Store


def current(store: Store) -> Snapshot:
    """The version that was in use when this request first asked. Raises NoDataError."""
    if "snapshot" not in g:
        g.snapshot = store.snapshot()
    found: Snapshot = g.snapshot
    return found
