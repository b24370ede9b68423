"""KPI cards: the number is the hero, its uncertainty stands beside it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from dash import dcc, html

from components import text
from components.charts.sparkline import sparkline
from components.links import href
from components.theme import Theme
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.verdicts import Verdict
from pages.breakdowns import chosen_series, scale_note, unit_note
from pages.panel import Panel
from view.state import View


def cards(
    panel: Panel, periods: pd.DataFrame, view: View, catalog: Catalog, theme: Theme
) -> html.Div:
    """A card for each headline figure; means stand on the card of their share."""
    rows = list(panel.frame.itertuples())
    means = {
        (DEFINITIONS[row.metric].mean_of, row.series): row
        for row in rows
        if DEFINITIONS[row.metric].mean_of
    }
    shown = [row for row in rows if DEFINITIONS[row.metric].headline]
    return html.Div(
        [
            _card(row, means.get((row.metric, row.series)), periods, view, catalog, theme)
            for row in shown
        ],
        className="cx-cards",
    )


def chip(row: Any, metric: MetricDefinition) -> html.Span:
    """The change and its verdict, coloured only where the change is real."""
    if row.hidden:
        return html.Span("too few answers", className="cx-chip cx-chip-few")
    if row.verdict in (Verdict.TOO_FEW, Verdict.NONE):
        return html.Span(text.VERDICT_WORDS[row.verdict], className="cx-chip cx-chip-few")
    tone = text.tone(row.change, row.verdict, metric)
    return html.Span(
        f"{text.change(row.change, metric)} {text.VERDICT_WORDS[row.verdict]}",
        className=f"cx-chip cx-chip-{tone}",
        title=f"Change {text.interval(row.change_low, row.change_high, metric)} (95% interval)",
    )


def _card(
    row: Any, mean: Any, periods: pd.DataFrame, view: View, catalog: Catalog, theme: Theme
) -> html.Article:
    metric: MetricDefinition = DEFINITIONS[row.metric]
    values = periods.loc[
        (periods["metric"] == row.metric) & (periods["series"] == row.series), "value"
    ].to_list()
    picture = sparkline(values, theme)
    link = row.series if chosen_series(catalog, row.metric) != row.series else row.metric
    return html.Article(
        [
            dcc.Link(
                metric.short,
                href=href(view, catalog, page="overview", metric=link),
                className="cx-card-name",
                title=f"{metric.name}: {metric.formula}. Show it in the charts below.",
            ),
            html.Div(scale_note(row.series) or unit_note(row.series, catalog.currency), className="cx-quiet"),
            html.Div(
                [
                    html.Span(text.amount(row.value, metric), className="cx-hero"),
                    html.Span(
                        text.interval(row.low, row.high, metric),
                        className="cx-quiet cx-interval",
                        title="95% interval",
                    ),
                ],
                className="cx-figure",
            ),
            chip(row, metric) if view.compare != "none" else None,
            html.Img(src=picture, alt="", className="cx-spark") if picture else None,
            html.Div(
                [
                    html.Span(f"n {text.count(row.n)}"),
                    html.Span(_target(row, metric) or _mean(mean), className="cx-card-foot"),
                ],
                className="cx-quiet cx-card-last",
            ),
            *_weighted(row, metric, view),
        ],
        className="cx-card",
        **{"aria-label": metric.name},
    )


def _target(row: Any, metric: MetricDefinition) -> str:
    target = getattr(row, "target", None)
    if row.hidden:
        return "needs more answers"
    if target is None or pd.isna(target):
        return ""
    return f"target {text.number(float(target), 0)} · {row.target_verdict}"


def _mean(mean: Any) -> str:
    if mean is None or math.isnan(mean.value):
        return ""
    return f"mean {text.number(mean.value, 2)}"


def _weighted(row: Any, metric: MetricDefinition, view: View) -> list[html.Div]:
    value = getattr(row, "weighted_value", math.nan)
    if math.isnan(value) or view.weighted:
        return []
    low, high = row.weighted_low, row.weighted_high
    return [
        html.Div(
            f"weighted {text.amount(value, metric)} ({text.interval(low, high, metric)})",
            className="cx-quiet",
        )
    ]
