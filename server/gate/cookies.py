"""The cookies of log-ins and links, and the token of forms, which is bound to one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import Flask, Request, Response, g, request, session
from flask.sessions import SessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect, generate_csrf

from access.sessions import new_id
from server.gate.client import over_tls
from server.gate.frames import framing_sites
from server.gate.links import COOKIE as LINK
from server.gate.links import OPENING, asked_link, place_of
from server.gate.table import OPEN_LINK
from server.worker.clients import Network
from store.app_store import AppStore

SESSION = "cxlens_session"  # a random id and nothing else
KNOWN = "cxlens_known"  # that somebody has logged in from this browser: see access.known
FORMS = "_csrf_token"  # Dash sends it back by itself, as X-CSRFToken
_FIELD = "csrf_token"  # of forms, and where Flask-WTF looks
_YEAR = 365 * 24 * 3600


class _Session(dict[str, Any], SessionMixin):
    """What Flask-WTF compares a form's token with."""


class _BoundToTheId(SessionInterface):
    """Nothing is kept: what a token must say follows from the id that the browser sends."""

    def open_session(self, app: Flask, request: Request) -> _Session:
        """Empty: `Cookies` puts in what tokens of this request must say."""
        return _Session()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing to keep."""


def _of_forms(session_id: str) -> str:
    return hashlib.sha256(f"forms {session_id}".encode("utf-8", "surrogatepass")).hexdigest()


class Cookies:
    """Sets them: for this path alone, out of reach of scripts, and by TLS alone where there is."""

    def __init__(
        self, server: Flask, store: AppStore, path: str, proxies: Sequence[Network]
    ) -> None:
        self._server, self._store = server, store
        self._path, self._proxies = path, proxies
        server.session_interface = _BoundToTheId()
        server.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the gate says when
        server.config["WTF_CSRF_TIME_LIMIT"] = None  # for as long as the id
        self._forms = CSRFProtect(server)

    def check_token(self) -> None:
        """Raises CSRFError where a foreign page may have made the request."""
        self._sign()
        name, _ = self._bound_to()
        self._bind(request.cookies.get(name, ""))
        self._forms.protect()

    def token(self) -> str:
        """The token for forms of this browser, which gets an id if it has none."""
        self._sign()
        name, g.path_of_forms = self._bound_to()
        begun = g.get("new_session", "") if name == SESSION else ""
        known = begun or request.cookies.get(name, "")
        if not known:
            known = new_id()
            if name == SESSION:
                self.begin(known)
            else:
                self.begin_link(known, g.path_of_forms)
        self._bind(known)
        g.pop(_FIELD, None)  # a token of the id before
        g.token_of_forms = generate_csrf()
        made: str = g.token_of_forms
        return made

    def begin(self, session_id: str, mark: str = "") -> None:
        """The browser has this id from now on; `mark`: somebody has logged in."""
        g.new_session, g.new_mark = session_id, mark

    def begin_link(self, session_id: str, place: str) -> None:
        """The browser has this id of a shared link, for the place of its view alone."""
        g.new_link_session, g.place_of_link = session_id, place

    def put(self, response: Response) -> None:
        """Set what this request has new."""
        if "token_of_forms" in g:
            self._set(response, FORMS, g.token_of_forms, path=g.path_of_forms, scripts=True)
        if "new_session" in g:
            self._set(response, SESSION, g.new_session)
            if g.new_mark:
                self._set(response, KNOWN, g.new_mark, seconds=_YEAR)
        if "new_link_session" in g:
            self._set(response, LINK, g.new_link_session, path=g.place_of_link)

    def _set(
        self,
        response: Response,
        name: str,
        value: str,
        seconds: int | None = None,
        path: str = "",
        *,
        scripts: bool = False,
    ) -> None:
        secure = over_tls(self._proxies)
        # Of a frame, browsers send to its own site what is said to be for frames, and by TLS alone.
        # Partitioned: the same link in a frame of another site, or in none, begins anew.
        framed = secure and bool(framing_sites())
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path=path or self._path,
            secure=secure,
            httponly=not scripts,
            samesite="None" if framed else "Lax",
            partitioned=framed,
        )

    def _bound_to(self) -> tuple[str, str]:
        """The cookie whose id tokens of this request are bound to, and the path that both are for.

        Through a link it is that of the link: a frame of another site has no other.
        """
        if (link := asked_link()) is not None:
            return LINK, place_of(self._path, link)
        if request.endpoint == OPEN_LINK:
            return LINK, f"{self._path}{OPENING}/"
        return SESSION, self._path

    def _bind(self, session_id: str) -> None:
        session.clear()
        if session_id:
            session[_FIELD] = _of_forms(session_id)

    def _sign(self) -> None:
        self._server.config["WTF_CSRF_SECRET_KEY"] = self._store.secret


def sent_session() -> str:
    """The id that the browser sends; "" without one."""
    return request.cookies.get(SESSION, "")


def sent_mark() -> str:
    """That somebody has logged in from the browser, as it says; "" where it does not."""
    return request.cookies.get(KNOWN, "")
