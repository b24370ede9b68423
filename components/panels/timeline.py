"""One customer: who it is, and what happened, newest first. Text is data, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

import pandas as pd
from dash import dcc, html

from components import text
from components.links import back
from components.panels.comments import asked_and_scale, score_chip
from components.tables import records_table
from data.catalog import Catalog
from pages.panel import Panel
from pages.words.units import unit_of
from view.pages import PAGES
from view.state import View

SHOWN = 200  # events on the page; its JSON and CSV have all
NAMES = {
    "feedback": "Feedback",
    "order": "Order",
    "ticket": "Ticket",
    "engagement": "Engagement",
    "joined": "Joined",
    "left": "Left",
}
_TAGS = ("touchpoint", "channel", "survey", "team", "agent", "priority")
Row = dict[str, Any]


def way_back(view: View, catalog: Catalog) -> html.P:
    """The link to the view from which the customer was looked up."""
    page = view.reached_from or "overview"
    return html.P(
        dcc.Link(f"Back to {PAGES[page].title}", href=back(view, catalog)), className="cx-back"
    )


def facts(panel: Panel, *_: object) -> html.Dl:
    """Pairs of words, side by side."""
    rows = zip(panel.frame["fact"], panel.frame["value"], strict=True)
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(value)]) for name, value in rows], className="cx-facts"
    )


def newest(panel: Panel) -> Panel:
    """The panel with the events that a page shows."""
    return replace(panel, frame=panel.frame.iloc[:SHOWN])


def timeline_table(panel: Panel, *_: object) -> html.Div:
    """The same events as a table, without the columns that none of them has."""
    shown = newest(panel)
    return records_table(replace(shown, frame=shown.frame.dropna(axis="columns", how="all")))


def timeline(panel: Panel, catalog: Catalog) -> html.Div:
    """The newest events, by month."""
    rows: list[Row] = newest(panel).frame.to_dict("records")  # type: ignore[assignment]
    months: list[Any] = []
    _quote_once(rows)
    for month, events in groupby(rows, key=lambda row: f"{row['at']:%B %Y}"):
        months.append(html.H3(month))
        months.append(html.Ul([_event(row, catalog) for row in events], className="cx-events"))
    more = len(panel.frame) - len(rows)
    if more:
        said = f"The newest {SHOWN} of {len(panel.frame):,} events; the CSV has all."
        months.append(html.P(said, className="cx-quiet"))
    return html.Div(months, className="cx-timeline")


def _quote_once(rows: list[Row]) -> None:
    """One comment that gave several scores is read once, below the last of them."""
    for row, following in pairwise(rows):
        if (row["at"], row.get("comment")) == (following["at"], following.get("comment")):
            row["comment"] = None


def _event(row: Row, catalog: Catalog) -> html.Li:
    tags = [html.Span(row[name], className="cx-tag") for name in _TAGS if _stated(row.get(name))]
    head = [
        html.Span(f"{row['at'].day} {row['at']:%b, %H:%M}", className="cx-quiet cx-when"),
        html.Span(NAMES[row["kind"]], className="cx-what"),
        *_said(row, catalog),
        *tags,
    ]
    comment = row.get("comment")
    quoted = [html.Blockquote(comment)] if _stated(comment) else []
    return html.Li([html.Div(head, className="cx-comment-head"), *quoted])


def _said(row: Row, catalog: Catalog) -> Iterator[html.Span]:
    """What is said of an event, by its kind."""
    match row["kind"]:
        case "feedback":
            yield score_chip(row["score"], row["series"])
            yield asked_and_scale(row["series"])
        case "order":
            if not pd.isna(row["amount"]):
                yield html.Span(f"{catalog.currency} {row['amount']:,.2f}")
            yield html.Span(row["id"], className="cx-quiet")
        case "ticket":
            yield html.Span(row["id"], className="cx-quiet")
            if _stated(row.get("status")):
                waiting = " cx-open" if row["status"] in ("open", "reopened") else ""
                yield html.Span(row["status"], className=f"cx-status{waiting}")
            for name, words in (("first_response_at", "answered"), ("resolved_at", "resolved")):
                if isinstance(row.get(name), datetime) and not pd.isna(row[name]):
                    after = _after(row[name] - row["at"])
                    yield html.Span(f"{words} after {after}", className="cx-quiet")
        case "engagement":
            if _stated(row.get("action")):
                yield html.Span(row["action"])


def _after(time: pd.Timedelta) -> str:
    """`12.0 min`, `3.5 h`, `2.1 days`."""
    seconds = time.total_seconds()
    unit = unit_of("seconds", seconds)
    return f"{text.number(seconds / unit.size, 1)}{unit.short}"


def _stated(value: object) -> bool:
    return isinstance(value, str) and value != ""
