"""`/own-data/UPLOAD` of data in use that are read otherwise: what comes of it, and its use."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from callbacks.own_data.shared import Shared
from data.draft.state import Edited, found_asked, read_state


def edited_of(folder: Path) -> Edited | None:
    """What an upload is asked for, if it is a mapping that was changed."""
    asked = found_asked(folder)
    return asked if isinstance(asked, Edited) else None


def edited_page(shared: Shared, upload: str) -> Response:
    """Key figures now and before, and what of the mapping is another."""
    state = read_state(shared.folder(upload))
    return shared.site.page("own_edited", 200, shared.token(), upload=upload, state=state)
