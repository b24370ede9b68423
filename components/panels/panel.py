"""Panels: title, links to the numbers, choices, and the chart, its table or why it is empty."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import links
from components.aria import named, waits_for
from components.panels.kinds import KINDS
from components.panels.widths import width_of
from components.states import empty
from components.theme import Theme
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from pages.guard import failed
from pages.panel import Kind, Page, Panel
from view.state import View

_LOG = logging.getLogger(__name__)


def panels(page: Page, catalog: Catalog, theme: Theme) -> list[html.Section]:
    """All panels of a page but those that are drawn inside others."""
    return [_drawn(panel, page, catalog, theme) for panel in page.panels if panel.kind in KINDS]


def _drawn(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> html.Section:
    """The panel; where it can't be drawn, a note in its place."""
    try:
        return _panel(panel, page, catalog, theme)
    except Exception:
        _LOG.exception("The panel %s of %s could not be drawn", panel.key, page.view.page)
        instead = failed(panel.key, panel.title)
        panels = tuple(instead if one is panel else one for one in page.panels)
        return _panel(instead, replace(page, panels=panels), catalog, theme)


def _panel(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> html.Section:
    view, kind = page.view, KINDS[panel.kind]
    width = f"cx-w{width_of(panel, page)}"
    place: dict[str, Any] = {}
    if panel.pending:
        place = waits_for(f"{view.root}api/work/{panel.pending}", whole=panel.missing)
    if not kind.titled and panel.key not in view.tables:
        title = html.H2(panel.title, className="visually-hidden")
        drawn = kind.draw(panel, page, catalog, theme)
        return html.Section([title, drawn], className=width, **place)
    if panel.kind == Kind.TREND:  # cards and findings lead to it
        place["id"] = panel.key
    return html.Section(
        [
            _head(panel, page, catalog),
            None if panel.kind == Kind.SOUGHT else _choices(panel, view, catalog),
            _content(panel, page, catalog, theme),
        ]
        + ([html.P(panel.note, className="cx-quiet")] if panel.note else []),
        className=f"cx-panel cx-kind-{panel.kind} {width}",
        **named(panel.title),
        **place,
    )


def _head(panel: Panel, page: Page, catalog: Catalog) -> html.Header:
    view = page.view
    if panel.missing:
        return html.Header([html.H2(panel.title)], className="cx-head")
    ways: list[Any] = []
    if KINDS[panel.kind].table:
        shown = panel.key in view.tables
        ways.append(
            dcc.Link(
                "chart" if shown else "table",
                href=links.table_toggled(view, panel.key, catalog),
                title="Show as chart" if shown else "Show as table",
                className="cx-way",
            )
        )
    if page.saved:
        ways += [*_files(panel, view, catalog), _pictures(panel, view, catalog)]
    return html.Header(
        [
            html.H2(panel.title),
            html.Span(panel.subtitle, className="cx-quiet cx-subtitle"),
            html.Span(ways, className="cx-ways"),
        ],
        className="cx-head",
    )


def _files(panel: Panel, view: View, catalog: Catalog) -> list[html.A]:
    """Links to the panel as a file, and to the rows that it counts."""
    files: list[html.A] = []
    shown = any(table.examples for table in catalog.tables)  # else their values are not told
    if (view.page, panel.key) == ("data", "set_aside") and shown:
        files.append(
            html.A(
                "all rows",
                href=links.panel_file(view, "rejected", "csv", catalog),
                download="rows-set-aside.csv",
                title="Download every row that was set aside, with its reason and its text",
                className="cx-way",
            )
        )
    files.append(
        html.A(
            "csv",
            href=links.panel_file(view, panel.key, "csv", catalog),
            download=f"{view.page}-{panel.key}.csv".replace(":", "-"),
            title=f"Download “{panel.title}” as CSV",
            className="cx-way",
        )
    )
    return files


def _pictures(panel: Panel, view: View, catalog: Catalog) -> html.Details:
    """The panel as a picture: copied (assets/pictures.js), else downloaded, as PNG or SVG."""
    png, svg = (links.panel_file(view, panel.key, ending, catalog) for ending in ("png", "svg"))
    copies: dict[str, Any] = {"data-copies": "png"}
    ways = [
        html.A("Copy as picture", href=png, download="", **copies),
        html.A("PNG", href=png, download=""),
        html.A("SVG", href=svg, download=""),
    ]
    summary = html.Summary("picture", title=f"“{panel.title}” as a picture", className="cx-way")
    return html.Details([summary, html.Div(ways)], className="cx-picture")


def _choices(panel: Panel, view: View, catalog: Catalog) -> html.Div | None:
    if len(panel.choices) < 2:
        return None
    found = [
        dcc.Link(
            choice.label,
            href=links.href(view, catalog, **{choice.parameter: choice.value}),
            className="cx-choice cx-chosen" if choice.chosen else "cx-choice",
        )
        for choice in panel.choices
    ]
    return html.Div(found, className="cx-choices")


def _content(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> Component | None:
    kind = KINDS[panel.kind]
    if panel.frame.empty and not kind.empty_too:
        return None if panel.note else empty(kind.empty)
    if kind.figures and "value" in panel.frame and panel.frame["value"].isna().all():
        noun = DEFINITIONS[panel.metric].noun if panel.metric else "answers"
        return empty(f"Too few {noun} to show.")
    if kind.table and panel.key in page.view.tables:
        return kind.table(panel, page.view, catalog)
    return kind.draw(panel, page, catalog, theme)
