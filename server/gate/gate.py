"""The gate that every request passes: without a right that stands in the table none is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import orjson
from dash import Dash
from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden

from access.modes import Ways
from access.reader import ANYBODY, NOBODY
from access.rights import Right
from server.gate.cookies import Cookies
from server.gate.frames import ANY_SITE, may_frame
from server.gate.links import asked_link, page_elsewhere, place_of, refuse_other_pages
from server.gate.reader import current_reader, put_reader
from server.gate.table import (
    CALLBACKS,
    ENDPOINTS,
    FOR_AGENTS,
    FORMS,
    OPEN_LINK,
    OWN_TOKEN,
    PAGES,
    THROUGH_LINKS,
    UPDATE,
    WITH_TOKENS,
)
from server.gate.who import Entrance, Who
from server.http.limits import MOST_ADDRESS
from server.worker.clients import Network
from store.app_store import AppStore
from view.own_work import OWN_PAGE

_CHANGING = ("POST", "PUT", "PATCH", "DELETE")
_ROOM = 100  # characters for what stands around a link in the address of the log-in
_NO_PROXY = (
    "Who you are is told to CX Lens by a proxy, and this request came without that. Open CX Lens "
    "by the address that the proxy has for it."
)
_LOG_IN_FIRST = "Log in first: nobody is logged in here, or no longer."
_OPEN_FIRST = "This link opens nothing here, or no longer. Open it again from where you have it."
_NO_TOKEN = (
    "This token opens nothing here: it is none, over or taken back, or this is no part of the API."
)
_ANOTHER = "This page is older than the log-in of this browser. Load it anew."


def register(
    app: Dash, store: AppStore | None, proxies: Sequence[Network], entrance: Entrance
) -> Who | None:
    """Refuse what the table does not allow, and put who reads into the request.

    `store`: None where everybody is let in. Returns who requests are of, for the log-in. Call it
    before what reads bodies, once every callback is registered.
    """
    server: Flask = app.server
    root: str = app.config.requests_pathname_prefix
    ways = entrance.ways
    who: Who | None = None
    if store is not None:
        who = Who(store, Cookies(server, store, root, proxies), ways, entrance.vouched)

    @server.before_request
    def admit() -> Response | None:
        put_reader(NOBODY)
        everybody, needed = _needed(request.endpoint, app.callback_map)
        if who is None:
            put_reader(ANYBODY)
        elif (link := asked_link()) is not None:
            everybody = False
            reader = who.through(link)
            if reader is None:
                return _closed(place_of(root, link), entrance.closed)
            put_reader(reader)
            may_frame(reader.held.parents if reader.held else ())
            if reader.held and page_elsewhere(reader.held, PAGES):
                to = f"{place_of(root, link)}{reader.held.page}"
                return Response(status=302, headers={"Location": to})
        elif not everybody and (token := _token()) is not None:
            reader = who.by_token(token)
            if reader is None or request.endpoint not in WITH_TOKENS:
                return _no_token()
            put_reader(reader)
            _refuse_without(needed)
            return None  # with no cookie, there or back
        elif not everybody:
            vouched_for = who.by_proxy()
            reader = vouched_for or who.logged_in()
            if reader is None:
                return _log_in_first(root, ways)
            put_reader(reader, may_log_out=vouched_for is None)
            own = reader.agent and request.endpoint in PAGES
            if own and request.path.strip("/") != OWN_PAGE:
                return Response(status=302, headers={"Location": f"{root}{OWN_PAGE}"})
        if who and request.method in _CHANGING and request.endpoint not in OWN_TOKEN:
            who.cookies.check_token()
        if not everybody:
            _refuse_without(needed)
        if who and (request.endpoint in PAGES or "new_session" in g):
            who.cookies.token()
        return None

    if who is None:
        return None

    @server.after_request
    def put_cookies(response: Response) -> Response:
        who.cookies.put(response)
        return response

    @server.errorhandler(CSRFError)
    def foreign(_: CSRFError) -> Response:
        if request.endpoint == OPEN_LINK:
            may_frame(ANY_SITE)  # nothing but the way back to the form
            again = f"{root}{request.path.lstrip('/')}?stale=yes"
            return Response(status=303, headers={"Location": again})
        if request.endpoint in FORMS:
            return Response(status=303, headers={"Location": f"{root}{ways.page}?stale=yes"})
        held = current_reader().held
        return _refused(_ANOTHER, place_of(root, held.link) if held else f"{root}{ways.door}")

    return who


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


def _token() -> str | None:
    """The token of the API that the request has, whatever cookies come with it."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def _no_token() -> Response:
    response = Response(orjson.dumps({"errors": [_NO_TOKEN]}), 401, mimetype="application/json")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _closed(place: str, page: Callable[[], Response]) -> Response:
    """The link opens nothing here: people get the page about it, programs are led to it."""
    if request.endpoint in PAGES and request.method in ("GET", "HEAD"):
        return page()
    return _refused(_OPEN_FIRST, place)


def _refuse_without(needed: Right | None) -> None:
    reader = current_reader()
    if needed is None:
        raise Forbidden("This address stands in no table of rights, so nobody may use it.")
    if reader.held and request.endpoint not in THROUGH_LINKS:
        raise Forbidden("This is not open to whoever reads through a link.")
    if reader.held:
        refuse_other_pages(reader.held)
    if reader.agent and needed == Right.VIEW and request.endpoint in FOR_AGENTS:
        needed = Right.OWN_WORK
    if not reader.may(needed):
        if reader.held:
            raise Forbidden(f"This link gives no right to {needed}. Ask who sent it.")
        who = "Whoever is not logged in"
        if reader.name:
            who = f"“{reader.name}”, {reader.role}" if reader.role else f"“{reader.name}”"
        raise Forbidden(f"{who}, has no right to {needed}. An administrator can give it.")


def _log_in_first(root: str, ways: Ways) -> Response:
    """People are led to the log-in, programs and scripts of pages are told."""
    page = request.endpoint in PAGES and request.method in ("GET", "HEAD")
    if request.endpoint in FORMS and ways.door:
        return Response(status=302, headers={"Location": f"{root}{ways.door}"})
    if page and not ways.door:
        raise Forbidden(_NO_PROXY)
    if not page:
        return _refused(_LOG_IN_FIRST if ways.door else _NO_PROXY, f"{root}{ways.door}")
    query = request.query_string.decode("latin-1")
    wanted = quote(request.path + (f"?{query}" if query else ""), safe="/")
    # A link that would be too long as a part of another one is left out.
    more = f"?next={wanted}" if len(wanted) < MOST_ADDRESS - _ROOM else ""
    return Response(status=302, headers={"Location": f"{root}{ways.door}{more}"})


def _refused(message: str, place: str) -> Response:
    """401 with where to log in, or open the link again: assets/waiting.js leads there."""
    body = {"errors": [message], "log_in": place}
    return Response(orjson.dumps(body), 401, mimetype="application/json")
