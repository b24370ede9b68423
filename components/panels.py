"""Panels: title, what to show instead, chart or table, and the way to its numbers."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import links, tables
from components.aria import named
from components.cards import cards
from components.charts import (
    backlog,
    breakdown,
    contributions,
    distribution,
    journey,
    movement,
    occasions,
    ranking,
    shares,
    trend,
)
from components.charts.build import Chart
from components.cohorts import cohort_table
from components.comments import comments_list
from components.definitions import definitions
from components.heatmap import heatmap
from components.ids import chart
from components.legend import groups, legend
from components.ranking import ranking_notes
from components.risk import money_at_risk
from components.states import empty
from components.theme import Theme
from components.timeline import facts, newest, stated, timeline
from components.widths import width
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from metrics.series import NPS_GROUPS
from pages.guard import failed
from pages.panel import Kind, Page, Panel
from view.state import View

_LOG = logging.getLogger(__name__)
_CONFIG: Any = {
    "displayModeBar": False,  # its "share" button would upload the figure to a third party
    "responsive": True,
    "doubleClick": False,
    "showTips": False,
}
# Those that are no charts.
_TABLES = {
    Kind.RECORDS,
    Kind.COMMENTS,
    Kind.DEFINITIONS,
    Kind.COHORTS,
    Kind.FIGURES,
    Kind.RISK,
    Kind.FACTS,
}


def panels(page: Page, catalog: Catalog, theme: Theme) -> list[html.Section]:
    """All panels of a page but those that are drawn inside others."""
    return [
        _drawn(panel, page, catalog, theme)
        for panel in page.panels
        if panel.kind != Kind.SPARKLINES
    ]


def _drawn(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> html.Section:
    """The panel; where it can't be drawn, a word of it in its place."""
    try:
        return _panel(panel, page, catalog, theme)
    except Exception:
        _LOG.exception("The panel %s of %s could not be drawn", panel.key, page.view.page)
        instead = failed(panel.key, panel.title)
        panels = tuple(instead if one is panel else one for one in page.panels)
        return _panel(instead, replace(page, panels=panels), catalog, theme)


