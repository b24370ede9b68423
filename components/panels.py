"""Panels: title, what to show instead, chart or table, and the way to its numbers."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import links, tables, text
from components.aria import named
from components.cards import cards
from components.charts import breakdown, distribution, movement, shares, trend
from components.charts.build import Figure
from components.cohorts import cohort_table
from components.comments import comments_list
from components.definitions import definitions
from components.heatmap import heatmap
from components.ids import chart
from components.risk import money_at_risk
from components.states import empty
from components.theme import Theme
from data.catalog import Catalog
from pages.panel import Kind, Page, Panel
from view.state import View

_CONFIG: Any = {
    "displayModeBar": False,  # its "share" button would upload the figure to a third party
    "responsive": True,
    "doubleClick": False,
    "showTips": False,
}
# Twelfths of the width on a wide screen, by kind, and where a page has it otherwise.
_WIDTHS = {
    Kind.CARDS: 12,
    Kind.TREND: 7,
    Kind.DISTRIBUTION: 5,
    Kind.SHARES: 6,
    Kind.BREAKDOWN: 6,
    Kind.HEATMAP: 12,
    Kind.MOVEMENT: 6,
    Kind.COHORTS: 12,
    Kind.RISK: 12,
    Kind.FIGURES: 12,
    Kind.COMMENTS: 12,
    Kind.RECORDS: 6,
    Kind.DEFINITIONS: 12,
}
# Those that are no charts.
_TABLES = (Kind.RECORDS, Kind.COMMENTS, Kind.DEFINITIONS, Kind.COHORTS, Kind.FIGURES, Kind.RISK)
_WIDTHS_OF_PAGES = {
    ("customers", Kind.TREND): 12,
    ("loyalty", Kind.CARDS): 3,
    ("loyalty", Kind.TREND): 9,
    ("loyalty", Kind.SHARES): 7,
    ("loyalty", Kind.BREAKDOWN): 12,
}


def panels(page: Page, catalog: Catalog, theme: Theme) -> list[html.Section]:
    """All panels of a page but those that are drawn inside others."""
    return [
        _panel(panel, page, catalog, theme)
        for panel in page.panels
        if panel.kind != Kind.SPARKLINES
    ]


def _panel(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> html.Section:
    view = page.view
    width = f"cx-w{_width(panel, page)}"
    if panel.kind == Kind.CARDS and panel.key not in view.tables:
        periods = page.panel("sparklines")
        assert periods is not None
        return html.Section(
            [
                html.H2(panel.title, className="visually-hidden"),
                cards(panel, periods.frame, view, catalog, theme),
            ],
            className=width,
        )
    return html.Section(
        [
            _head(panel, view, catalog),
            _choices(panel, view, catalog),
            _body(panel, page, catalog, theme),
        ]
        + ([html.P(panel.note, className="cx-quiet")] if panel.note else []),
        className=f"cx-panel cx-kind-{panel.kind} {width}",
        **named(panel.title),
    )


def _width(panel: Panel, page: Page) -> int:
    alone = {Kind.TREND: Kind.DISTRIBUTION, Kind.DISTRIBUTION: Kind.TREND}.get(panel.kind)
    if alone and not any(other.kind == alone for other in page.panels):
        return 12
    return _WIDTHS_OF_PAGES.get((page.view.page, panel.kind), _WIDTHS[panel.kind])


def _head(panel: Panel, view: View, catalog: Catalog) -> html.Header:
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
        return definitions(panel)
    if "value" in panel.frame and panel.frame["value"].isna().all():
        return empty("Too few answers to show.")
    if panel.kind == Kind.COMMENTS:
        return comments_list(panel, view, catalog)
    if panel.kind == Kind.COHORTS:
        return cohort_table(panel)
    if panel.kind == Kind.RISK:
        return money_at_risk(panel, view, catalog.currency)
    if panel.key in view.tables or panel.kind == Kind.FIGURES:
        return _as_table(panel, view)
    if panel.kind == Kind.HEATMAP:
        return heatmap(panel, view, catalog)
    if panel.kind == Kind.DISTRIBUTION:
        return html.Div([_groups(panel), _graph(panel, distribution.draw(panel, view, theme))])
    if panel.kind == Kind.TREND:
        target = next((t.value for t in catalog.targets if t.metric == panel.metric), None)
        return _graph(panel, trend.draw(panel, view, theme, target))
    if panel.kind == Kind.MOVEMENT:
        names = {"promoters": "New", "detractors": "Lost"}
        return html.Div([_legend(names), _graph(panel, movement.draw(panel, view, theme))])
    if panel.kind == Kind.SHARES:
        names = {group: group.capitalize() for group in ("promoters", "passives", "detractors")}
        return html.Div([_legend(names), _graph(panel, shares.draw(panel, view, theme))])
    return _graph(panel, breakdown.draw(panel, view, theme))


def _as_table(panel: Panel, view: View) -> html.Div:
    match panel.kind:
        case Kind.DISTRIBUTION:
            return tables.distribution_table(panel)
        case Kind.SHARES:
            return tables.shares_table(panel, view)
        case _:
            return tables.figures_table(panel, view)


def _graph(panel: Panel, figure: Figure) -> html.Div:
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


def _groups(panel: Panel) -> html.Div:
    """The shares of the groups, as one bar above the scores."""
    columns = ("group_share", "group_share_low", "group_share_high")
    shares = dict(
        zip(
            panel.frame["group"],
            zip(*(panel.frame[name].tolist() for name in columns), strict=True),
            strict=True,
        )
    )
    order = [g for g in ("promoters", "passives", "detractors", "positive", "other") if g in shares]
    return html.Div(
        [
            _legend(
                {group: f"{group.capitalize()} {text.share(*shares[group])}" for group in order}
            ),
            html.Div(
                [
                    html.Div(
                        className=f"cx-group cx-group-{group}",
                        style={"flexGrow": shares[group][0]},
                    )
                    for group in order
                ],
                className="cx-groups",
            ),
        ]
    )


def _legend(words: dict[str, str]) -> html.Div:
    return html.Div(
        [html.Span(label, className=f"cx-key cx-key-{group}") for group, label in words.items()],
        className="cx-legend",
    )
