"""`/own-data/UPLOAD`: what comes of brought files, what is asked of them, and their use."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import available_timezones

from flask import Response, request
from werkzeug.exceptions import Conflict

from callbacks.log_in_page import go
from callbacks.own_data.edited import edited_of, edited_page
from callbacks.own_data.form import LONGEST_NAME, Typed, TypedError, answers
from callbacks.own_data.refresh import next_files, refresh_of
from callbacks.own_data.shared import Shared
from data.draft.own import use
from data.draft.state import (
    AskedFor,
    DraftState,
    Edited,
    Refresh,
    found_asked,
    read_state,
    write_asked,
)
from data.draft.uploads import files_of
from data.errors import DataError
from server.loads.drafts import start_draft


def draft(shared: Shared, upload: str) -> Response:
    """The page; what is sent is what the files are read with."""
    shared.check()
    folder = shared.folder(upload)
    if edited_of(folder):
        return edited_page(shared, upload)
    if request.method != "POST":
        return _page(shared, upload, read_state(folder), "")
    try:
        asked = AskedFor(company=Typed.sent().company(), answers=answers())
    except TypedError as error:
        return _page(shared, upload, read_state(folder), str(error))
    if not files_of(folder):
        return _page(shared, upload, None, "No file has come. Choose at least one.")
    write_asked(folder, asked)
    start_draft(folder)
    return go(f"{shared.site.root}own-data/{upload}")


def take(shared: Shared, upload: str) -> Response:
    """Makes an upload the data in use, and loads it."""
    shared.check()
    folder = shared.folder(upload)
    if request.method != "POST":
        return go(f"{shared.site.root}own-data/{upload}")
    state = read_state(folder)
    if state is None or state.state != "ready":
        raise Conflict("These files are not read to their end: look first what comes of them.")
    names = ", ".join(name for name, _ in files_of(folder))
    try:
        use(shared.own.folder, folder, state.text, next_files(folder), _base(folder))
    except DataError as error:
        raise Conflict(str(error)) from None
    shared.noted("own data: changed" if state.lines else "own data: used", names)
    shared.own.load()
    return go(f"{shared.site.root}own-data?done=loads")


def _base(folder: Path) -> str | None:
    """The version that an upload changes or continues; None where it is of files alone."""
    asked = found_asked(folder)
    return asked.base if isinstance(asked, Edited | Refresh) else None


def _page(shared: Shared, upload: str, state: DraftState | None, wrong: str) -> Response:
    folder = shared.folder(upload)
    typed, given = (Typed.sent(), answers()) if request.method == "POST" else _asked(folder)
    return shared.site.page(
        "own_draft",
        400 if wrong else 200,
        shared.token(),
        upload=upload,
        files=[name for name, _ in files_of(folder)],
        state=state,
        given=given,
        refreshes=refresh_of(folder) is not None,
        wrong=wrong,
        typed=typed,
        zones=sorted(available_timezones()),
        longest=LONGEST_NAME,
    )


def _asked(folder: Path) -> tuple[Typed, dict[str, str]]:
    """What the draft was asked for with: of the company, and the answers."""
    match found_asked(folder):
        case AskedFor(company=company, answers=answers):
            return Typed(company.name, company.currency, company.timezone), answers
        case Refresh(answers=answers):
            return Typed(), answers
        case _:
            return Typed(), {}
