"""Metric definitions to look up: an index of all, then a block for each, grouped by theme."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import text
from components.aria import named
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from pages.figures.observation_window import not_known_yet
from pages.panel import Page, Panel
from view.state import View

Row = dict[str, Any]
_SHOWN = ("question", "formula", "scale", "counted", "unit", "better", "judged", "needs", "source")
_LABELS = {"counted": "Counted", "judged": "Judged by"}


def definitions(panel: Panel, page: Page, catalog: Catalog, *__: object) -> html.Div:
    """Every metric at an anchor of its key."""
    rows: list[Row] = [dict(row) for row in panel.frame.to_dict("records")]  # type: ignore[arg-type]
    themes = [(theme, list(own)) for theme, own in groupby(rows, key=lambda row: row["theme"])]
    found: list[Component] = [html.Nav([_index(*one) for one in themes], **named("Metrics"))]
    for theme, own in themes:
        found.append(html.H3(theme, className="cx-theme"))
        found.append(
            html.Div([_block(row, page.view, catalog) for row in own], className="cx-definitions")
        )
    return html.Div(found)


def _index(theme: str, rows: list[Row]) -> html.Div:
    """Links to the metrics of a theme, those without data marked."""
    terms = [
        html.A(
            row["short"],
            href=f"#{row['metric']}",
            title=f"{row['name']}: {row['missing']}" if row["missing"] else row["name"],
            className="cx-term cx-term-absent" if row["missing"] else "cx-term",
        )
        for row in rows
    ]
    return html.Div([html.Span(theme, className="cx-terms-theme"), *terms], className="cx-terms")


def _block(row: Row, view: View, catalog: Catalog) -> html.Article:
    terms: list[Component] = []
    for name in _SHOWN:
        if row[name]:
            terms += [html.Dt(_LABELS.get(name, name.capitalize())), html.Dd(row[name])]
    terms += [html.Dt("Minimum n"), html.Dd(text.count(catalog.minimum_n))]
    return html.Article(
        [
            html.H4([row["name"], html.Code(row["metric"])]),
            html.Div(_now(row, view, catalog), className="cx-now cx-quiet"),
            html.Dl(terms),
        ],
        id=row["metric"],
        className="cx-definition",
        **named(row["name"]),
    )


def _now(row: Row, view: View, catalog: Catalog) -> list[Any]:
    """The figure in the view, or why there is none."""
    metric = DEFINITIONS[row["metric"]]
    if row["missing"]:
        return [f"These data can't answer it: {row['missing']}."]
    if unknown := not_known_yet(catalog, row["metric"], view.span.start):
        return [f"{unknown.capitalize()}."]
    if isinstance(row["hidden"], str) and row["hidden"]:
        why = text.hidden(row["hidden"], metric).capitalize()
        return [f"{why} in this view."]
    if not isinstance(row["hidden"], str) or not row["n"]:
        return ["No figure in this view."]
    return [
        html.Strong(
            text.with_currency(text.amount(row["value"], metric), metric, catalog.currency)
        ),
        " · ".join(
            part
            for part in (
                text.interval(row["value"], row["low"], row["high"], metric),
                f"n {row['n']:,} {metric.noun}",
            )
            if part
        ),
        *(
            html.Div(line, title=title or None)
            for line, title in (
                (_goal(row, "target", row.get("target_level", "")), ""),
                (_goal(row, "benchmark"), row.get("benchmark_source", "")),
            )
            if line
        ),
    ]


def _goal(row: Row, name: str, level: str = "") -> str:
    metric, verdict = DEFINITIONS[row["metric"]], row.get(f"{name}_verdict")
    return text.held_against(name, row.get(name), verdict, metric, level)
