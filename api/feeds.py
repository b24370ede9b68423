"""What somebody's alerts told, as an Atom feed at an address of their own."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from flask import Flask, Response
from werkzeug.exceptions import NotFound

from access.alerts.feeds import reader_of_feed
from access.alerts.told import Item, news_of
from exports.alerts.atom import feed
from exports.alerts.told import Told, of_json
from server.gate.client import origin
from server.gate.table import FEED
from settings import Settings
from store.app_store import AppStore

_TITLE = "CX Lens alerts"
_LOG = logging.getLogger("cxlens.alerts")


def register_feeds(server: Flask, store: AppStore, settings: Settings) -> None:
    """Add `/feeds/TOKEN`, of who has an account."""

    @server.get("/feeds/<token>", endpoint=FEED)
    def alerts(token: str) -> Response:
        reader = reader_of_feed(store, token)
        if reader is None:
            raise NotFound("This address opens no feed; it may have been renewed or ended.")
        with store.read() as session:
            items = list(_readable(news_of(session, reader)))
        here = settings.public_address or origin(settings.proxies)
        body = feed(_TITLE, f"{here}{settings.prefix}alerts", items)
        return Response(body, mimetype="application/atom+xml")


def _readable(items: Sequence[Item]) -> Iterator[tuple[str, Told]]:
    """Those that this version can read: another one may have kept them."""
    for one in items:
        try:
            yield str(one.number), of_json(one.said)
        except ValueError:
            _LOG.warning("News %d can't be read, and are left out of the feed", one.number)
