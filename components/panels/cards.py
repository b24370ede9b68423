"""KPI cards: the number is the hero, its uncertainty stands beside it."""

from __future__ import annotations

import math

from dash import dcc, html

from components import text
from components.aria import named, unread
from components.charts.parts.periods import all_periods, values_at
from components.charts.sparkline import sparkline
from components.chip import chip
from components.links import href, meaning
from components.theme import Theme
from data.catalog import Catalog
from metrics.series import is_series
from pages.figures.figure import Figure, carded, figures_of
from pages.figures.series import chosen_series
from pages.panel import Page, Panel
from pages.words.series_names import scale_note, unit_note
from view.state import View

# Pages whose trend is of the metric that the link names.
PAGES_WITH_TRENDS = ("overview", "loyalty", "service", "customers")
_MOST_IN_A_ROW = 7
_SHORT = 8  # letters of a figure that a narrow card has room for


def cards(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> html.Div:
    """A card for each headline figure; means stand on the card of their share.

    Where there are several, the card of the series whose trend the page shows is marked.
    """
    sparklines, trend = page.panel("sparklines"), page.panel("trend")
    rows = figures_of(panel.frame)
    beside: dict[tuple[str, str], list[Figure]] = {}
    for row in rows:
        if row.definition.beside:
            beside.setdefault((row.definition.beside, _scale(row)), []).append(row)
    shown = carded(rows)
    lines: dict[tuple[str, str], list[Figure]] = {}
    for row in figures_of(sparklines.frame) if sparklines else ():
        lines.setdefault((row.metric, row.series), []).append(row)
    several = len(shown) > 1 and trend is not None and len(trend.frame)
    marked = trend.frame["series"].iloc[0] if trend and several else ""
    return html.Div(
        [
            _card(
                row,
                beside.get((row.metric, _scale(row)), []),
                lines.get((row.metric, row.series), []),
                page.view,
                catalog,
                theme,
                row.series == marked,
            )
            for row in shown
        ],
        className=f"cx-cards cx-cards-{_in_a_row(len(shown))}",
    )


def _in_a_row(cards: int) -> int:
    """How many stand side by side on a wide screen, so that no card is left alone below."""
    rows = math.ceil(cards / _MOST_IN_A_ROW)
    return math.ceil(cards / rows) if rows > 1 else _MOST_IN_A_ROW


def _card(
    row: Figure,
    beside: list[Figure],
    line: list[Figure],
    view: View,
    catalog: Catalog,
    theme: Theme,
    chosen: bool,
) -> html.Article:
    metric = row.definition
    shown = text.short_amount(row.value, metric)
    grows = metric.kind in ("count", "total")
    known = [one.period for one in line if one.period is not None]
    periods = all_periods(known, view.grain)
    cut = {one.period for one in line if one.partial}
    # Fewer days are fewer of what is counted: a drop that is none is not drawn.
    told = [math.nan if grows and one.partial else one.value for one in line]
    values = values_at(periods, known, told)
    picture = sparkline(values, theme, [period in cut for period in periods])
    # The page on which its trend is.
    page = view.page if view.page in PAGES_WITH_TRENDS else "overview"
    link = row.series if chosen_series(catalog, row.metric) != row.series else row.metric
    return html.Article(
        [
            dcc.Link(
                metric.short,
                href=href(view, catalog, page=page, metric=link),
                className="cx-card-name",
                title=f"{metric.name}: {metric.formula}. Show it in the charts below.",
            ),
            html.Div(
                [
                    scale_note(row.series) or unit_note(row.series, catalog.currency),
                    dcc.Link(
                        [
                            html.Span("?", **unread()),
                            html.Span(f"What {metric.name} means", className="visually-hidden"),
                        ],
                        href=meaning(view, metric.key, catalog),
                        className="cx-why",
                        title=f"What {metric.name} means",
                    ),
                ],
                className="cx-quiet cx-unit",
            ),
            html.Div(
                [
                    html.Span(
                        shown,
                        className="cx-hero" if len(shown) <= _SHORT else "cx-hero cx-hero-long",
                        title=text.amount(row.value, metric),
                    ),
                    html.Span(
                        text.short_interval(row.value, row.low, row.high, metric),
                        className="cx-quiet cx-interval",
                        title="95% interval",
                    ),
                ],
                className="cx-figure",
            ),
            chip(row, view) if view.compare != "none" or row.hidden else None,
            html.Img(src=picture, alt="", className="cx-spark") if picture else None,
            html.Div(_foot(row, beside, view), className="cx-quiet cx-card-foot"),
        ],
        className="cx-card cx-card-chosen" if chosen else "cx-card",
        **named(f"{metric.name}, in the charts below" if chosen else metric.name),
    )


def _scale(row: Figure) -> str:
    """The series of an answer; figures of anything else have no scale."""
    return row.series if is_series(row.series) else ""


def _foot(row: Figure, beside: list[Figure], view: View) -> list[html.Div]:
    """Number of answers, goals, the figures beside, the weighted beside the unweighted."""
    lines = [html.Div(f"n {text.count(row.n)}"), *_goals(row)]
    for other in beside:
        if not math.isnan(other.value):
            name = text.statistic(other.definition)
            lines += [_beside(name, other.value, other.low, other.high, other), *_goals(other)]
    if not math.isnan(row.weighted_value) and not view.weighted:
        low, high = row.weighted_low, row.weighted_high
        lines.append(_beside("weighted", row.weighted_value, low, high, row))
    return lines


def _beside(name: str, value: float, low: float, high: float, row: Figure) -> html.Div:
    """`p90 21.4 h (20.7 – 22.1)`, whose interval stays in one line."""
    metric = row.definition
    between = text.short_interval(value, low, high, metric)
    interval = html.Span(f"({between})", className="cx-interval") if between else None
    return html.Div([f"{name} {text.short_amount(value, metric)} ", interval])


def _goals(row: Figure) -> list[html.Div]:
    told = {text.target(row): None, text.benchmark(row): row.benchmark_source or None}
    return [html.Div(line, title=title) for line, title in told.items() if line]
