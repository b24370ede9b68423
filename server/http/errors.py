"""Errors as sentences for people: what failed goes to the log, never to a browser."""

from __future__ import annotations

import logging
from collections.abc import Callable

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, InternalServerError

from data.engine_errors import is_full
from data.errors import NO_ROOM, without_folders
from data.store.snapshots import NoDataError, UnavailableError
from server.gate.table import FORMS
from store.errors import StoreError

_LOG = logging.getLogger(__name__)
_OF_BODY = ("Content-Type", "Content-Length")
_RETRY_AFTER = 5  # seconds until a store that is away is worth asking again


def register(server: Flask, page: Callable[[str, int], Response]) -> None:
    """Answer errors: programs get JSON, people a line of text, and of forms and lists a `page`."""

    def _answer(
        status: int, message: str, headers: list[tuple[str, str]] | None = None
    ) -> Response:
        kept = [(name, value) for name, value in headers or [] if name not in _OF_BODY]
        if request.endpoint in FORMS:
            answer = page(message, status)
            answer.headers.extend(kept)
            return answer
        if request.path.startswith("/api/") or request.method == "POST":
            body = orjson.dumps({"errors": [message]})
            return Response(body, status, kept, mimetype="application/json")
        return Response(message + "\n", status, kept, mimetype="text/plain")

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return _answer(error.code or 500, error.description or error.name, error.get_headers())

    @server.errorhandler(NoDataError)
    def no_data(error: NoDataError) -> Response:
        return _answer(503, without_folders(str(error)))

    @server.errorhandler(StoreError)
    def store_away(error: StoreError) -> Response:
        _LOG.error("The request %s was not answered: %s", request.path, error)
        return _answer(503, error.for_readers, [("Retry-After", str(_RETRY_AFTER))])

    @server.errorhandler(UnavailableError)
    def unavailable(error: UnavailableError) -> Response:
        return _answer(503, str(error))

    @server.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        _LOG.exception("The request %s failed", request.path, exc_info=error)
        return _answer(InternalServerError.code, "This could not be computed; the log says why.")

    @server.errorhandler(OSError)
    def of_the_disk(error: OSError) -> Response:
        if not is_full(error):
            return failed(error)
        _LOG.error("The request %s was not answered: %s", request.path, error)
        return _answer(507, NO_ROOM)
