"""A metric's history, the periods ahead with both bands, and the target."""

from __future__ import annotations

import math
from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
from dash import html

from components import tables, text
from components.charts.parts import build
from components.charts.parts.periods import period_axis
from components.theme import Theme
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.forecast.forecast import Outlook
from pages.forecasts.words import chance_words
from pages.panel import Page, Panel
from view.state import View

HEIGHT = 300
_COLUMNS = ("period", "ahead", "value", "low", "high", "n")
_BANDS = ("low_80", "high_80", "low_95", "high_95")


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """The line of the history, dotted ahead, with the 80 % band on that of 95 %."""
    frame, metric = panel.frame, DEFINITIONS[panel.metric]
    dates = [text.bucket(one, panel.grain) for one in frame["period"]]
    later = frame["ahead"].to_numpy() > 0
    first = int((~later).sum())
    value = _known(frame["value"].tolist())
    bands = {name: _known(frame[name].tolist()) for name in _BANDS}
    for ends in bands.values():  # they open at the newest figure
        ends[first - 1] = value[first - 1]
    start = slice(first - 1 if value[first - 1] is not None else first, None)
    traces = [
        _band(dates[start], bands["low_95"][start], bands["high_95"][start], theme, "95% band"),
        _band(dates[start], bands["low_80"][start], bands["high_80"][start], theme, "80% band"),
        build.line(dates[:first], value[:first], theme.accent, name=metric.short),
        build.line(dates[start], value[start], theme.accent, dash="dot", name="forecast"),
        build.points(
            dates,
            value,
            theme.accent,
            name=metric.short,
            marker={"size": 6, "symbol": ["circle-open" if one else "circle" for one in later]},
            hovertext=_hovers(panel),
        ),
    ]
    suffix = "%" if metric.unit == "%" else ""
    heights = [one for one in (*value, *bands["low_95"], *bands["high_95"]) if one is not None]
    target = float(frame["target"].iloc[0])
    shapes, labels = [], []
    if not math.isnan(target):
        heights.append(target)
        shapes.append(
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target,
                "line": {"color": theme.quiet, "width": 1, "dash": "dot"},
            }
        )  # fmt: skip
        words = f"target {text.goal(target, metric)}"
        labels.append(
            build.note(0, target, words, theme.quiet, xref="paper", xanchor="left", yshift=9)
        )
    room = 0.06 * (max(heights) - min(heights) or 1.0)
    ends = [min(heights) - room, max(heights) + room]
    return build.figure(
        traces,
        build.layout(
            theme,
            HEIGHT,
            margin={
                "l": build.room_for([f"{end:,.1f}{suffix}" for end in ends]),
                "r": 18,
                "t": 12,
                "b": 2 * build.TICK_LINE - 8,
            },
            # The bands are drawn first, and are of the newest periods alone.
            xaxis=period_axis(frame["period"].to_list(), panel.grain)
            | {"categoryorder": "array", "categoryarray": dates},
            yaxis={"range": ends, "ticksuffix": suffix, "nticks": 6},
            shapes=shapes,
            annotations=labels,
        ),
    )


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """Each period with its figure, or its forecast with both bands and the chance of the target."""
    metric = DEFINITIONS[panel.metric]
    chances = bool(panel.frame["chance"].notna().any())
    rows = tables.columns(panel, *_COLUMNS, *_BANDS, "chance")
    body: list[list[tables.Cell]] = [
        [
            text.bucket(period.date(), panel.grain),
            "forecast" if ahead else "figure",
            text.with_currency(text.amount(value, metric), metric, panel.currency),
            text.interval(value, low_80, high_80, metric) if ahead else "",
            text.interval(value, *((low_95, high_95) if ahead else (low, high)), metric),
            "" if ahead or n != n else text.count(n),
            *([chance_words(chance) if ahead else ""] if chances else []),
        ]
        for period, ahead, value, low, high, n, low_80, high_80, low_95, high_95, chance in rows
    ]
    head = ["Period", "", "Figure", "80% band", "95% band, interval", "n"]
    head += ["Target met"] if chances else []
    return tables.table(head, body, numeric_from=2)


def _known(values: list[float]) -> list[float | None]:
    return [None if math.isnan(one) else one for one in values]


def _band(
    dates: list[str], low: list[float | None], high: list[float | None], theme: Theme, name: str
) -> build.Trace:
    return build.line(
        [*dates, *reversed(dates)],
        [*high, *reversed(low)],
        "rgba(0,0,0,0)",
        fill="toself",
        fillcolor=theme.band,
        name=name,
    )


def _hovers(panel: Panel) -> list[str]:
    metric = DEFINITIONS[panel.metric]
    found = []
    rows = tables.columns(panel, *_COLUMNS, *_BANDS, "chance")
    for period, ahead, value, low, high, n, low_80, high_80, low_95, high_95, chance in rows:
        start: date = period.date()
        told = text.with_currency(text.amount(value, metric), metric, panel.currency)
        lines = [f"<b>{text.bucket(start, panel.grain)}</b>"]
        if ahead:
            lines += [
                f"{metric.short} {told}, forecast",
                f"80%: {text.interval(value, low_80, high_80, metric)}",
                f"95%: {text.interval(value, low_95, high_95, metric)}",
            ]
            lines += [f"target met: {chance_words(chance)}"] if chance == chance else []
        elif value == value:
            within = text.with_interval(value, low, high, metric)
            shown = text.with_currency(within, metric, panel.currency)
            lines.append(f"{metric.short} {shown}, n {text.count(n)}")
        found.append("<br>".join(lines))
    return found


_WHY = {
    Outlook.TOO_SHORT: "under two years of months",
    Outlook.NO_BETTER: "no better than last year's value",
    Outlook.UNSTEADY: "too unsteady",
}


def outlooks(panel: Panel, page: Page, catalog: Catalog, _: Theme) -> html.Div:
    """Each key figure with the last month that is forecast, or why nothing is told."""
    body: list[list[tables.Cell]] = []
    for row in panel.frame.to_dict("records"):
        metric, told = DEFINITIONS[row["metric"]], row["outlook"] == Outlook.TOLD

        newest = math.nan if pd.isna(row["newest"]) else row["newest"]

        def shown(value: float, of: MetricDefinition = metric, beside: float = newest) -> str:
            return text.with_currency(text.amount(value, of, beside), of, catalog.currency)

        unit = row["value"] if math.isnan(newest) else newest
        ahead = f"in {row['ahead']} months {shown(row['value'])}" if told else ""
        aim = row["target"]
        body.append(
            [
                metric.name,
                shown(newest),
                ahead or _WHY[row["outlook"]],
                text.interval(unit, row["low_80"], row["high_80"], metric) if told else "",
                "" if pd.isna(aim) else text.goal(aim, metric),
                _probability(row),
            ]
        )
    head = ["Metric", "Newest month", "Ahead", "80% band", "Target", "Probability"]
    return tables.table(head, body, numeric_from=1)


def _probability(row: dict[Hashable, Any]) -> str:
    """That the target is met, or why it is not told of a forecast."""
    if not pd.isna(row["chance"]):
        return chance_words(row["chance"])
    told = row["outlook"] == Outlook.TOLD and not pd.isna(row["target"])
    return "not told: bands held too few" if told else ""
