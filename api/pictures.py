"""Panels as pictures: SVG and PNG, drawn from the frame that their page and their CSV have."""

from __future__ import annotations

from flask import Blueprint, Response

from api.asked import Asked, asked_view, kept_answer, saved_as, shown_panel
from api.exports import Exports
from api.openapi import PNG, SVG
from data.store.snapshots import Store
from exports.about import about
from exports.pictures import picture, png
from server.current import current
from server.gate.client import origin
from server.gate.reader import current_root
from server.response_cache import ResponseCache


def add_pictures(
    api: Blueprint, store: Store, exports: Exports, kept: ResponseCache, prefix: str
) -> None:
    """Add `/api/PAGE/PANEL.svg` and `/api/PAGE/PANEL.png`. `prefix`: where the dashboard lives."""

    @api.get("/api/<page>/<panel>.svg")
    def panel_as_svg(page: str, panel: str) -> Response:
        return _drawn(page, panel, "svg")

    @api.get("/api/<page>/<panel>.png")
    def panel_as_png(page: str, panel: str) -> Response:
        return _drawn(page, panel, "png")

    def _drawn(page: str, panel: str, ending: str) -> Response:
        snapshot, address = current(store), origin(exports.proxies)
        asked = Asked.of(snapshot, asked_view(snapshot, page, current_root(prefix)))

        def make() -> tuple[Response, bool]:
            read = asked.read()
            found, told = shown_panel(read, panel), about(read, snapshot.catalog, address)
            made = picture(found, read, snapshot.catalog, told)
            if ending == "svg":
                return Response(made, mimetype=SVG), read.whole
            return Response(png(made), mimetype=PNG), read.whole

        found = kept_answer(kept, ending, (panel, address, *asked.about), make)
        name = f"{page}-{panel}.{ending}".replace(":", "-")
        return exports.noted(saved_as(name, found), asked.query)
