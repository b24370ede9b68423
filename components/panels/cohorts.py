"""Cohorts as a table whose cells are shaded: who joined in a month, and how many stayed."""

from __future__ import annotations

import math
from itertools import groupby
from operator import itemgetter
from typing import Any

from dash import html

from components import text
from components.aria import scrolling
from components.panels.heatmap import shade
from metrics.definitions import DEFINITIONS
from pages.panel import Panel


def cohort_table(panel: Panel, *_: object) -> html.Div:
    """A row for each month of joining, newest on top; a column for each month after it."""
    frame = panel.frame
    known = frame["value"].dropna()
    least, most = (known.min(), known.max()) if len(known) else (0.0, 0.0)
    columns = range(int(frame["months"].max()) + 1)
    names = ("period", "value", "low", "high", "n", "hidden")
    figures = zip(*(frame[name].tolist() for name in names), strict=True)
    body = []
    for joined, rows in groupby(figures, key=itemgetter(0)):  # the oldest come first
        own = [figure[1:] for figure in rows]
        cells = [_cell(one, least, most) for one in own]
        if len(own) < len(columns):
            cells.append(html.Td("", colSpan=len(columns) - len(own)))
        head = html.Th(text.bucket(joined, "month"), scope="row")
        _, _, _, n, hidden = own[0]
        size = html.Td(text.n_of(None if hidden else n), className="cx-number")
        body.append(html.Tr([head, size, *cells]))
    return scrolling(
        html.Table(
            [
                html.Thead(
                    html.Tr(
                        [html.Th(name, scope="col") for name in ("Joined", "Customers")]
                        + [html.Th(str(month), scope="col") for month in columns]
                    )
                ),
                html.Tbody(body[::-1]),
            ],
            className="cx-heat",
        ),
        panel.title,
        "cx-cohorts",
    )


def _cell(figure: tuple[Any, ...], least: float, most: float) -> html.Td:
    value, low, high, n, hidden = figure
    if hidden or math.isnan(value):
        words = text.hidden(hidden, DEFINITIONS["retention_rate"]) if hidden else "not known"
        return html.Td("·", className="cx-heat-none", title=words)
    words = f"{text.share(value, low, high)}, n {text.count(n)}"
    return html.Td(text.number(value, 0), className=shade(value, least, most), title=words)
