"""A whole page: its sentence and its panels."""

from __future__ import annotations

from typing import Any

from dash import html

from components.links import href
from components.panels.panel import panels
from components.panels.timeline import way_back
from components.states import empty_page
from components.theme import Theme
from data.catalog import Catalog
from pages.panel import Page

_LONG = 150  # letters of a headline, about two lines: more stand smaller


def page_content(page: Page, catalog: Catalog, theme: Theme) -> list[Any]:
    """What stands in the content area."""
    if page.view.page == "customer":
        return _customer(page, catalog, theme)
    below = [html.P(text, className="cx-quiet") for text in (page.details, page.note) if text]
    size = "cx-long" if len(page.headline) > _LONG else None
    head = html.Header([html.H1(page.headline, className=size), *below], className="cx-w12")
    if not page.panels:
        start = href(page.view, catalog, filters=(), period="all", tables=(), scores=())
        return [head, empty_page(start)]
    foot = [html.P(page.promise, className="cx-quiet cx-w12")] if page.promise else []
    return [head, *panels(page, catalog, theme), *foot]


def _customer(page: Page, catalog: Catalog, theme: Theme) -> list[Any]:
    """A customer's page has a way back, and its own words where it has nothing to show."""
    title = [way_back(page.view, catalog), html.H1(page.headline)]
    if not page.panels:
        said = html.Div(page.details, className="cx-panel cx-w12 cx-empty")
        return [html.Header(title, className="cx-w12"), said]
    head = html.Header([*title, html.P(page.details, className="cx-quiet")], className="cx-w12")
    return [head, *panels(page, catalog, theme)]
