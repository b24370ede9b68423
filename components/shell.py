"""What stands around every page: navigation, filter bar, theme."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.aria import named
from components.filters import filter_bar
from components.ids import Ids
from components.links import href
from components.states import loading
from data.catalog import Catalog
from view.pages import PAGES, available_pages, metrics_of
from view.state import View

BOOTSTRAP = "assets/vendor/bootstrap-5.3.9.min.css"
# Dash fills the places in braces. Scripts and styles are all files of our own.
_INDEX = """<!DOCTYPE html>
<html lang="en">
  <head>
    {%metas%}
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{%title%}</title>
    <link rel="icon" href="{root}assets/favicon.svg" type="image/svg+xml">
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <footer>
      {%config%}
      {%scripts%}
      {%renderer%}
    </footer>
  </body>
</html>
"""


def index(root: str) -> str:
    """The page that the browser loads once. `root`: how each address begins."""
    return _INDEX.replace("{root}", root)


def shell(catalog: Catalog) -> html.Div:
    """The layout into which a page is put."""
    return html.Div(
        [
            dcc.Location(id=Ids.URL, refresh=False),
            dcc.Store(id=Ids.STATE),
            html.A("Skip to content", href="#content", className="cx-skip"),
            html.Aside(
                [
                    html.Div("CX Lens", className="cx-brand"),
                    html.Div(catalog.company, className="cx-quiet cx-company"),
                    html.Div("Invented data", className="cx-sample") if catalog.sample else None,
                    html.Nav(id=Ids.NAVIGATION, **named("Pages")),
                    html.Button("Dark", id=Ids.THEME, type="button", className="cx-button"),
                ],
                className="cx-side",
            ),
            html.Div(
                [
                    html.Div(filter_bar(catalog), role="search", **named("Filters")),
                    html.Main(
                        [
                            html.Div(id=Ids.NOTICES),
                            html.Div(loading(), id=Ids.CONTENT, className="cx-content"),
                        ],
                        id="main",
                    ),
                ],
                className="cx-main",
            ),
            html.Div(id=Ids.MESSAGE, role="status", className="cx-toast"),
            dcc.Store(id=Ids.THEME_SET),
        ],
        className="cx-shell",
    )


def navigation(view: View, catalog: Catalog) -> list[Any]:
    """Links to all pages with data, with the filters, and the metric where the page shows it."""
    gone = {"tables": (), "scores": (), "customer_id": "", "reached_from": ""}

    def metric(page: str) -> str:
        return view.metric if view.metric in metrics_of(page, catalog) else ""

    return [
        dcc.Link(
            title,
            href=href(view, catalog, page=page, metric=metric(page), **gone),
            className="cx-nav cx-here" if page == view.page else "cx-nav",
        )
        for page, title in available_pages(catalog).items()
        if PAGES[page].listed
    ]
