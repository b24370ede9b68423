"""Comments with their score; text is data, never markup."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from dash import dcc, html

from components import text
from components.links import with_filter
from data.catalog import Catalog
from metrics.series import parse_series
from pages.panel import Panel
from view.state import View

_TEXT_LENGTH = 600  # characters of a comment shown on a page
_LINKED = ("touchpoint", "channel")


class _Comment(NamedTuple):
    submitted_at: datetime
    series: str
    score: float
    comment: str
    length: int


def comments_list(panel: Panel, view: View, catalog: Catalog) -> html.Ul:
    """Newest first, each with links to its touchpoint and channel."""
    columns = [panel.frame[name].tolist() for name in _Comment._fields]
    linked = [key for key in _LINKED if key in panel.frame]
    places = zip(*(panel.frame[key].tolist() for key in linked), strict=True) if linked else None
    items = []
    for values in zip(*columns, strict=True):
        levels = next(places) if places else ()
        items.append(
            _item(_Comment(*values), dict(zip(linked, levels, strict=True)), view, catalog)
        )
    return html.Ul(items, className="cx-comments")


def _item(comment: _Comment, levels: dict[str, object], view: View, catalog: Catalog) -> html.Li:
    tags = [
        dcc.Link(level, href=with_filter(view, key, level, catalog), className="cx-tag")
        for key, level in levels.items()
        if isinstance(level, str) and level
    ]
    head = [
        html.Span(f"{comment.score:g}", className=f"cx-score cx-score-{_group(comment)}"),
        html.Span(text.day(comment.submitted_at), className="cx-quiet"),
    ]
    return html.Li(
        [html.Div([*head, *tags], className="cx-comment-head"), html.Blockquote(_cut(comment))]
    )


def _group(comment: _Comment) -> str:
    """Good from the positive range on, low in the lowest 60 % of the scale (NPS: detractors)."""
    series = parse_series(comment.series)
    if comment.score >= series.positive_from:
        return "good"
    width = series.scale_max - series.scale_min
    return "low" if comment.score <= series.scale_min + 0.6 * width else "mid"


def _cut(comment: _Comment) -> str:
    if comment.length <= _TEXT_LENGTH:
        return comment.comment
    return f"{comment.comment[:_TEXT_LENGTH]}… ({text.count(comment.length)} characters in all)"
