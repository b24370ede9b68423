"""The overview's charts of the plain numbers, drawn with plotly.express as most dashboards do."""

from __future__ import annotations

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

from benchmarks.plain import Side

_COLOURS = {"now": "#3b5bdb", "before": "#adb5bd"}


def draw(now: Side, base: Side) -> int:
    """Draw the trend, a line for each card, the distribution and the touchpoints of two metrics.

    Returns the characters of their JSON, as a callback would send it.
    """
    metrics = list(now.cards.index)
    figures = [_trend(now, base, metrics[-1])] if metrics else []
    figures += [_spark(now, metric) for metric in metrics]
    figures.append(_distribution(now))
    figures += [_touchpoints(now, base, metric) for metric in metrics if metric != "nps"]
    return sum(len(figure.to_json()) for figure in figures)


def _trend(now: Side, base: Side, metric: str) -> go.Figure:
    sides = {"now": now.trend, "before": base.trend}
    rows = pd.concat(
        [
            frame.loc[[metric]].reset_index().assign(side=side).rename_axis("place").reset_index()
            for side, frame in sides.items()
            if metric in frame.index
        ]
    )
    figure = px.line(rows, x="place", y="mean", color="side", color_discrete_map=_COLOURS)
    return figure.update_layout(template="plotly_white", height=300, showlegend=False)


def _spark(now: Side, metric: str) -> go.Figure:
    figure = px.line(now.trend.loc[[metric]].reset_index(), x="submitted_at", y="mean", height=36)
    return figure.update_xaxes(visible=False).update_yaxes(visible=False)


def _distribution(now: Side) -> go.Figure:
    shares = (100 * now.scores / now.scores.sum()).rename("share").reset_index()
    group = pd.cut(shares["score"], [-1, 6, 8, 10], labels=["detractors", "passives", "promoters"])
    return px.bar(shares.assign(group=group), x="score", y="share", color="group", text="share")


def _touchpoints(now: Side, base: Side, metric: str) -> go.Figure:
    sides = {"now": now.touchpoints, "before": base.touchpoints}
    rows = pd.concat(
        [
            frame.loc[[metric]].reset_index().assign(side=side)
            for side, frame in sides.items()
            if metric in frame.index
        ]
    ).sort_values("mean")
    return px.scatter(
        rows, x="mean", y="touchpoint", color="side", hover_data=["answers"],
        color_discrete_map=_COLOURS,
    )  # fmt: skip
