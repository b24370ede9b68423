"""`/own-data/UPLOAD` of data in use that are read otherwise: what comes of it, and its use."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from callbacks.own_data.shared import Shared
from data.draft.state import Edited, found_asked, read_state


def is_edited(folder: Path) -> bool:
    """True where an upload is of a mapping that was changed."""
    return _asked(folder) is not None


def text_of(folder: Path) -> str:
    """The text of a mapping that was changed; empty for all other uploads."""
    asked = _asked(folder)
    return asked.text if asked else ""


def edited_page(shared: Shared, upload: str) -> Response:
    """Key figures now and before, and what of the mapping is another."""
    state = read_state(shared.folder(upload))
    return shared.site.page("own_edited", 200, shared.token(), upload=upload, state=state)


def _asked(folder: Path) -> Edited | None:
    asked = found_asked(folder)
    return asked if isinstance(asked, Edited) else None
