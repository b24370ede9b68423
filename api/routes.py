"""The JSON twin of every page, panels and views as files, and health: see docs/api.md."""

from __future__ import annotations

from dataclasses import asdict

import orjson
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import Forbidden

from access.rights import Right
from api.as_csv import heading, lines
from api.asked import Asked, RefusedError, asked_view, kept_answer, saved_as, shown_panel
from api.csv_form import csv_form
from api.exports import Exports
from api.openapi import openapi
from api.packs import Packing, add_packs
from api.pictures import add_pictures
from api.streamed import streamed_csv
from data.errors import without_folders
from data.query.tables import REJECTED, rejected_batches
from data.store.snapshots import NoDataError, Store, TooLargeError, UnavailableError
from pages.as_json import page_json, panel_table
from pages.voice.comments import all_comments
from server.background import progress
from server.current import current, current_or_whole, current_status
from server.gate.reader import current_reader
from server.response_cache import ResponseCache
from view.levels import find_levels
from view.pages import available_pages
from view.url import query_string

_PLAIN = Packing()
_RETRY_AFTER = 10  # seconds until a database that is away is worth asking again


def register_routes(
    server: Flask, store: Store, exports: Exports, kept: ResponseCache, packing: Packing = _PLAIN
) -> None:
    """Add the API and the health endpoints to the server."""
    accounts = exports.accounts  # what readiness asks as well
    api = Blueprint("api", __name__)

    @api.get("/api/<page>")
    def page_as_json(page: str) -> Response:
        snapshot = current(store)
        asked = Asked.of(snapshot, asked_view(snapshot, page))

        def make() -> tuple[Response, bool]:
            read = asked.read()
            return _json(page_json(read, snapshot.catalog)), read.whole

        return exports.noted(kept_answer(kept, "json", asked.about, make), asked.query)

    @api.get("/api/data/rejected.csv")
    def rejected() -> Response:
        if not current_reader().may(Right.REJECTED):  # the second wall: the gate asks as well
            raise Forbidden("Values of rows that were set aside are not for this reader.")
        found = rejected_batches(current(store))
        rows = streamed_csv(REJECTED, found.rows, found.batches, "rows set aside")
        return exports.noted(saved_as("rows-set-aside.csv", rows), "")

    @api.get("/api/voice/comments.csv")
    def comments() -> Response:
        snapshot = current(store)
        view = asked_view(snapshot, "voice")
        found = all_comments(snapshot, view)
        rows = streamed_csv(found.columns, found.rows, found.batches, "comments")
        return exports.noted(
            saved_as("voice-comments.csv", rows), query_string(view, snapshot.catalog)
        )

    @api.get("/api/<page>/<panel>.csv")
    def panel_as_csv(page: str, panel: str) -> Response:
        snapshot = current(store)
        if (page, panel) == ("data", "metrics"):  # where it was first; links stay valid
            page = "dictionary"
        asked, form = Asked.of(snapshot, asked_view(snapshot, page)), csv_form(request)

        def make() -> tuple[Response, bool]:
            read = asked.read()
            rows = panel_table(shown_panel(read, panel), asked.view, snapshot.catalog)
            text = heading([*map(str, rows)], form) + lines(rows, form)
            return Response(text, mimetype="text/csv"), read.whole

        found = kept_answer(kept, "csv", (panel, form, *asked.about), make)
        name = f"{page}-{panel}.csv".replace(":", "-")
        return exports.noted(saved_as(name, found), asked.query)

    add_packs(api, store, exports, kept, packing)
    add_pictures(api, store, exports, kept, packing.prefix)

    @api.get("/api/levels/<key>")
    def levels(key: str) -> Response:
        catalog = current(store).catalog
        dimension = catalog.dimension(key)
        if dimension is None:
            keys = ", ".join(one.key for one in catalog.dimensions) or "none"
            raise RefusedError(404, f"There is no filter “{key[:60]}”; there is {keys}.")
        found = find_levels(dimension, request.args.get("find", ""))
        return _json({"filter": key, "of": len(dimension.places), "levels": found})

    @api.get("/api/work/<work>")
    def work(work: str) -> Response:
        found = progress(current(store).catalog.version, work)
        if found is None:
            raise RefusedError(404, "There is no such work.")
        return _json({"done": found.done, "said": found.said})

    @api.get("/api/openapi.json")
    def description() -> Response:
        return _json(openapi(current(store).catalog))

    @api.get("/api/", strict_slashes=False)
    @api.get("/api/<path:path>")
    def nothing(path: str = "") -> Response:
        pages = ", ".join(f"/api/{key}" for key in available_pages(current(store).catalog))
        raise RefusedError(404, f"There is nothing at /api/{path[:60]}; there is {pages}.")

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

    @api.errorhandler(RefusedError)
    def refused(error: RefusedError) -> Response:
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


def _json(body: object, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, mimetype="application/json")
