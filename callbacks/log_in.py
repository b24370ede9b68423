"""The log-in and the log-out: forms come in, pages and redirects go out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from flask import Flask, Response, request

from access import sessions
from access.log_in import Attempt, RefusedError, log_in
from access.passwords import Passwords
from components.log_in import LogInPage
from components.theme import THEME_COOKIE, THEMES
from server.gate.client import address
from server.gate.cookies import Cookies, sent_mark, sent_session
from server.gate.table import LOG_IN, LOG_OUT
from server.worker.clients import Network
from store.app_store import AppStore
from view.url import is_page

_STALE = (
    "This form was older than the log-in of this browser, or cookies are blocked. Try once more."
)


def register_log_in(
    server: Flask,
    store: AppStore,
    cookies: Cookies,
    proxies: Sequence[Network],
    root: str,
    styles: str,
    script: str,
    passwords: Passwords,
) -> None:
    """Add `/log-in` and `/log-out`. `styles` and `script` are addresses below the root."""

    def page(wanted: str, message: str = "", typed: str = "", status: int = 200) -> Response:
        found = sessions.read(store, sent_session(), datetime.now(UTC), renew=False)
        theme = request.cookies.get(THEME_COOKIE, "")
        shown = LogInPage(
            root=root,
            theme=theme if theme in THEMES else "",
            styles=styles,
            script=script,
            token=cookies.token(),
            next=local(wanted, root),
            wanted=wanted,
            name=found.reader.name if found else "",
            typed=typed,
            message=message,
        )
        return Response(shown.as_html(), status, mimetype="text/html")

    def show_or_log_in() -> Response:
        if request.method != "POST":
            return page(request.args.get("next", ""), _STALE if "stale" in request.args else "")
        given = request.form
        wanted, typed = given.get("next", ""), given.get("name", "")
        attempt = Attempt(
            name=typed,
            password=given.get("password", ""),
            address=address(proxies),
            mark=sent_mark(),
            session=sent_session(),
        )
        try:
            done = log_in(store, passwords, attempt, datetime.now(UTC))
        except RefusedError as refused:
            answer = page(wanted, str(refused), typed, refused.status)
            if refused.seconds:
                answer.headers["Retry-After"] = str(refused.seconds)
            return answer
        cookies.begin(done.session, done.mark)
        return _go(local(wanted, root))

    def log_out() -> Response:
        sessions.end(store, sent_session(), datetime.now(UTC), address(proxies))
        cookies.begin(sessions.new_id())  # of nobody: the form on the next page is bound to it
        return _go(f"{root}log-in")

    server.add_url_rule("/log-in", LOG_IN, show_or_log_in, methods=["GET", "POST"])
    server.add_url_rule("/log-out", LOG_OUT, log_out, methods=["POST"])


def local(wanted: str, root: str) -> str:
    """The address of the page that a link below the root leads to, or of the first one.

    It is put together anew from the name of a page of ours, so that nothing else can be in it:
    neither another machine nor another path of this one.
    """
    path, _, query = wanted.partition("?")
    if not path.startswith("/") or not is_page(path):
        return root
    name = unquote(path).strip("/")
    more = quote(query, safe="%=&+:,()!*'@/?~-._")
    return f"{root}{name}?{more}" if more else f"{root}{name}"


def _go(to: str) -> Response:
    return Response(status=303, headers={"Location": to})
