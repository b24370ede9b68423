"""Views as files that leave the building: workbook, slides, PDF, or a pack of several."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from access.saved_views.kept import view_of_number
from api.asked import Asked, RefusedError, asked_view, kept_answer, refuse_other_pages, saved_as
from api.exports import Exports
from api.openapi import PDF, SLIDES, WORKBOOK
from data.errors import TooLargeError
from data.store.snapshots import Snapshot, Store
from exports.about import about
from exports.excel.workbook import workbook
from exports.pdf import pdf
from exports.pdf.logo import read_logo
from exports.slides import read_template, slides
from pages.panel import Page
from server.current import current, view_of
from server.gate.client import origin
from server.gate.reader import current_reader, current_root
from server.response_cache import ResponseCache
from settings import Settings
from view.pages import MOST_IN_A_PACK
from view.query import short
from view.state import View
from view.stored import readable

SECONDS = 60.0  # after which no further view of a pack is read
_SAVED = re.compile(r"views/([0-9]{1,15})")


@dataclass(frozen=True)
class Packing:
    """Where the dashboard lives, the company's template, and its logo; None for none."""

    prefix: str = "/"
    template: bytes | None = None
    logo: bytes | None = None

    @classmethod
    def of(cls, settings: Settings) -> Packing:
        """With the files that the settings name. Raises TemplateError and LogoError."""
        return cls(settings.prefix, read_template(settings.template), read_logo(settings.logo))


def add_packs(
    api: Blueprint, store: Store, exports: Exports, kept: ResponseCache, packing: Packing
) -> None:
    """Add `/api/PAGE.xlsx`; `/api/PAGE` and `/api/pack`, both as `.pptx` and `.pdf`."""

    @api.get("/api/<page>.pptx")
    def page_as_slides(page: str) -> Response:
        return _pack([_asked(page)], page, "pptx")

    @api.get("/api/<page>.pdf")
    def page_as_pdf(page: str) -> Response:
        return _pack([_asked(page)], page, "pdf")

    @api.get("/api/<page>.xlsx")
    def page_as_workbook(page: str) -> Response:
        asked, address = _asked(page), origin(exports.proxies)
        catalog = asked.snapshot.catalog

        def make() -> tuple[Response, bool]:
            read = asked.read()
            made = workbook(read, catalog, about(read, catalog, address))
            return Response(made, mimetype=WORKBOOK), read.whole

        found = saved_as(f"{page}.xlsx", kept_answer(kept, "xlsx", (address, *asked.about), make))
        return exports.noted(found, asked.query)

    @api.get("/api/pack.pptx")
    def pack() -> Response:
        return _pack(_several("pptx"), "pack", "pptx")

    @api.get("/api/pack.pdf")
    def pack_as_pdf() -> Response:
        return _pack(_several("pdf"), "pack", "pdf")

    def _asked(page: str) -> Asked:
        snapshot = current(store)
        return Asked.of(snapshot, asked_view(snapshot, page, current_root(packing.prefix)))

    def _several(ending: str) -> list[Asked]:
        """The views of a pack. Raises RefusedError."""
        snapshot, links = current(store), request.args.getlist("view")
        if not 1 <= len(links) <= MOST_IN_A_PACK or set(request.args) != {"view"}:
            raise RefusedError(
                400,
                f"A pack is of 1 to {MOST_IN_A_PACK} views, each a link of this dashboard: "
                f"/api/pack.{ending}?view=LINK&view=LINK.",
            )
        return [Asked.of(snapshot, _linked(link, snapshot)) for link in links]

    def _pack(views: Sequence[Asked], name: str, ending: str) -> Response:
        snapshot, address = views[0].snapshot, origin(exports.proxies)

        def make() -> tuple[Response, bool]:
            pages = _read(views)
            told = [about(page, snapshot.catalog, address) for page in pages]
            if ending == "pdf":
                made, kind = pdf(pages, snapshot.catalog, told, packing.logo), PDF
            else:
                made, kind = slides(pages, snapshot.catalog, told, packing.template), SLIDES
            return Response(made, mimetype=kind), all(page.whole for page in pages)

        known = (address, *(one.about for one in views))
        found = saved_as(f"{name}.{ending}", kept_answer(kept, ending, known, make))
        queries = [f"{one.view.page}?{one.query}".rstrip("?") for one in views]
        return exports.noted(found, views[0].query if name != "pack" else "; ".join(queries))

    def _linked(link: str, snapshot: Snapshot) -> View:
        """The view of a link of this dashboard, or of a saved view's. Raises RefusedError."""
        root, parts = current_root(packing.prefix), urlsplit(link)
        elsewhere = parts.netloc and parts.netloc != request.host
        if elsewhere or not f"{parts.path}/".startswith(root):
            raise RefusedError(400, f"“{short(link)}” is no link of this dashboard.")
        page, query = parts.path.removeprefix(root), parts.query
        saved = _SAVED.fullmatch(page)
        if saved:
            page, query = _saved(int(saved[1]), snapshot)
        page = page or "overview"
        refuse_other_pages(snapshot, page)
        view, notices = view_of(f"{root}{page}", query, snapshot, root)
        if notices:
            raise RefusedError(400, *notices)
        return view

    def _saved(number: int, snapshot: Snapshot) -> tuple[str, str]:
        """Page and query of a saved view that the reader sees."""
        reader = current_reader()
        found = None
        if exports.accounts is not None and reader.account is not None:
            found = view_of_number(exports.accounts, reader, number)
        if found is None:
            raise RefusedError(404, f"There is no saved view {number}, or no longer.")
        return found.page, readable(found.query, snapshot.catalog)


def _read(views: Sequence[Asked]) -> list[Page]:
    """The pages, one after the other. Raises TooLargeError where they take too long together."""
    until, pages = time.monotonic() + SECONDS, list[Page]()
    for one in views:
        if time.monotonic() > until:
            raise TooLargeError(
                f"Only {len(pages)} of {len(views)} views were read in {SECONDS:.0f} seconds. "
                "Ask for fewer views at once."
            )
        pages.append(one.read())
    return pages
