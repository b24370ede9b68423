"""A whole page: its sentence and its panels."""

from __future__ import annotations

from typing import Any

from dash import html

from components.links import href
from components.panels import panels
from components.states import empty_page
from components.theme import Theme
from data.catalog import Catalog
from pages.panel import Page


def page_content(page: Page, catalog: Catalog, theme: Theme) -> list[Any]:
    """What stands in the content area."""
    below = [html.P(text, className="cx-quiet") for text in (page.details, page.note) if text]
    head = html.Header([html.H1(page.headline), *below], className="cx-w12")
    if not page.panels:
        start = href(page.view, catalog, filters=(), period="all", tables=(), scores=())
        return [head, empty_page(start)]
    return [head, *panels(page, catalog, theme)]
