"""Opens every page of a company in every form in which it leaves the server."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from plotly.io.json import to_json_plotly

from components.as_html import as_html
from components.page import page_content
from components.theme import LIGHT
from data.ingest.build import build
from data.store.snapshots import Snapshot, open_snapshot
from pages.as_json import page_json
from pages.index import read_page
from pages.panel import Page
from tests.callbacks.client import Part
from tests.grid.companies import Company, write
from view.pages import available_pages
from view.url import parse

QUERIES = ("", "period=all&compare=rest", "period=last-90-days&grain=week&compare=year-ago")


def opened(company: Company, folder: Path) -> Snapshot:
    """The company's data, built."""
    return open_snapshot(build(write(company, folder), folder / "out"))


def pages_of(snapshot: Snapshot, *queries: str) -> Iterator[Page]:
    """Every page that the company has, for each query; all that is shown of it is checked."""
    for name in available_pages(snapshot.catalog):
        for query in queries or QUERIES:
            view, notices = parse(name, query, snapshot.catalog)
            assert notices == (), notices
            if query.endswith("rest"):  # of the first level of the first segment
                own = next((d for d in snapshot.catalog.dimensions if d.segment), None)
                view = replace(view, filters=((own.key, own.levels[:1]),)) if own else view
            page = read_page(snapshot, view)
            check(page, snapshot)
            yield page


def check(page: Page, snapshot: Snapshot) -> None:
    """The page is drawn, charts and tables, and says nothing that is no word or number."""
    as_tables = replace(page.view, tables=tuple(panel.key for panel in page.panels))
    for shown in (page, replace(page, view=as_tables)):
        drawn = page_content(shown, snapshot.catalog, LIGHT)
        html, figures = as_html(drawn)
        told = " ".join(Part(html).words)
        for wrong in (" nan", "None", "NaT", "inf ", "−0.0 "):
            assert wrong not in told, (page.view.page, wrong, told)
        to_json_plotly(figures)
    finite(page_json(page, snapshot.catalog))


def finite(value: Any) -> None:  # noqa: ANN401
    """All numbers of a JSON body are numbers."""
    match value:
        case dict():
            for one in value.values():
                finite(one)
        case list():
            for one in value:
                finite(one)
        case float():
            assert math.isfinite(value)
        case _:
            orjson.dumps(value)
