"""Comments with their score; text is data, never markup."""

from __future__ import annotations

import math
from datetime import datetime
from functools import cache
from typing import NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from components import text
from components.links import customer, with_filter
from data.catalog import Catalog
from metrics.series import parse_series
from pages.figures.series import definition_of
from pages.panel import Page, Panel
from view.query import short
from view.state import View

_TONE = "The sentiment of its words, from −1 to 1"
_TEXT_LENGTH = 600  # characters of a comment shown on a page
TOLD = ("touchpoint", "channel", "reason", "theme", "language")


class _Comment(NamedTuple):
    submitted_at: datetime
    series: str
    score: float
    comment: str
    length: int


def comments_list(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Ul:
    """Newest first, each with links to its touchpoint and the like, and to its customer."""
    columns = [panel.frame[name].tolist() for name in _Comment._fields]
    told, size = [key for key in TOLD if key in panel.frame], len(panel.frame)
    tones = panel.frame["tone"].tolist() if "tone" in panel.frame else [math.nan] * size
    places = zip(*(panel.frame[key].tolist() for key in told), strict=True) if told else None
    ids = panel.frame["customer_id"].tolist() if "customer_id" in panel.frame else [None] * size
    items = []

    @cache  # comments share their touchpoints and the like
    def tags(key: str, cell: str) -> list[Component]:
        return _tags(key, cell, page.view, catalog)

    for customer_id, tone, *values in zip(ids, tones, *columns, strict=True):
        levels = zip(told, next(places) if places else (), strict=True)
        own = [
            tag for key, cell in levels if isinstance(cell, str) and cell for tag in tags(key, cell)
        ]
        if isinstance(customer_id, str):
            own.append(_customer_link(customer_id, page.view, catalog))
        items.append(_item(_Comment(*values), tone, own))
    return html.Ul(items, className="cx-comments")


def score_chip(score: float, series: str) -> html.Span:
    """A score, coloured where it is good or low."""
    return html.Span(f"{score:g}", className=f"cx-score cx-score-{_group(score, series)}")


def asked_and_scale(series: str) -> html.Span:
    """What a score answers, and its scale: `CES, 1–7`."""
    words = f"{definition_of(series).short}, {parse_series(series).scale}"
    return html.Span(words, className="cx-quiet")


def _customer_link(customer_id: str, view: View, catalog: Catalog) -> dcc.Link:
    return dcc.Link(
        f"customer {short(customer_id)}",
        href=customer(view, customer_id, catalog),
        className="cx-tag",
        title="All that this customer did and said",
    )


def _item(comment: _Comment, tone: float | None, tags: list[Component]) -> html.Li:
    head = [
        score_chip(comment.score, comment.series),
        asked_and_scale(comment.series),
        html.Span(text.day(comment.submitted_at), className="cx-quiet"),
    ]
    if tone is not None and not math.isnan(tone):
        head.append(html.Span(_tone_words(tone), className="cx-quiet", title=_TONE))
    return html.Li(
        [html.Div([*head, *tags], className="cx-comment-head"), html.Blockquote(_cut(comment))]
    )


def _tone_words(tone: float) -> str:
    return f"words {'+' if tone > 0 else ''}{text.number(tone, 1)}" if tone else "words 0"


def _tags(key: str, cell: str, view: View, catalog: Catalog) -> list[Component]:
    """A link to each level that a cell holds; its text where it is no filter."""
    dimension = catalog.dimension(key)
    if dimension is None:
        return [html.Span(cell, className="cx-quiet")]
    return [
        dcc.Link(level, href=with_filter(view, key, level, catalog), className="cx-tag")
        for level in dimension.held(cell)
    ]


def _group(score: float, series_key: str) -> str:
    """Good from the positive range on; low where it counts against, else in the lowest 60 %."""
    series = parse_series(series_key)
    if series.group(score) == series.groups[-1]:
        return "good"
    low = series.negative_to
    if math.isinf(low):
        low = series.scale_min + 0.6 * (series.scale_max - series.scale_min)
    return "low" if score <= low else "mid"


def _cut(comment: _Comment) -> str:
    if comment.length <= _TEXT_LENGTH:
        return comment.comment
    return f"{comment.comment[:_TEXT_LENGTH]}… ({text.count(comment.length)} characters in all)"
