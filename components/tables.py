"""Tables: of the figures of a panel, of records, and the HTML of every table."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import text
from components.aria import scrolling
from components.chip import chip
from pages.figures.figure import Figure, figures_of
from pages.panel import Kind, Panel
from view.state import View

Cell = str | Component
_GOALS = {"target": text.target, "benchmark": text.benchmark}


def figures_table(panel: Panel, view: View) -> html.Div:
    """Every figure of a panel with interval, n, comparison and verdict."""
    keys = [key for key in ("period", "touchpoint", "segment") if key in panel.frame]
    if panel.kind in (Kind.CARDS, Kind.FIGURES):
        keys = ["metric", *(key for key in keys if panel.kind != Kind.CARDS)]
    head = [*(key.capitalize() for key in keys), *figure_heads(view)]
    goals = {name: words for name, words in _GOALS.items() if _any(panel, name)}
    head += [name.capitalize() for name in goals]
    body: list[list[Cell]] = [
        [
            *(_key(row, key, panel.grain or view.grain) for key in keys),
            *figure_cells(row, view),
            *(words(row).removeprefix(f"{name} ") for name, words in goals.items()),
        ]
        for row in figures_of(panel.frame)
    ]
    return table(head, body, numeric_from=len(keys))


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


def figure_cells(row: Figure, view: View) -> list[Cell]:
    """A figure with interval and n, and how it compares where the view compares."""
    metric = row.definition
    cells: list[Cell] = [
        text.amount(row.value, metric) if not row.hidden else text.hidden(row.hidden, metric),
        text.interval(row.value, row.low, row.high, metric),
        text.count(row.n),
    ]
    if view.compare != "none":
        cells += [text.amount(row.base_value, metric), chip(row, view)]
    return cells


def _key(row: Figure, key: str, grain: str) -> str:
    if row.period is not None and key == "period":
        return f"{text.bucket(row.period, grain)}{text.cut(row.days, row.of_days)}"
    return row.definition.short if key == "metric" else str(getattr(row, key))


def _plain(value: object) -> str:
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
) -> html.Div:
    """A table that scrolls where it is too wide.

    Columns from `numeric_from` on are numbers, or those that `numeric` marks.
    """
    numbers = numeric or [place >= numeric_from for place in range(len(head))]

    def classes(place: int) -> str:
        return "cx-number" if numbers[place] else ""

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
                        html.Tr([html.Td(cell, className=classes(i)) for i, cell in enumerate(row)])
                        for row in body
                    ]
                ),
            ],
            className="table table-sm cx-table",
        ),
        "Table",
    )
