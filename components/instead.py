"""The views to go on to from a page that has nothing to show, or nothing of what was asked."""

from __future__ import annotations

from dash import dcc, html

from data.catalog import Catalog
from pages.panel import Page
from view.url import link


def instead(page: Page, catalog: Catalog) -> html.Nav | None:
    """A link for each of them, with how much is there; None where the page needs none."""
    if not page.instead:
        return None
    rows = [html.Li(dcc.Link(way.label, href=link(way.view, catalog))) for way in page.instead]
    classes = "cx-instead cx-w12" if page.panels else "cx-panel cx-instead cx-w12"
    said = html.P("Nearest views with figures:", id="instead")
    known = {"aria-labelledby": "instead"}
    return html.Nav([said, html.Ul(rows)], className=classes, **known)  # type: ignore[arg-type]
