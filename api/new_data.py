"""`/api/new-data/<page>`: whether newer data are in use than those that an open page shows.

The tag of an answer names the version and how many answers the view had in it, so that nothing is
kept of who asks: a page sends the tag that it has, and gets 304 while there is nothing new.
"""

from __future__ import annotations

import orjson
from flask import Flask, Response, request

from data.store.snapshots import Store
from pages.new_data import answers_in, told
from server.current import current, view_of

_MARK = "|"  # between version and number, which may be missing
_LONGEST = 12  # digits


def register_new_data(server: Flask, store: Store) -> None:
    """Add the address, for the script of open pages: assets/new_data.js."""

    @server.get("/api/new-data/<page>", endpoint="api.new_data")
    def new_data(page: str) -> Response:
        snapshot = current(store)
        version, counted, before = _shown()
        catalog = snapshot.catalog
        if counted and version == catalog.version:
            response = Response(status=304)
            response.set_etag(f"{version}{_MARK}{_number(before)}")
            return response
        query = request.query_string.decode("utf-8", errors="replace")
        now = answers_in(snapshot, view_of(page, query, snapshot, "/").view)
        same = version == catalog.version
        said = "" if same else told(before, now, catalog.minimum_n)
        response = Response(orjson.dumps({"told": said}), mimetype="application/json")
        response.set_etag(f"{catalog.version}{_MARK}{_number(now)}")
        return response


def _shown() -> tuple[str, bool, int | None]:
    """The version that the page shows; whether its answers were counted, and how many there were.

    A page that has just been shown knows its version alone.
    """
    tag = next(iter(request.if_none_match.as_set(include_weak=True)), "")
    version, mark, number = tag.partition(_MARK)
    known = number.isascii() and number.isdecimal() and len(number) <= _LONGEST
    return version, bool(mark), int(number) if known else None


def _number(n: int | None) -> str:
    return "" if n is None else str(n)
