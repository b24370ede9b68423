"""Panels as tables: the other view of every chart, and the only one of records."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

import pandas as pd
from dash import html

from components import text
from components.cards import chip
from components.links import with_filter
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS, MetricDefinition
from pages.panel import Kind, Panel
from view.state import View

_TEXT_LENGTH = 600  # characters of a comment shown on a page; the CSV has all


def figures_table(panel: Panel, view: View) -> html.Div:
    """Every figure of a panel with interval, n, comparison and verdict."""
    keys = [key for key in ("period", "touchpoint", "segment", "score") if key in panel.frame]
    compared = view.compare != "none"
    head = [key.capitalize() for key in keys] + ["Figure", "95% interval", "n"]
    head += ["Compared with", "Change"] if compared else []
    body = [
        [_key(getattr(row, key), key, view) for key in keys] + _figure_cells(row, compared)
        for row in panel.frame.itertuples()
    ]
    return _table(head, body, numeric_from=len(keys))


def distribution_table(panel: Panel) -> html.Div:
    """Answers by score."""
    body = [
        [f"{row.score:g}", row.group, text.number(row.share, 1) + "%", text.count(row.answers)]
        for row in panel.frame.itertuples()
    ]
    return _table(["Score", "Group", "Share", "Answers"], body, numeric_from=2)


def shares_table(panel: Panel, view: View) -> html.Div:
    """Shares of the three NPS groups by period."""
    groups = ("promoters", "passives", "detractors")
    body = [
        [
            text.bucket(row.period, view.grain),
            *(text.number(getattr(row, group), 1) + "%" for group in groups),
            text.count(row.n),
        ]
        for row in panel.frame.itertuples()
    ]
    return _table(["Period", *(group.capitalize() for group in groups), "n"], body, numeric_from=1)


def records_table(panel: Panel) -> html.Div:
    """A plain table of whatever the panel holds."""
    frame = panel.frame
    head = [str(name).replace("_", " ").capitalize() for name in frame.columns]
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    body = [[_plain(value) for value in row] for row in frame.itertuples(index=False)]
    first_number = numeric.index(True) if True in numeric else len(numeric)
    return _table(head, body, numeric_from=first_number, wide=True, numeric=numeric)


def comments_list(panel: Panel, catalog: Catalog, view: View) -> html.Div:
    """Comments with their score; text is data, never markup."""
    items = [
        html.Li(
            [
                html.Div(
                    [
                        html.Span(f"{row.score:g}", className=f"cx-score cx-score-{_level(row)}"),
                        html.Span(text.day(row.submitted_at), className="cx-quiet"),
                        *_places(row, catalog, view),
                    ],
                    className="cx-comment-head",
                ),
                html.Blockquote(_shortened(row), lang=None),
            ]
        )
        for row in panel.frame.itertuples()
    ]
    return html.Ul(items, className="cx-comments")


def _level(row: Any) -> str:
    from metrics.series import parse_series

    series = parse_series(row.series)
    if row.score >= series.positive_from:
        return "good"
    return "low" if row.score <= series.scale_min + 0.6 * (series.scale_max - series.scale_min) else "mid"


def _places(row: Any, catalog: Catalog, view: View) -> list[html.Span]:
    found = []
    for key in ("touchpoint", "channel"):
        level = getattr(row, key, None)
        if isinstance(level, str) and level:
            found.append(html.A(level, href=with_filter(view, key, level, catalog), className="cx-tag"))
    return found


def _shortened(row: Any) -> str:
    if row.length <= _TEXT_LENGTH:
        return str(row.comment)
    return f"{row.comment[:_TEXT_LENGTH]}… ({text.count(row.length)} characters in all)"


def _figure_cells(row: Any, compared: bool) -> list[Any]:
    metric: MetricDefinition = DEFINITIONS[row.metric]
    hidden = {"too_few": "too few answers", "protects": "hidden to protect a small group"}
    cells: list[Any] = [
        text.amount(row.value, metric) if not row.hidden else hidden[row.hidden],
        text.interval(row.low, row.high, metric),
        text.count(row.n),
    ]
    if compared:
        cells += [text.amount(row.base_value, metric), chip(row, metric)]
    return cells


def _key(value: Any, key: str, view: View) -> str:
    return text.bucket(value, view.grain) if key == "period" else f"{value}"


def _plain(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return "–"
    if isinstance(value, datetime):
        return f"{text.day(value)} {value:%H:%M}"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _table(
    head: list[str],
    body: list[list[Any]],
    *,
    numeric_from: int,
    wide: bool = False,
    numeric: list[bool] | None = None,
) -> html.Div:
    numbers = numeric or [place >= numeric_from for place in range(len(head))]

    def classes(place: int) -> str:
        return "cx-number" if numbers[place] else ""

    return html.Div(
        html.Table(
            [
                html.Thead(
                    html.Tr(
                        [
                            html.Th(name, scope="col", className=classes(place))
                            for place, name in enumerate(head)
                        ]
                    )
                ),
                html.Tbody(
                    [
                        html.Tr(
                            [html.Td(cell, className=classes(i)) for i, cell in enumerate(row)]
                        )
                        for row in body
                    ]
                ),
            ],
            className="table table-sm cx-table",
        ),
        className="cx-scroll",
        tabIndex=0,  # what scrolls must be reached by keyboard
        role="region",
        **{"aria-label": "Table"},
    )


def is_figures(panel: Panel) -> bool:
    """True for panels whose rows are figures of metrics."""
    return panel.kind in (Kind.TREND, Kind.BREAKDOWN, Kind.HEATMAP, Kind.CARDS)
