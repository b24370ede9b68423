"""A whole page: its sentence and its panels."""

from __future__ import annotations

from typing import Any

from dash import html

from components.briefing import briefing
from components.instead import instead
from components.panels.notes import notes_list
from components.panels.panel import panels
from components.panels.timeline import way_back
from components.running import running
from components.theme import Theme
from data.catalog import Catalog
from pages.panel import Page


def page_content(page: Page, catalog: Catalog, theme: Theme) -> list[Any]:
    """What stands in the content area, and on every sheet of paper."""
    return [*_shown(page, catalog, theme), running(page, catalog, theme)]


def _shown(page: Page, catalog: Catalog, theme: Theme) -> list[Any]:
    if page.view.page == "customer":
        return _customer(page, catalog, theme)
    ways = [nav for nav in [instead(page, catalog)] if nav]
    below = [*panels(page, catalog, theme), *notes_list(page)]
    return [briefing(page, catalog), *ways, *below]


def _customer(page: Page, catalog: Catalog, theme: Theme) -> list[Any]:
    """A customer's page has a way back, and its own words where it has nothing to show."""
    title = [way_back(page.view, catalog), html.H1(page.headline)]
    if not page.panels:
        said = html.Div(page.details, className="cx-panel cx-w12 cx-empty")
        return [html.Header(title, className="cx-w12"), said]
    head = html.Header([*title, html.P(page.details, className="cx-quiet")], className="cx-w12")
    return [head, *panels(page, catalog, theme)]
