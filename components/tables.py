"""Tables: of the figures of a panel, of records, and the HTML of every table."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import text
from components.aria import scrolling
from components.chip import chip
from components.links import Follow, following, patch, period_patch
from data.catalog import Catalog
from pages.figures.figure import Figure, figures_of
from pages.figures.observation_window import not_known_yet
from pages.figures.series import link_name
from pages.panel import FormLink, Kind, Panel
from pages.panels.notes import noted
from view.pages import PAGES, metrics_of
from view.state import View

Cell = str | Component
Row: TypeAlias = dict[Hashable, Any]  # of a panel
_GOALS = {"target": text.target, "benchmark": text.benchmark}


def figures_table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """Every figure of a panel with interval, n, comparison and verdict."""
    follow = following(view, catalog)
    keys = [key for key in ("period", "touchpoint", "segment") if key in panel.frame]
    if panel.kind in (Kind.CARDS, Kind.FIGURES):
        keys = ["metric", *(key for key in keys if panel.kind != Kind.CARDS)]
    grouped = ["Group"] if panel.part_of else []
    head = [*(key.capitalize() for key in keys), *grouped, *figure_heads(view)]
    goals = {name: words for name, words in _GOALS.items() if _any(panel, name)}
    head += [name.capitalize() for name in goals]
    body: list[list[Cell]] = [
        [
            *(linked(*_key(row, key, panel, view, catalog), follow) for key in keys),
            *(panel.part_of[row.place] for _ in grouped),
            *figure_cells(row, view, catalog.currency, _unknown(row, view, catalog)),
            *(words(row).removeprefix(f"{name} ") for name, words in goals.items()),
        ]
        for row in figures_of(panel.frame)
    ]
    notes = noted(panel, (row.period for row in figures_of(panel.frame)), view.grain)
    return table(
        head, body, numeric_from=len(keys) + len(grouped), heads=range(len(keys)), notes=notes
    )


def linked(words: str, change: str, follow: Follow) -> Cell:
    """The words of a row, as the link that a click on its point in the chart makes."""
    href = follow(change)
    return dcc.Link(words, href=href) if href else words


def _any(panel: Panel, column: str) -> bool:
    return column in panel.frame and bool(panel.frame[column].notna().any())


def records_table(panel: Panel, *_: object) -> html.Div:
    """A plain table of whatever the panel holds."""
    frame = panel.frame
    head = [str(name).replace("_", " ").capitalize() for name in frame.columns]
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    body: list[list[Cell]] = [
        [_plain(value) for value in row] for row in frame.itertuples(index=False)
    ]
    return table(head, body, numeric=numeric)


def columns(panel: Panel, *names: str) -> list[tuple[Any, ...]]:
    """The values of some columns, row by row."""
    return list(zip(*(panel.frame[name].tolist() for name in names), strict=True))


def figure_heads(view: View, change: str = "Change") -> list[str]:
    """The heads of the columns of `figure_cells`."""
    compared = ["Compared with", change] if view.compare != "none" else []
    return ["Figure", "95% interval", "n", *compared]


def _unknown(row: Figure, view: View, catalog: Catalog) -> str:
    start = max(row.period or view.span.start, view.span.start)
    return not_known_yet(catalog, row.metric, start)


def figure_cells(row: Figure, view: View, currency: str = "", unknown: str = "") -> list[Cell]:
    """A figure with interval and n, and how it compares where the view compares.

    `unknown`: why it is not known yet.
    """
    metric = row.definition
    value, base = (
        text.with_currency(text.amount(one, metric), metric, currency)
        for one in (row.value, row.base_value)
    )
    cells: list[Cell] = [
        value if not row.hidden else text.hidden(row.hidden, metric, unknown),
        text.interval(row.value, row.low, row.high, metric),
        text.n_of(row.shown_n),
    ]
    if view.compare != "none":
        cells += [base, chip(row, view, unknown)]
    return cells


def _key(row: Figure, key: str, panel: Panel, view: View, catalog: Catalog) -> tuple[str, str]:
    """What a row is about in words, and the patch of a click on it."""
    if row.period is not None and key == "period":
        grain = panel.grain or view.grain
        named = text.bucket(row.period, grain, panel.window)
        words = f"{named}{text.cut(row.days, row.of_days)}"
        return words, period_patch(row.period, view, grain, panel.window)
    if key == "metric":
        name = link_name(catalog, row.metric, row.series)
        shown = PAGES[view.page].shows and name in metrics_of(view.page, catalog)
        return row.definition.short, patch(metric=name) if shown else ""
    level = str(getattr(row, key))
    dimension = key if key == "touchpoint" else row.dimension
    return level, patch(**{dimension: level}) if dimension else ""


def _plain(value: object) -> Cell:
    if isinstance(value, FormLink):
        about = html.Span(f" {value.about}", className="visually-hidden")
        return html.A([value.label, about], href=value.href)
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return "–"
    if isinstance(value, datetime):
        return f"{text.day(value)} {value:%H:%M}"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def table(
    head: list[str],
    body: list[list[Cell]],
    *,
    numeric_from: int = 0,
    numeric: list[bool] | None = None,
    heads: Collection[int] = (0,),
    notes: Sequence[str] = (),
) -> html.Div:
    """A table that scrolls where it is too wide.

    Columns from `numeric_from` on are numbers, or those that `numeric` marks; `heads` say what a
    row is about. `notes`: of each row, for a last column.
    """
    if notes:
        body = [[*row, note] for row, note in zip(body, notes, strict=True)]
        numeric = [place >= numeric_from for place in range(len(head))] + [False]
        head = [*head, "Notes"]
    numbers = numeric or [place >= numeric_from for place in range(len(head))]

    def classes(place: int) -> str:
        return "cx-number" if numbers[place] else ""

    def drawn(cell: Cell, place: int) -> Component:
        if place in heads:
            return html.Th(cell, scope="row", className=classes(place))
        return html.Td(cell, className=classes(place))

    return scrolling(
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
                        html.Tr([drawn(cell, place) for place, cell in enumerate(row)])
                        for row in body
                    ]
                ),
            ],
            className="cx-table",
        ),
        "Table",
    )
