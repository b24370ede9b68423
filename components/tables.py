"""Panels as tables: the other view of every chart, and the only one of records."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import text
from components.aria import named
from components.cards import chip
from components.charts import backlog
from components.charts.distribution import shown_shares as shown_scores
from components.charts.shares import shown_shares
from metrics.definitions import DEFINITIONS
from metrics.series import NPS_GROUPS
from pages.figures.figure import Figure, figures_of
from pages.figures.xqi import weights_in_words
from pages.panel import Kind, Panel
from view.state import View

Cell = str | Component
_GOALS = {"target": text.target, "benchmark": text.benchmark}


def figures_table(panel: Panel, view: View) -> html.Div:
    """Every figure of a panel with interval, n, comparison and verdict."""
    keys = [key for key in ("period", "touchpoint", "segment") if key in panel.frame]
    if panel.kind in (Kind.CARDS, Kind.FIGURES, Kind.RISK, Kind.MOVEMENT):
        keys = ["metric", *(key for key in keys if panel.kind != Kind.CARDS)]
    compared = view.compare != "none"
    head = [key.capitalize() for key in keys] + ["Figure", "95% interval", "n"]
    head += ["Compared with", "Change"] if compared else []
    goals = {name: words for name, words in _GOALS.items() if _any(panel, name)}
    head += [name.capitalize() for name in goals]
    body: list[list[Cell]] = [
        [
            *(_key(row, key, panel.grain or view.grain) for key in keys),
            *_figure_cells(row, view),
            *(words(row).removeprefix(f"{name} ") for name, words in goals.items()),
        ]
        for row in figures_of(panel.frame)
    ]
    return table(head, body, numeric_from=len(keys))


def _any(panel: Panel, column: str) -> bool:
    return column in panel.frame and bool(panel.frame[column].notna().any())


def journey_table(panel: Panel, view: View) -> html.Div:
    """Every figure along the journey, shares and means, with what it is in the journey."""
    head = ["Touchpoint", "Metric", "In the journey", "Figure", "95% interval", "n"]
    head += ["Compared with", "Change"] if view.compare != "none" else []
    body: list[list[Cell]] = [
        [
            row.touchpoint,
            row.definition.short,
            row.mark,
            *_figure_cells(row, view),
            f"{text.number(row.share, 1)}%",
        ]
        for row in figures_of(panel.frame)
    ]
    return table([*head, "Of all answers"], body, numeric_from=3)


def distribution_table(panel: Panel) -> html.Div:
    """Answers by score."""
    body: list[list[Cell]] = [
        [f"{score:g}", group, text.share(share, low, high), text.count(answers)]
        for share, (score, group, answers, low, high) in zip(
            shown_scores(panel),
            _columns(panel, "score", "group", "answers", "share_low", "share_high"),
            strict=True,
        )
    ]
    return table(["Score", "Group", "Share, 95% interval", "Answers"], body, numeric_from=2)


def shares_table(panel: Panel, view: View) -> html.Div:
    """Shares of the three NPS groups by period."""
    groups = NPS_GROUPS[::-1]
    ends = [f"{group}{end}" for group in groups for end in ("_low", "_high")]
    body: list[list[Cell]] = [
        [
            text.bucket(period, view.grain),
            *(
                text.share(shown[group], low, high)
                for group, low, high in zip(groups, found[::2], found[1::2], strict=True)
            ),
            text.count(n),
        ]
        for shown, (period, n, *found) in zip(
            shown_shares(panel), _columns(panel, "period", "n", *ends), strict=True
        )
    ]
    return table(["Period", *(group.capitalize() for group in groups), "n"], body, numeric_from=1)


def contributions_table(panel: Panel, view: View) -> html.Div:
    """The parts of a composite: their figures, where they stand from 0 to 100, what they add."""
    body: list[list[Cell]] = []
    weights = weights_in_words(panel.frame["weight"])
    for weight, row in zip(weights, panel.frame.to_dict("records"), strict=True):
        metric, whole = DEFINITIONS[row["metric"]], DEFINITIONS[panel.metric]
        ends = (row["contribution_low"], row["contribution_high"])
        added = text.with_interval(row["contribution"], *ends, whole)
        body.append(
            [
                metric.short,
                weight,
                text.with_interval(row["value"], row["low"], row["high"], metric),
                "–" if pd.isna(row["n"]) else text.count(row["n"]),
                text.amount(row["compared_value"], metric),
                text.number(row["score"], 1),
                added,
                text.verdict(row["verdict"], view),
            ]
        )
    head = ["Part", "Weight", "Figure, 95% interval", "n", "Compared with", "0 to 100", "Adds"]
    return table([*head, "Verdict"], body, numeric_from=1)


def backlog_table(panel: Panel, view: View) -> html.Div:
    """Tickets opened, resolved, closed unsolved and left open by period."""
    names = backlog.shown(panel)
    body: list[list[Cell]] = [
        [text.bucket(period, view.grain), *map(text.count, counts)]
        for period, *counts in _columns(panel, "period", *names)
    ]
    return table(["Period", *names.values()], body, numeric_from=1)


def movement_table(panel: Panel, view: View) -> html.Div:
    """Customers at the start and the end of each period, new and lost."""
    rows: dict[date, dict[str, Cell]] = {}
    for row in figures_of(panel.frame):
        if row.period is not None:
            rows.setdefault(row.period, {})[row.metric] = text.amount(row.value, row.definition)
    names = {
        "customers_start": "At start",
        "customers_new": "New",
        "customers_lost": "Lost",
        "customers_end": "At end",
    }
    body = [
        [text.bucket(period, view.grain), *(found.get(name, "–") for name in names)]
        for period, found in sorted(rows.items())
    ]
    return table(["Period", *names.values()], body, numeric_from=1)


def ranking_table(panel: Panel, view: View) -> html.Div:
    """The levels of a ranking, and below them those that are not ranked."""
    against_rest = replace(view, compare="rest")
    teams, satisfied = "team" in panel.frame, "csat_value" in panel.frame
    body: list[list[Cell]] = [
        [
            str(row.rank or "–"),
            row.segment,
            *([row.team] if teams else []),
            *_figure_cells(row, against_rest),
            *([text.satisfaction(row).removeprefix("CSAT ")] if satisfied else []),
        ]
        for row in figures_of(panel.frame)
    ]
    names = [str(panel.frame["dimension"].iloc[0]).capitalize(), *(["Team"] if teams else [])]
    figures = ["Figure", "95% interval", "n", "Compared with", "Difference"]
    figures += ["CSAT, 95% interval, n"] if satisfied else []
    return table(["Rank", *names, *figures], body, numeric_from=1 + len(names))


def records_table(panel: Panel) -> html.Div:
    """A plain table of whatever the panel holds."""
    frame = panel.frame
    head = [str(name).replace("_", " ").capitalize() for name in frame.columns]
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    body: list[list[Cell]] = [
        [_plain(value) for value in row] for row in frame.itertuples(index=False)
    ]
    first_number = numeric.index(True) if True in numeric else len(numeric)
    return table(head, body, numeric_from=first_number, wide=True, numeric=numeric)


def _columns(panel: Panel, *names: str) -> list[tuple[Any, ...]]:
    """The rows of some columns."""
    return list(zip(*(panel.frame[name].tolist() for name in names), strict=True))


def _figure_cells(row: Figure, view: View) -> list[Cell]:
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
        return text.bucket(row.period, grain)
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
    numeric_from: int,
    wide: bool = False,
    numeric: list[bool] | None = None,
) -> html.Div:
    """A table that scrolls where it is too wide; columns from `numeric_from` on are numbers."""
    numbers = numeric or [place >= numeric_from for place in range(len(head))]

    def classes(place: int) -> str:
        return "cx-number" if numbers[place] else ""

    return html.Div(
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
        className="cx-scroll",
        tabIndex=0,  # what scrolls must be reached by keyboard
        role="region",
        **named("Table"),
    )
