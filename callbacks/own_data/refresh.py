"""`/own-data/UPLOAD/refresh`: newer files for the data in use, which are read by its mapping."""

from __future__ import annotations

from pathlib import Path

from flask import Response, request
from werkzeug.exceptions import Conflict

from callbacks.log_in_page import go
from callbacks.own_data.form import answers
from callbacks.own_data.shared import Shared
from data.draft.next_version import NextVersion
from data.draft.own import own_mapping
from data.draft.state import Refresh, read_asked, write_asked
from data.draft.uploads import files_of
from server.loads.drafts import start_draft

_OTHERS = (
    "Somebody changed the data meanwhile. Bring the newer files once more, for those in use now."
)


def refresh(shared: Shared, upload: str) -> Response:
    """Begins to read the files of an upload as newer ones, with what is answered."""
    shared.check()
    folder = shared.folder(upload)
    if request.method == "POST":
        if not files_of(folder):
            raise Conflict("No file has come. Choose at least one.")
        asked = refresh_of(folder)
        base = asked.base if asked else _in_use(shared)
        write_asked(folder, Refresh(base=base, answers=answers()))
        start_draft(folder)
    return go(f"{shared.site.root}own-data/{upload}")


def refresh_of(folder: Path) -> Refresh | None:
    """What an upload is asked for, if its files are newer ones for data in use."""
    try:
        asked = read_asked(folder)
    except (OSError, ValueError):
        return None
    return asked if isinstance(asked, Refresh) else None


def next_files(shared: Shared, folder: Path) -> tuple[tuple[str, Path], ...]:
    """The files of the version that an upload becomes. Raises Conflict where it is of another one
    than is in use."""
    asked = refresh_of(folder)
    if asked is None:
        return files_of(folder)
    if asked.base != _in_use(shared):
        raise Conflict(_OTHERS)
    return NextVersion(folder).files()


def _in_use(shared: Shared) -> str:
    """The name of the version. Raises Conflict where the sample company is shown."""
    mapping = own_mapping(shared.own.folder)
    if mapping is None:
        raise Conflict("No data of yours are in use, for which files could be newer.")
    return mapping.parent.name
