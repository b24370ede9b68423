"""The log-in and the log-out: forms come in, pages and redirects go out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from access import sessions
from access.log_in import Attempt, RefusedError, log_in
from access.passwords import Passwords
from callbacks.log_in_page import Pages, go, local
from server.gate.client import address
from server.gate.cookies import sent_mark, sent_session
from server.gate.table import LOG_IN, LOG_OUT, NO_LOG_IN
from server.worker.clients import Network


def register_log_in(
    server: Flask, pages: Pages, passwords: Passwords, proxies: Sequence[Network]
) -> None:
    """Add `/log-in`, which is not there where no password is asked for, and `/log-out`."""
    ways, cookies = pages.ways, pages.cookies

    def show_or_log_in() -> Response:
        if request.method != "POST":
            return pages.asked_for()
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
            done = log_in(pages.store, passwords, attempt, datetime.now(UTC))
        except RefusedError as refused:
            return pages.refused(wanted, refused, typed)
        cookies.begin(done.session, done.mark)
        return go(local(wanted, pages.root))

    def log_out() -> Response:
        sessions.end(pages.store, sent_session(), datetime.now(UTC), address(proxies))
        cookies.begin(sessions.new_id())  # of nobody: the form on the next page is bound to it
        return go(f"{pages.root}{ways.page}{'?out=yes' if ways.oidc else ''}")

    def no_log_in() -> Response:
        raise NotFound("Nobody logs in with a password here.")

    if ways.password:
        server.add_url_rule("/log-in", LOG_IN, show_or_log_in, methods=["GET", "POST"])
    else:
        server.add_url_rule("/log-in", NO_LOG_IN, no_log_in, methods=["GET", "POST"])
    if ways.door:
        server.add_url_rule("/log-out", LOG_OUT, log_out, methods=["POST"])
