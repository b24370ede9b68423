"""`/own-data/UPLOAD/refresh`: newer files for the data in use, which are read by its mapping."""

from __future__ import annotations

from pathlib import Path

from flask import Response, request
from werkzeug.exceptions import Conflict

from callbacks.log_in_page import go
from callbacks.own_data.form import answers
from callbacks.own_data.shared import Shared
from data.draft.next_version import NextVersion
from data.draft.own import version_in_use
from data.draft.state import Refresh, found_asked, write_asked
from data.draft.uploads import files_of
from server.loads.drafts import start_draft


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
    asked = found_asked(folder)
    return asked if isinstance(asked, Refresh) else None


def next_files(folder: Path) -> tuple[tuple[str, Path], ...]:
    """The files of the version that an upload becomes."""
    return NextVersion(folder).files() if refresh_of(folder) else files_of(folder)


def _in_use(shared: Shared) -> str:
    """The name of the version. Raises Conflict where the sample company is shown."""
    version = version_in_use(shared.own.folder)
    if not version:
        raise Conflict("No data of yours are in use, for which files could be newer.")
    return version
