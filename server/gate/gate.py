"""The gate that every request passes: without a right that stands in the table none is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import orjson
from dash import Dash
from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden

from access import sessions
from access.log_in import RefusedError
from access.modes import Ways
from access.outside.entry import reader_by_headers
from access.reader import ANYBODY, NOBODY, Reader
from access.rights import Right
from server.gate.cookies import Cookies, sent_session
from server.gate.reader import current_reader, put_reader
from server.gate.table import CALLBACKS, ENDPOINTS, FORMS, OWN_TOKEN, PAGES, UPDATE
from server.gate.vouched import Vouched
from server.http.compression import file_name
from server.http.limits import MOST_ADDRESS
from server.worker.clients import Network
from store.app_store import AppStore

_CHANGING = ("POST", "PUT", "PATCH", "DELETE")
_ROOM = 100  # characters for what stands around a link in the address of the log-in
_NO_PROXY = (
    "Who you are is told to CX Lens by a proxy, and this request came without that. Open CX Lens "
    "by the address that the proxy has for it."
)
_LOG_IN_FIRST = "Log in first: nobody is logged in here, or no longer."
_ANOTHER = "This page is older than the log-in of this browser. Load it anew."


def register(
    app: Dash, store: AppStore | None, proxies: Sequence[Network], ways: Ways, vouched: Vouched
) -> Cookies | None:
    """Refuse what the table does not allow, and put who reads into the request.

    `store`: None where everybody is let in. Returns the cookies, for the log-in. Call it before
    what reads bodies, once every callback is registered.
    """
    server: Flask = app.server
    root: str = app.config.requests_pathname_prefix
    cookies = Cookies(server, store, root, proxies) if store is not None else None

    @server.before_request
    def admit() -> Response | None:
        put_reader(NOBODY)
        everybody, needed = _needed(request.endpoint, app.callback_map)
        if store is None or cookies is None:
            put_reader(ANYBODY)
        elif not everybody:
            vouched_for = _by_proxy(store, ways, vouched)
            reader = vouched_for or _logged_in(store, cookies, ways)
            if reader is None:
                return _log_in_first(root, ways)
            put_reader(reader, may_log_out=vouched_for is None)
        if cookies and request.method in _CHANGING and request.endpoint not in OWN_TOKEN:
            cookies.check_token()
        if not everybody:
            _refuse_without(needed)
        if cookies and (request.endpoint in PAGES or "new_session" in g):
            cookies.token()
        return None

    if cookies is None:
        return None

    @server.after_request
    def put_cookies(response: Response) -> Response:
        cookies.put(response)
        return response

    @server.errorhandler(CSRFError)
    def foreign(_: CSRFError) -> Response:
        if request.endpoint in FORMS:
            return Response(status=303, headers={"Location": f"{root}{ways.page}?stale=yes"})
        return _refused(_ANOTHER, f"{root}{ways.door}")

    return cookies


def _needed(
    endpoint: str | None, callbacks: Mapping[str, Mapping[str, Any]]
) -> tuple[bool, Right | None]:
    """Is the endpoint for everybody; else the right that it needs, None where nobody has one."""
    if endpoint is None:
        return False, Right.VIEW  # there is nothing: who is logged in may be told so
    if endpoint not in ENDPOINTS:
        return False, None
    needed = ENDPOINTS[endpoint]
    if endpoint == UPDATE:
        body = request.get_json(silent=True)
        output = body.get("output") if isinstance(body, dict) else None
        # Other bodies name no callback, and are refused as such.
        if isinstance(output, str) and "callback" in callbacks.get(output, {}):
            needed = CALLBACKS.get(output)
            return False, needed
    return needed is None, needed


def _by_proxy(store: AppStore, ways: Ways, vouched: Vouched) -> Reader | None:
    """Who a listed proxy says the request is of, where that is a way in."""
    known = vouched.identity() if ways.proxy else None
    if known is None:
        return None
    try:
        return reader_by_headers(store, ways.groups, known, datetime.now(UTC))
    except RefusedError as refused:
        raise Forbidden(str(refused)) from None


def _logged_in(store: AppStore, cookies: Cookies, ways: Ways) -> Reader | None:
    """Who the browser's session is of; the session may get another id."""
    # Files are kept by proxies, whoever they were sent to: no new id comes with one.
    renew = not file_name(request)
    found = sessions.read(store, sent_session(), datetime.now(UTC), renew=renew)
    if found is None or not ways.hold(found):
        return None
    if found.new_id:
        cookies.begin(found.new_id)
    return found.reader


def _refuse_without(needed: Right | None) -> None:
    reader = current_reader()
    if needed is None:
        raise Forbidden("This address stands in no table of rights, so nobody may use it.")
    if not reader.may(needed):
        who = f"“{reader.name}”, {reader.role}" if reader.role else "Whoever is not logged in"
        raise Forbidden(f"{who}, has no right to {needed}. An administrator can give it.")


def _log_in_first(root: str, ways: Ways) -> Response:
    """People are led to the log-in, programs and scripts of pages are told."""
    page = request.endpoint in PAGES and request.method in ("GET", "HEAD")
    if page and not ways.door:
        raise Forbidden(_NO_PROXY)
    if not page:
        return _refused(_LOG_IN_FIRST if ways.door else _NO_PROXY, f"{root}{ways.door}")
    query = request.query_string.decode("latin-1")
    wanted = quote(request.path + (f"?{query}" if query else ""), safe="/")
    # A link that would be too long as a part of another one is left out.
    more = f"?next={wanted}" if len(wanted) < MOST_ADDRESS - _ROOM else ""
    return Response(status=302, headers={"Location": f"{root}{ways.door}{more}"})


def _refused(message: str, door: str) -> Response:
    """401 with where to log in: assets/waiting.js leads there."""
    body = {"errors": [message], "log_in": door}
    return Response(orjson.dumps(body), 401, mimetype="application/json")
