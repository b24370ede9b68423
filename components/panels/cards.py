"""KPI cards: the number is the hero; what is real stands out, what is noise stays quiet."""

from __future__ import annotations

import math
from statistics import median

from dash import dcc, html
from dash.development.base_component import Component

from components import text
from components.aria import named
from components.charts.bullet import bullet
from components.charts.icons import icons
from components.charts.parts.periods import all_periods, values_at
from components.charts.sparkline import sparkline
from components.links import href
from components.panels.card_more import more
from components.theme import Theme
from data.catalog import Catalog
from metrics.inference.verdicts import Verdict
from metrics.series import is_series
from pages.figures.figure import Figure, carded, figures_of
from pages.figures.observation_window import not_known_yet
from pages.figures.series import link_name
from pages.panel import Page, Panel
from pages.words.series_names import scale_note
from view.pages import page_of_trend
from view.state import View

_TOTALS = 0.04  # of a total, which has no interval: a fifth of it fills the height of a sparkline
_SHORT = 8  # letters of a figure that a narrow card has room for
_MET = {"met": "met", "not met": "missed", "too close to call": "close"}


def cards(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> html.Div:
    """A card for each headline figure, under headings where they stand in groups.

    Means stand on the card of their share. Where there are several cards, that of the series whose
    trend the page shows is marked.
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
    groups: dict[str, list[html.Article]] = {}
    for row in shown:
        card = _card(
            row,
            beside.get((row.metric, _scale(row)), []),
            lines.get((row.metric, row.series), []),
            page.view,
            catalog,
            theme,
            row.series == marked,
        )
        groups.setdefault(row.group, []).append(card)
    parts: list[Component] = []
    for name, own in groups.items():
        parts += [html.H3(name, className="cx-cards-head")] if name else []
        parts.append(html.Div(own, className="cx-cards"))
    return html.Div(parts, className="cx-card-groups")


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
    shown = text.with_currency(text.short_amount(row.value, metric), metric, catalog.currency)
    page, link = page_of_trend(view.page), link_name(catalog, row.metric, row.series)
    real = row.verdict == Verdict.REAL
    tone = text.tone(row.change, row.verdict, metric)
    picture, line_of = _sparkline(row, line, view, theme), bullet(row, tone, theme)
    classes = ["cx-card", "cx-real" if real else "cx-calm", "cx-card-chosen" if chosen else ""]
    return html.Article(
        [
            html.Div(
                [
                    dcc.Link(
                        metric.name,
                        href=f"{href(view, catalog, page=page, metric=link)}#trend",
                        className="cx-card-name",
                    ),
                    html.Span(_abbreviation(row, catalog), className="cx-abbreviation"),
                ],
                className="cx-card-head",
            ),
            html.Div(
                [
                    html.Span(
                        shown,
                        className="cx-hero" if len(shown) <= _SHORT else "cx-hero cx-hero-long",
                    ),
                    html.Span(_was(row, view), className="cx-was"),
                    icons(row, view, theme),
                ],
                className="cx-figure",
            ),
            html.Div(
                [
                    _verdict(row, tone, view, catalog),
                    html.Img(src=picture, alt="", className="cx-spark") if picture else None,
                ],
                className="cx-card-line",
            ),
            html.Div(
                [
                    html.Img(src=line_of, alt=_heard(row), className="cx-bullet")
                    if line_of
                    else None,
                    html.Span(_goal(row) or _parts(beside), className="cx-goal"),
                ],
                className="cx-card-line",
            ),
            more(row, beside, view, catalog),
        ],
        className=" ".join(filter(None, classes)),
        **named(f"{metric.name}, in the charts below" if chosen else metric.name),
    )


def _scale(row: Figure) -> str:
    """The series of an answer; figures of anything else have no scale."""
    return row.series if is_series(row.series) else ""


def _abbreviation(row: Figure, catalog: Catalog) -> str:
    """`NPS`; of a metric that is asked on several scales the scale as well."""
    metric = row.definition
    short = metric.short if metric.short.isupper() else ""
    of_metric = [one for one in catalog.series if one.partition(":")[0] == row.metric]
    return f"{short} {scale_note(row.series)}".strip() if len(of_metric) > 1 else short


def _was(row: Figure, view: View) -> str:
    if view.compare == "none" or math.isnan(row.base_value) or row.hidden:
        return ""
    before = "the rest" if view.compare == "rest" else "was"
    return f"{before} {text.short_amount(row.base_value, row.definition, row.value)}"


def _verdict(row: Figure, tone: str, view: View, catalog: Catalog) -> html.Span:
    """What its test says: a pill where the change is real, a few quiet words elsewhere."""
    if row.hidden:
        unknown = not_known_yet(catalog, row.metric, view.span.start)
        return html.Span(text.hidden(row.hidden, row.definition, unknown), className="cx-verdict")
    if view.compare == "none":
        return html.Span("", className="cx-verdict")
    if row.verdict == Verdict.REAL:
        words = f"{text.short_change(row)} {text.judgement(row, view)}"
        return html.Span(words, className=f"cx-verdict cx-chip cx-chip-{tone}")
    if row.verdict == Verdict.NONE and not math.isnan(row.change):
        return html.Span("not judged", className="cx-verdict")
    return html.Span(text.judgement(row, view), className="cx-verdict")


def _heard(row: Figure) -> str:
    """What the line says to those who do not see it."""
    between = text.interval(row.value, row.low, row.high, row.definition)
    return f"95% interval {between}" if between else ""


def _goal(row: Figure) -> str:
    """`target 40 missed`, or nothing."""
    if row.target is None or row.target_verdict is None:
        return ""
    return f"target {text.goal(row.target, row.definition)} {_MET[row.target_verdict]}"


def _parts(beside: list[Figure]) -> str:
    """`+6,300 −1,745` of customers who came and left."""
    signs = {"customers_new": "+", "customers_lost": text.MINUS}
    known = [one for one in beside if one.metric in signs and not math.isnan(one.value)]
    return " ".join(f"{signs[one.metric]}{text.count(one.value)}" for one in known)


def _sparkline(row: Figure, line: list[Figure], view: View, theme: Theme) -> str:
    grows = row.definition.kind in ("count", "total")
    known = [one.period for one in line if one.period is not None]
    periods = all_periods(known, view.grain)
    cut = {one.period for one in line if one.partial}
    # Fewer days are fewer of what is counted: a drop that is none is not drawn.
    told = [math.nan if grows and one.partial else one.value for one in line]
    sizes = [abs(value) for value in told if not math.isnan(value)]
    halves = [(one.high - one.low) / 2 for one in line if not math.isnan(one.high - one.low)]
    return sparkline(
        values_at(periods, known, told),
        theme,
        [period in cut for period in periods],
        median(halves) if halves else _TOTALS * max(sizes, default=0.0),
    )
