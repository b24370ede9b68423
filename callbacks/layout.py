"""What Dash mounts: the same for all but for what they may share and save."""

from __future__ import annotations

from dash import html

from access.notes.kept import may_write_notes
from access.rights import Right
from components.bar.filters import Sharing
from components.shell import controls
from data.store.snapshots import Store
from server.current import current
from server.gate.reader import current_reader


def layout(store: Store) -> html.Div:
    """The controls, for the reader of the request."""
    reader = current_reader()
    sharing = Sharing.ADDRESS
    if reader.held:
        sharing = Sharing.NONE
    elif reader.account is not None and reader.may(Right.SHARE):
        sharing = Sharing.LINK
    saved, notes = reader.account is not None, may_write_notes(reader)
    files = reader.may(Right.EXPORT)
    return controls(current(store).catalog, sharing, saved=saved, notes=notes, files=files)
