"""What somebody's alerts told, as an Atom feed at an address of their own."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from access.alerts.feeds import reader_of_feed
from access.alerts.told import news_of
from exports.alerts.atom import feed
from exports.alerts.told import of_json
from server.gate.table import FEED
from store.app_store import AppStore

_TITLE = "CX Lens alerts"


def register_feeds(server: Flask, store: AppStore, address: str | None, root: str) -> None:
    """Add `/feeds/TOKEN`. `address`: of the dashboard, without a path; `root`: where it lives."""

    @server.get("/feeds/<token>", endpoint=FEED)
    def alerts(token: str) -> Response:
        reader = reader_of_feed(store, token)
        if reader is None:
            raise NotFound("This address opens no feed; it may have been renewed or ended.")
        with store.read() as session:
            items = [(str(one.number), of_json(one.said)) for one in news_of(session, reader)]
        here = address or request.host_url.rstrip("/")
        body = feed(_TITLE, f"{here}{root}alerts", items)
        return Response(body, mimetype="application/atom+xml")
