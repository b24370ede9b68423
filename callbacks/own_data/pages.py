"""`/own-data`: files are brought, read, looked at, and used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import available_timezones

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest, Conflict, Forbidden, MethodNotAllowed, NotFound

from access.audit import note
from callbacks.log_in_page import go
from callbacks.own_data.allowed import Allowed
from callbacks.own_data.form import LONGEST_NAME, Typed, TypedError, answers
from callbacks.site import Members, Site
from components.text import day
from data.draft.own import go_back, use, versions
from data.draft.state import AskedFor, DraftState, read_asked, read_state, write_asked
from data.draft.uploads import MOST_FILES, UploadError, Uploads, files_of
from data.engine_errors import is_full
from data.errors import DataError, MappingError, without_folders
from data.ingest.service import found_version
from data.store.load_status import LoadStatus, StatusReader
from data.store.snapshots import Store
from server.current import current
from server.gate.reader import current_reader
from server.gate.table import OWN_DATA, OWN_DRAFT, OWN_FILE, OWN_NEW, OWN_USE
from server.loads.drafts import start_draft

_NO_ROOM = "There is no room left on the server's disk."


@dataclass(frozen=True)
class OwnData:
    """Who may bring data, and where they are kept. `folder`: of own data; `place`: the mapping in
    use and the folder of its data; `load` starts a load that somebody attends; `most`: bytes of an
    upload."""

    allowed: Allowed
    folder: Path
    place: Callable[[], tuple[Path, Path]]
    load: Callable[[], None]
    most: int


def register_own_data(
    server: Flask, site: Site, members: Members | None, store: Store, own: OwnData
) -> None:
    """Add the pages. `members`: None where nobody logs in."""
    uploads = Uploads(own.folder / "uploads", own.most)

    def check() -> None:
        """Raises Forbidden for whoever may not change what everybody sees."""
        if refusal := own.allowed.refusal():
            raise Forbidden(refusal)
        if (stated := own.allowed.stated) and request.method != "GET":
            raise Forbidden(f"These data are those of {stated}; edit that file instead.")

    def token() -> str:
        return members.who.cookies.token() if members else ""

    def noted(event: str, about: str) -> None:
        if members:
            with members.store.write() as session:
                who = current_reader().name
                note(session, datetime.now(UTC), who, event, about, site.address())

    def begin() -> Response:
        check()
        if request.method == "POST":
            try:
                go_back(own.folder, request.form.get("version", ""))
            except DataError as error:
                return _begin(str(error))
            noted("own data: version", request.form.get("version", "") or "sample company")
            own.load()
            return go(f"{site.root}own-data?done=loads")
        return _begin("")

    def _begin(wrong: str) -> Response:
        catalog = current(store).catalog
        kept = versions(own.folder)
        return site.page(
            "own_data",
            400 if wrong else 200,
            token(),
            stated=own.allowed.stated,
            company=catalog.company,
            until=day(catalog.last_day) if catalog.last_day else "",
            load=_load(own.place, catalog.version),
            loads="done" in request.args,
            versions=[{"at": day(one.brought_at), "version": one} for one in kept],
            sample=not any(one.in_use for one in kept),
            most=own.most // 1_000_000,
            files=MOST_FILES,
            wrong=wrong,
            typed=Typed(),
            zones=sorted(available_timezones()),
            longest=LONGEST_NAME,
        )

    def new() -> Response:
        check()
        try:
            return jsonify(upload=uploads.begin())
        except OSError as error:
            return _refused(error)

    def piece(upload: str, number: int) -> Response:
        check()
        if request.method != "PUT":
            raise MethodNotAllowed(["PUT"])
        at = request.args.get("at", "")
        if not at.isdecimal():
            raise BadRequest("A piece of a file says at which byte it begins: ?at=0.")
        name = request.args.get("name", "")
        try:
            came = uploads.add(upload, number, name, int(at), request.get_data(cache=False))
        except (UploadError, OSError) as error:
            return _refused(error)
        return jsonify(bytes=came.bytes)

    def draft(upload: str) -> Response:
        check()
        folder = _folder(upload)
        if request.method != "POST":
            return _draft(upload, read_state(folder), "")
        try:
            asked = AskedFor(company=Typed.sent().company(), answers=answers())
        except TypedError as error:
            return _draft(upload, read_state(folder), str(error))
        if not files_of(folder):
            return _draft(upload, None, "No file has come. Choose at least one.")
        write_asked(folder, asked)
        start_draft(folder)
        return go(f"{site.root}own-data/{upload}")

    def _draft(upload: str, state: DraftState | None, wrong: str) -> Response:
        folder = _folder(upload)
        sent = request.method == "POST"
        typed = Typed.sent() if sent else _typed(folder)
        return site.page(
            "own_draft",
            400 if wrong else 200,
            token(),
            upload=upload,
            files=[name for name, _ in files_of(folder)],
            state=state,
            given=answers() if sent else _given(folder),
            wrong=wrong,
            typed=typed,
            zones=sorted(available_timezones()),
            longest=LONGEST_NAME,
        )

    def take(upload: str) -> Response:
        check()
        folder = _folder(upload)
        if request.method != "POST":
            return go(f"{site.root}own-data/{upload}")
        state = read_state(folder)
        if state is None or state.state != "ready":
            raise Conflict("These files are not read to their end: look first what comes of them.")
        names = ", ".join(name for name, _ in files_of(folder))
        use(own.folder, folder, state.text, files_of(folder))
        noted("own data: used", names)
        own.load()
        return go(f"{site.root}own-data?done=loads")

    def _folder(upload: str) -> Path:
        try:
            return uploads.folder(upload)
        except UploadError as error:
            raise NotFound(str(error)) from None

    server.add_url_rule("/own-data", OWN_DATA, begin, methods=["GET", "POST"])
    server.add_url_rule("/own-data/new", OWN_NEW, new, methods=["POST"])
    server.add_url_rule("/own-data/<upload>", OWN_DRAFT, draft, methods=["GET", "POST"])
    server.add_url_rule("/own-data/<upload>/use", OWN_USE, take, methods=["GET", "POST"])
    server.add_url_rule("/own-data/<upload>/<int:number>", OWN_FILE, piece, methods=["GET", "PUT"])


def _load(place: Callable[[], tuple[Path, Path]], shown: str) -> LoadStatus:
    """The load of the data that are to be shown: one that was begun may not have said so yet."""
    mapping, folder = place()
    status = StatusReader(folder).read()
    try:
        wanted = found_version(mapping, folder)
    except (MappingError, DataError, OSError) as error:
        return LoadStatus(state="failed", message=without_folders(str(error)))
    failed = status.state == "failed" and status.version == wanted
    if wanted == shown or failed:
        return status if failed else LoadStatus()
    return LoadStatus(state="loading")


def _typed(folder: Path) -> Typed:
    """What the draft was asked for with."""
    try:
        company = read_asked(folder).company
    except (OSError, ValueError):
        return Typed()
    return Typed(company.name, company.currency, company.timezone)


def _given(folder: Path) -> dict[str, str]:
    try:
        return read_asked(folder).answers
    except (OSError, ValueError):
        return {}


def _refused(error: UploadError | OSError) -> Response:
    """Why a piece is not taken, for the script that sends it."""
    full = not isinstance(error, UploadError)
    said = _NO_ROOM if full and is_full(error) else without_folders(str(error))
    answer = jsonify(errors=[said])
    answer.status_code = 507 if full else 400
    return answer
