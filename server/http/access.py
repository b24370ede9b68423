"""One log line and one measure for every request."""

from __future__ import annotations

import logging
import re
import time
from secrets import token_hex
from typing import Any

from flask import Flask, Response, g, request

from data.store.snapshots import Snapshot
from server.gate.table import OIDC_BACK
from server.logs import without_secrets
from server.measures import request_answered

LONGEST = 500  # characters of a path or a query in the log
_LOG = logging.getLogger("cxlens.request")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_LINK = re.compile(r"shared/[0-9]+/")  # through a shared link: the page is the same
_HEALTH = ("healthz", "readyz", "metrics")
_OWN = {
    "s": "shared links",
    "links": "shared links",
    "views": "saved views",
    "notes": "notes",
    "themes": "themes",
    "own-data": "own data",
    "intake": "sent answers",
}
_FILES = ("static", "assets", "_dash-component-suites")


def register(server: Flask, root: str, pages: frozenset[str]) -> None:
    """Name each request, time it, and say at its end what came of it. `root`: of links."""

    @server.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else token_hex(8)

    @server.after_request
    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.began
        response.headers["X-Request-ID"] = g.request_id
        page = _page(root, pages)
        request_answered(page, response.status_code, seconds)
        if page != "healthz" or response.status_code >= 400:
            _LOG.info("request", extra=_line(page, response, seconds))
        return response


def _line(page: str, response: Response, seconds: float) -> dict[str, Any]:
    """The fields of a log line; of headers and bodies only the link that a browser asked for."""
    snapshot: Snapshot | None = g.get("snapshot")  # see server.current
    path, query = g.get("asked", (request.path, request.query_string.decode("latin-1")))
    # The answer of a provider is worth a log-in.
    query = "…" if request.endpoint == OIDC_BACK else query.removeprefix("?")
    return {
        "method": request.method,
        # Cut first: what looks for secrets takes long for a very long text.
        "path": without_secrets(path[:LONGEST]),
        "query": without_secrets(query[:LONGEST]),
        "page": page,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        # Counting what is streamed would fetch all of it first.
        "bytes": None if response.is_streamed else response.calculate_content_length(),
        "version": snapshot.catalog.version if snapshot else None,
    }


def _page(root: str, pages: frozenset[str]) -> str:
    """The page or the kind of file that was asked for, as one of few names."""
    if "asked" in g:
        name = _LINK.sub("", f"{g.asked[0]}/".removeprefix(root)).strip("/") or "overview"
        return name if name in pages else "other"
    first, _, rest = request.path.strip("/").partition("/")
    if first == "api":
        name = rest.partition("/")[0]
        return f"api/{name}" if name in pages else "api/other"
    if first in _FILES:
        return "files"
    if first in _OWN:
        return _OWN[first]
    if first in _HEALTH and not rest:
        return first
    # What is no page yet is the frame that asks for one.
    return "frame" if request.method == "GET" and not first.startswith("_dash") else "other"