def _panel(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> html.Section:
    view = page.view
    place = f"cx-w{width(panel, page)}"
    if panel.kind == Kind.CARDS and panel.key not in view.tables:
        lines, drawn = page.panel("sparklines"), page.panel("trend")
        periods = lines.frame if lines else panel.frame.iloc[:0]
        series = drawn.frame["series"].iloc[0] if drawn and len(drawn.frame) else ""
        return html.Section(
            [
                html.H2(panel.title, className="visually-hidden"),
                cards(panel, periods, view, catalog, theme, series),
            ],
            className=place,
        )
    return html.Section(
        [
            _head(panel, view, catalog),
            _choices(panel, view, catalog),
            _body(panel, page, catalog, theme),
        ]
        + ([html.P(panel.note, className="cx-quiet")] if panel.note else []),
        className=f"cx-panel cx-kind-{panel.kind} {place}",
        **named(panel.title),
    )


def _head(panel: Panel, view: View, catalog: Catalog) -> html.Header:
    if panel.kind == Kind.FAILED:
        return html.Header([html.H2(panel.title)], className="cx-head")
    ways: list[Any] = []
    if panel.kind not in _TABLES:
        shown = panel.key in view.tables
        ways.append(
            dcc.Link(
                "chart" if shown else "table",
                href=links.table_toggled(view, panel.key, catalog),
                title="Show as chart" if shown else "Show as table",
                className="cx-way",
            )
        )
    if (view.page, panel.key) == ("data", "set_aside"):
        ways.append(
            html.A(
                "all rows",
                href=links.csv(view, "rejected", catalog),
                download="rows-set-aside.csv",
                title="Download every row that was set aside, with its reason and its text",
                className="cx-way",
            )
        )
    ways.append(
        html.A(
            "csv",
            href=links.csv(view, panel.key, catalog),
            download=f"{view.page}-{panel.key}.csv".replace(":", "-"),
            title=f"Download “{panel.title}” as CSV",
            className="cx-way",
        )
    )
    return html.Header(
        [
            html.H2(panel.title),
            html.Span(panel.subtitle, className="cx-quiet cx-subtitle"),
            html.Span(ways, className="cx-ways"),
        ],
        className="cx-head",
    )


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


def _body(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> Component | None:
    view = page.view
    if panel.kind == Kind.RECORDS:
        return tables.records_table(panel) if len(panel.frame) else empty("Nothing to list.")
    if panel.frame.empty:
        what = "comments" if panel.kind == Kind.COMMENTS else "answers"
        return None if panel.note else empty(f"No {what} in this view.")
    if panel.kind == Kind.DEFINITIONS:
        return definitions(panel, catalog)
    if "value" in panel.frame and panel.frame["value"].isna().all():
        noun = DEFINITIONS[panel.metric].noun if panel.metric else "answers"
        return empty(f"Too few {noun} to show.")
    if panel.kind == Kind.COMMENTS:
        return comments_list(panel, view, catalog)
    if panel.kind == Kind.FACTS:
        return facts(panel)
    if panel.kind == Kind.COHORTS:
        return cohort_table(panel)
    if panel.kind == Kind.RISK:
        return money_at_risk(panel, view, catalog.currency)
    if panel.key in view.tables or panel.kind == Kind.FIGURES:
        return _as_table(panel, view)
    if panel.kind == Kind.TIMELINE:
        return html.Div([_graph(panel, occasions.draw(panel, theme)), timeline(panel, catalog)])
    if panel.kind == Kind.HEATMAP:
        return heatmap(panel, view, catalog)
    if panel.kind == Kind.JOURNEY:
        return _scrolled(panel, journey.draw(panel, view, theme), journey.least_width(panel))
    if panel.kind == Kind.BACKLOG:
        figure = backlog.draw(panel, view, theme)
        return html.Div([legend(backlog.shown(panel)), _graph(panel, figure)])
    if panel.kind == Kind.RANKING:
        ranked = panel.frame["rank"].any()  # of few rows, nobody may be
        drawn = [_graph(panel, ranking.draw(panel, view, theme))] if ranked else []
        return html.Div([*drawn, *ranking_notes(panel)])
    if panel.kind == Kind.DISTRIBUTION:
        return html.Div([groups(panel), _graph(panel, distribution.draw(panel, view, theme))])
    if panel.kind == Kind.TREND:
        return _graph(panel, trend.draw(panel, view, theme))
    if panel.kind == Kind.MOVEMENT:
        names = {"promoters": "New", "detractors": "Lost"}
        return html.Div([legend(names), _graph(panel, movement.draw(panel, view, theme))])
    if panel.kind == Kind.SHARES:
        names = {group: group.capitalize() for group in NPS_GROUPS[::-1]}
        return html.Div([legend(names), _graph(panel, shares.draw(panel, view, theme))])
    if panel.kind == Kind.CONTRIBUTIONS:
        return _graph(panel, contributions.draw(panel, view, theme))
    return _graph(panel, breakdown.draw(panel, view, theme))


def _as_table(panel: Panel, view: View) -> html.Div:
    match panel.kind:
        case Kind.DISTRIBUTION:
            return tables.distribution_table(panel)
        case Kind.CONTRIBUTIONS:
            return tables.contributions_table(panel, view)
        case Kind.SHARES:
            return tables.shares_table(panel, view)
        case Kind.BACKLOG:
            return tables.backlog_table(panel, view)
        case Kind.MOVEMENT:
            return tables.movement_table(panel, view)
        case Kind.RANKING:
            return tables.ranking_table(panel, view)
        case Kind.JOURNEY:
            return tables.journey_table(panel, view)
        case Kind.TIMELINE:
            return tables.records_table(stated(newest(panel)))
        case _:
            return tables.figures_table(panel, view)


def _graph(panel: Panel, figure: Chart) -> html.Div:
    return html.Div(
        dcc.Graph(
            id=chart(panel.key),
            figure=figure,
            config=_CONFIG,
            style={"height": f"{figure['layout']['height']}px"},
        ),
        role="img",
        **named(f"{panel.title}, {panel.subtitle}. The same figures can be shown as a table."),
    )


def _scrolled(panel: Panel, figure: Chart, least_width: int) -> html.Div:
    """A chart that keeps its width where the screen is narrower, and scrolls."""
    return html.Div(
        html.Div(_graph(panel, figure), style={"minWidth": f"{least_width}px"}),
        className="cx-scroll",
        tabIndex=0,  # what scrolls must be reached by keyboard
        role="region",
        **named(panel.title),
    )
