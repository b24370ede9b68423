"""Panels and views as pictures: SVG and PNG, drawn from the frames that their page and CSV have."""

from __future__ import annotations

from flask import Blueprint, Response

from api.asked import Asked, asked_view, kept_answer, saved_as, shown_panel
from api.exports import Exports
from api.openapi import PNG, SVG
from data.store.snapshots import Store
from exports.about import about
from exports.pictures import picture, png, view_picture
from server.current import current
from server.gate.client import origin
from server.gate.reader import current_root
from server.response_cache import ResponseCache


def add_pictures(
    api: Blueprint, store: Store, exports: Exports, kept: ResponseCache, prefix: str
) -> None:
    """Add `/api/PAGE` and `/api/PAGE/PANEL`, both as `.svg` and `.png`.

    `prefix`: where the dashboard lives.
    """

    @api.get("/api/<page>.svg")
    def page_as_svg(page: str) -> Response:
        return _drawn(page, None, "svg")

    @api.get("/api/<page>.png")
    def page_as_png(page: str) -> Response:
        return _drawn(page, None, "png")

    @api.get("/api/<page>/<panel>.svg")
    def panel_as_svg(page: str, panel: str) -> Response:
        return _drawn(page, panel, "svg")

    @api.get("/api/<page>/<panel>.png")
    def panel_as_png(page: str, panel: str) -> Response:
        return _drawn(page, panel, "png")

    def _drawn(page: str, panel: str | None, ending: str) -> Response:
        """A panel, or the whole view where none is named."""
        snapshot, address = current(store), origin(exports.proxies)
        asked = Asked.of(snapshot, asked_view(snapshot, page, current_root(prefix)))

        def make() -> tuple[Response, bool]:
            read = asked.read()
            told = about(read, snapshot.catalog, address)
            if panel is None:
                made = view_picture(read, snapshot.catalog, told)
            else:
                made = picture(shown_panel(read, panel), read, snapshot.catalog, told)
            if ending == "svg":
                return Response(made, mimetype=SVG), read.whole
            return Response(png(made), mimetype=PNG), read.whole

        found = kept_answer(kept, ending, (panel, address, *asked.about), make)
        stem = page if panel is None else f"{page}-{panel}".replace(":", "-")
        return exports.noted(saved_as(f"{stem}.{ending}", found), asked.query)
