"""The JSON twin of every page, panels as CSV, workbooks, and health. Documented in docs/api.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import orjson
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import Forbidden

from access.rights import Right
from api.as_csv import heading, lines
from api.csv_form import csv_form
from api.exports import Exports
from api.openapi import WORKBOOK, openapi
from api.shown import page_of, shown
from api.streamed import streamed_csv
from data.errors import without_folders
from data.query.tables import REJECTED, rejected_batches
from data.store.snapshots import NoDataError, Snapshot, Store, TooLargeError, UnavailableError
from exports.about import about
from exports.excel.workbook import workbook
from pages.as_json import page_json, panel_table
from pages.panel import Kind
from pages.voice.comments import all_comments
from server.background import progress
from server.current import current, current_or_whole, current_status, view_of
from server.gate.reader import current_reader
from server.response_cache import Answer, ResponseCache
from view.levels import find_levels
from view.pages import available_pages
from view.state import View
from view.url import query_string

_RETRY_AFTER = 10  # seconds until a database that is away is worth asking again


class _RefusedError(Exception):
    """A request that can't be answered as it was asked."""

    def __init__(self, status: int, *messages: str) -> None:
        super().__init__(*messages)
        self.status = status
        self.messages = messages


def register_routes(server: Flask, store: Store, exports: Exports, kept: ResponseCache) -> None:
    """Add the API and the health endpoints to the server."""
    accounts = exports.accounts  # what readiness asks as well
    api = Blueprint("api", __name__)

    @api.get("/api/<page>")
    def page_as_json(page: str) -> Response:
        snapshot = current(store)
        view = _view(snapshot, page)
        seen = shown(snapshot, view)

        def make() -> tuple[Response, bool]:
            read = page_of(snapshot, seen)
            return _json(page_json(read, snapshot.catalog)), read.whole

        return exports.noted(_kept(kept, "json", seen, make), query_string(view, snapshot.catalog))

    @api.get("/api/<page>.xlsx")
    def page_as_workbook(page: str) -> Response:
        snapshot = current(store)
        view = _view(snapshot, page)
        seen, host = shown(snapshot, view), request.host_url.rstrip("/")

        def make() -> tuple[Response, bool]:
            read = page_of(snapshot, seen)
            told = about(read, snapshot.catalog, host)
            file = Response(workbook(read, snapshot.catalog, told), mimetype=WORKBOOK)
            return file, read.whole

        found = _kept(kept, "xlsx", (seen, host), make)
        return exports.noted(_saved_as(f"{page}.xlsx", found), query_string(view, snapshot.catalog))

    @api.get("/api/data/rejected.csv")
    def rejected() -> Response:
        if not current_reader().may(Right.REJECTED):  # the second wall: the gate asks as well
            raise Forbidden("Values of rows that were set aside are not for this reader.")
        found = rejected_batches(current(store))
        rows = streamed_csv(REJECTED, found.rows, found.batches, "rows set aside")
        return exports.noted(_saved_as("rows-set-aside.csv", rows), "")

    @api.get("/api/voice/comments.csv")
    def comments() -> Response:
        snapshot = current(store)
        view = _view(snapshot, "voice")
        found = all_comments(snapshot, view)
        rows = streamed_csv(found.columns, found.rows, found.batches, "comments")
        return exports.noted(
            _saved_as("voice-comments.csv", rows), query_string(view, snapshot.catalog)
        )

    @api.get("/api/<page>/<panel>.csv")
    def panel_as_csv(page: str, panel: str) -> Response:
        snapshot = current(store)
        if (page, panel) == ("data", "metrics"):  # where it was first; links stay valid
            page = "dictionary"
        view = _view(snapshot, page)
        seen, form = shown(snapshot, view), csv_form(request)

        def make() -> tuple[Response, bool]:
            read = page_of(snapshot, seen)
            found = read.panel(panel)
            if found is None:
                keys = ", ".join(one.key for one in read.panels) or "none"
                raise _RefusedError(
                    404, f"{page} has no panel “{panel[:60]}” in this view; it has {keys}."
                )
            if found.missing:
                status = 500 if found.kind == Kind.FAILED else 503
                raise _RefusedError(status, found.note)
            rows = panel_table(found, view, snapshot.catalog)
            text = heading([*map(str, rows)], form) + lines(rows, form)
            return Response(text, mimetype="text/csv"), read.whole

        found = _kept(kept, "csv", (panel, seen, form), make)
        return exports.noted(
            _saved_as(f"{page}-{panel}.csv".replace(":", "-"), found),
            query_string(view, snapshot.catalog),
        )

    @api.get("/api/levels/<key>")
    def levels(key: str) -> Response:
        catalog = current(store).catalog
        dimension = catalog.dimension(key)
        if dimension is None:
            keys = ", ".join(one.key for one in catalog.dimensions) or "none"
            raise _RefusedError(404, f"There is no filter “{key[:60]}”; there is {keys}.")
        found = find_levels(dimension, request.args.get("find", ""))
        return _json({"filter": key, "of": len(dimension.places), "levels": found})

    @api.get("/api/work/<work>")
    def work(work: str) -> Response:
        found = progress(current(store).catalog.version, work)
        if found is None:
            raise _RefusedError(404, "There is no such work.")
        return _json({"done": found.done, "said": found.said})

    @api.get("/api/openapi.json")
    def description() -> Response:
        return _json(openapi(current(store).catalog))

    @api.get("/api/", strict_slashes=False)
    @api.get("/api/<path:path>")
    def nothing(path: str = "") -> Response:
        pages = ", ".join(f"/api/{key}" for key in available_pages(current(store).catalog))
        raise _RefusedError(404, f"There is nothing at /api/{path[:60]}; there is {pages}.")

    @api.get("/healthz")
    def health() -> Response:
        return _json({"status": "ok"})

    @api.get("/readyz")
    def ready() -> Response:
        snapshot = current_or_whole(store)
        snapshot.database.ping()
        if accounts is not None:
            accounts.ping()
        catalog, disk = snapshot.catalog, store.disk()
        if not current_reader().may(Right.VIEW):
            return _json({"status": "ready", "version": catalog.version})
        return _json(
            {
                "status": "ready",
                "version": catalog.version,
                "company": catalog.company,
                "built_at": catalog.built_at.isoformat(),
                "newest_data": catalog.last_day.isoformat(),
                "rows": {table.table: table.accepted for table in catalog.tables},
                "load": current_status(store).model_dump(mode="json"),
                "disk": {**asdict(disk), "low": disk.low} if disk else None,
            }
        )

    @api.errorhandler(_RefusedError)
    def refused(error: _RefusedError) -> Response:
        return _json({"errors": list(error.messages)}, error.status)

    @api.errorhandler(NoDataError)
    def no_data(error: NoDataError) -> Response:
        return _json({"status": "not ready", "errors": [without_folders(str(error))]}, 503)

    @api.errorhandler(TooLargeError)
    def too_large(error: TooLargeError) -> Response:
        return _json({"errors": [str(error)]}, 503)

    @api.errorhandler(UnavailableError)
    def unavailable(error: UnavailableError) -> Response:
        answer = _json({"status": "not ready", "errors": [str(error)]}, 503)
        answer.headers["Retry-After"] = str(_RETRY_AFTER)
        return answer

    server.register_blueprint(api)


def _view(snapshot: Snapshot, page: str) -> View:
    """The view of the request's query. Stricter than a browser's link: nothing is left out."""
    if page not in available_pages(snapshot.catalog):
        pages = ", ".join(available_pages(snapshot.catalog))
        raise _RefusedError(404, f"There is no page “{page[:60]}”; there is {pages}.")
    query = request.query_string.decode("utf-8", errors="replace")
    view, notices = view_of(page, query, snapshot, "/")
    if notices:
        raise _RefusedError(400, *notices)
    return view


def _kept(
    kept: ResponseCache, kind: str, about: object, make: Callable[[], tuple[Response, bool]]
) -> Response:
    """The answer that is kept, else a new one; 304 where the client has it already.

    `make` says whether to keep it.
    """

    def made() -> tuple[Answer, bool]:
        response, keep = make()
        return Answer.of(response, current_reader()), keep

    response = kept.answer(kind, current_reader(), about, made).response()
    response.make_conditional(request)
    return response


def _json(body: object, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, mimetype="application/json")


def _saved_as(name: str, response: Response) -> Response:
    response.headers.set("Content-Disposition", "attachment", filename=name)
    if name.endswith(".csv"):
        response.vary.add("Accept-Language")
    return response
