"""A metric by touchpoint and a second key, as a table whose cells are shaded by value.

A table and not a picture: it can be read aloud, copied, and reached by keyboard, and the chart
bundle stays small. The shade is of one hue; good and bad are said only by the marks of real
changes.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html

from components import text
from components.aria import scrolling
from components.links import following, patch, period_patch
from data.catalog import Catalog
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure, figures_of
from pages.panel import Page, Panel
from pages.panels.notes import words_of
from view.notes import notes_in
from view.state import View

_SHADES = 6


def heatmap(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Div:
    """Rows are touchpoints in journey order, columns periods or levels."""
    view, frame, rows = page.view, panel.frame, figures_of(panel.frame)
    by_period, follow = "period" in frame, following(view, catalog)
    journey = _order(frame["touchpoint"], catalog, "touchpoint")
    if by_period:
        columns: list[Any] = sorted({row.period for row in rows if row.period})
    else:
        columns = _order(frame["segment"], catalog, str(frame["dimension"].iloc[0]))
    told = replace(view, compare="rest") if panel.rest else view  # how differences are called
    cells = {(row.touchpoint, row.period if by_period else row.segment): row for row in rows}
    known = frame["value"].dropna()
    least, most = (known.min(), known.max()) if len(known) else (0.0, 0.0)
    if by_period:
        head: list[Any] = [
            [dcc.Link(f"{month:%b %y}", href=follow(period_patch(month, view, "month"))), *mark]
            for month, mark in zip(columns, _noted(panel, columns), strict=True)
        ]
    else:
        dimension = str(frame["dimension"].iloc[0])
        head = [dcc.Link(level, href=follow(patch(**{dimension: level}))) for level in columns]
    body = [
        html.Tr(
            [
                html.Th(
                    dcc.Link(name, href=follow(patch(touchpoint=name))),
                    scope="row",
                ),
                *(_cell(cells.get((name, key)), least, most, told) for key in columns),
            ]
        )
        for name in journey
    ]
    return scrolling(
        html.Table(
            [
                html.Thead(
                    html.Tr([html.Th("Touchpoint", scope="col")]
                            + [html.Th(name, scope="col") for name in head])
                ),
                html.Tbody(body),
            ],
            className="cx-heat",
        ),
        panel.title,
        "cx-newest-right" if by_period else "",
    )  # fmt: skip


def _noted(panel: Panel, months: list[date]) -> list[list[html.Sup]]:
    """The numbers of the notes on each month, as they are listed below the panels."""
    found = [notes_in(panel.notes, month, "month") for month in months]
    return [
        [html.Sup(", ".join(str(one.number) for one in notes), title=words_of(notes))]
        if notes
        else []
        for notes in found
    ]


def shade(value: float, least: float, most: float) -> str:
    """The class of a cell's shade, the darkest for the largest value."""
    share = (value - least) / (most - least) if most > least else 0.5
    return f"cx-shade-{min(int(share * _SHADES), _SHADES - 1)}"


def _cell(row: Figure | None, least: float, most: float, view: View) -> html.Td:
    if row is None:
        return html.Td("", className="cx-heat-none")
    if row.hidden:
        return html.Td(
            "·",
            className="cx-heat-none",
            title=text.hidden(row.hidden, row.definition),
        )
    metric = row.definition
    figures = text.with_interval(row.value, row.low, row.high, metric)
    words = f"{figures}, n {text.count(row.n)}"
    if not math.isnan(row.change):
        words += f"; {text.change(row)} {text.judgement(row, view)}"
    mark: str | html.Span = ""
    if row.verdict == Verdict.REAL:
        tone = text.tone(row.change, row.verdict, metric)
        said = html.Span(" beyond noise", className="visually-hidden")
        mark = html.Span([text.arrow(row.change, 1), said], className=f"cx-mark cx-mark-{tone}")
    real = " cx-beyond" if mark else ""  # told by its weight, too
    return html.Td(
        [text.number(row.value, 0), mark],
        className=f"{shade(row.value, least, most)}{real}",
        title=words,
    )


def _order(levels: pd.Series, catalog: Catalog, dimension: str) -> list[str]:
    found = catalog.dimension(dimension)
    place = found.places if found else {}
    return sorted(
        {str(level) for level in levels}, key=lambda level: (place.get(level, 1e9), level)
    )
