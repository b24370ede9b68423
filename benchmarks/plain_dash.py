"""The overview as a plain Dash page: pandas in memory, one callback, three cards, four charts.

As a careful author writes it: categoricals, one mask for each filter, figures without a template,
charts that stay mounted and are redrawn. `FOLDER` of the environment has the Parquet files;
`python -m benchmarks.plain_dash PORT` serves it as the dashboard is served, two workers of eight
threads that share the data.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, dcc, html
from flask import Flask

from benchmarks.feedback import LEVELS
from benchmarks.plain import load

FILTERS = ("region", "plan", "touchpoint", "channel")
_CARDS = ("nps", "csat", "ces")
_CHARTS = ("trend", "distribution", "ces", "csat")
_POINTS = {"nps": (9, 6), "csat": (4, 0), "ces": (5, 0)}  # positive from, negative to
_MONTHS = 12


def make(frame: pd.DataFrame) -> Dash:
    """The page on rows of `benchmarks.plain.load`."""
    end = frame["submitted_at"].max().to_period("M").end_time
    recent = frame[frame["submitted_at"] > end - pd.DateOffset(months=_MONTHS)]
    recent = recent.assign(points=_points(recent), month=recent["submitted_at"].dt.to_period("M"))
    app = Dash(__name__, title="Plain")
    app.layout = html.Div(
        [
            html.Div([_filter(name) for name in FILTERS], className="cx-filters"),
            html.Div([html.H2(id=card, className="cx-hero") for card in _CARDS]),
            html.Div([dcc.Graph(id=f"chart-{name}") for name in _CHARTS]),
        ],
        id="content",
    )

    @app.callback(
        [Output(card, "children") for card in _CARDS],
        [Output(f"chart-{name}", "figure") for name in _CHARTS],
        [Input(name, "value") for name in FILTERS],
    )
    def update(*levels: list[str] | None) -> list[Any]:
        rows = recent
        for name, chosen in zip(FILTERS, levels, strict=True):
            rows = rows[rows[name].isin(chosen)] if chosen else rows
        return [*_cards(rows), *_charts(rows)]

    return app


def _points(rows: pd.DataFrame) -> np.ndarray[Any, Any]:
    """100, 0 or -100 for NPS, 100 or 0 for shares."""
    ends = (
        rows["metric"].map({metric: ends[place] for metric, ends in _POINTS.items()}).astype(float)
        for place in (0, 1)
    )
    positive, negative = rows["score"] >= next(ends), rows["score"] <= next(ends)
    return 100.0 * positive.to_numpy() - 100.0 * negative.to_numpy()


def _filter(name: str) -> html.Div:
    return html.Div([html.Label(name), dcc.Dropdown(LEVELS[name], id=name, multi=True)])


def _cards(rows: pd.DataFrame) -> list[str]:
    means = rows.groupby("metric", observed=True)["points"].mean()
    return [f"{card.upper()} {means.get(card, float('nan')):.1f}" for card in _CARDS]


def _charts(rows: pd.DataFrame) -> list[dict[str, Any]]:
    nps = rows[rows["metric"] == "nps"]
    trend = nps.groupby("month")["points"].mean()
    shares = nps["score"].value_counts(normalize=True).sort_index()
    figures = [
        _figure("scatter", [str(month) for month in trend.index], trend),
        _figure("bar", list(shares.index), 100 * shares),
    ]
    for metric in ("ces", "csat"):
        own = rows[rows["metric"] == metric].groupby("touchpoint", observed=True)["points"].mean()
        figures.append(_figure("bar", list(own.index), own))
    return figures


def _figure(kind: str, x: list[Any], y: pd.Series) -> dict[str, Any]:
    return {"data": [{"type": kind, "x": x, "y": y.tolist()}], "layout": {"height": 300}}


def server() -> Flask:
    """The page for a WSGI server."""
    found: Flask = make(load(Path(os.environ["FOLDER"]))).server
    return found


if __name__ == "__main__":
    bind = ["--bind", f"127.0.0.1:{sys.argv[1]}", "--workers", "2", "--threads", "8", "--preload"]
    os.execv(
        sys.executable,
        [sys.executable, "-m", "gunicorn", *bind, "benchmarks.plain_dash:server()"],
    )
