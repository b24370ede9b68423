"""Customers at the end of each period as a line, those who joined and left below it as bars."""

from __future__ import annotations

from datetime import date

from dash import html

from components import tables, text
from components.charts.parts import build
from components.charts.parts.notes import with_notes
from components.charts.parts.periods import all_periods, period_axis, values_at
from components.links import following, period_patch
from components.theme import Theme
from data.catalog import Catalog
from pages.figures.figure import Figure, figures_of
from pages.panel import Panel
from pages.panels.notes import noted
from view.state import View

HEIGHT = 300
COLOURS = {"promoters": "New", "detractors": "Lost"}  # of those groups
_BARS = [0, 0.52]  # their share of the height
_NAMES = {
    "customers_start": "At start",
    "customers_new": "New",
    "customers_lost": "Lost",
    "customers_end": "At end",
}


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """New customers go up, lost ones down, on an axis of their own."""
    rows: dict[str, list[Figure]] = {}
    for row in figures_of(panel.frame):
        rows.setdefault(row.metric, []).append(row)
    known = [row.period for row in rows["customers_end"] if row.period is not None]
    periods = all_periods(known, view.grain)
    values = {
        metric: values_at(periods, [row.period for row in of if row.period], [r.value for r in of])
        for metric, of in rows.items()
    }
    cuts = {row.period: text.cut(row.days, row.of_days) for row in rows["customers_end"]}
    hover = [
        _hover(place, period, values, view, cuts.get(period, ""))
        for place, period in enumerate(periods)
    ]
    names = [text.bucket(period, view.grain) for period in periods]
    patches = [period_patch(period, view) for period in periods]
    more = {"hovertext": hover, "customdata": patches}
    end = values["customers_end"]
    lost = [None if one is None else -one for one in values["customers_lost"]]
    traces = [
        build.bars(names, values["customers_new"], theme.promoter, name="new", **more),
        build.bars(names, lost, theme.detractor, name="lost", **more),
        build.line(names, end, theme.accent, yaxis="y2", name="at end"),
        build.points(
            names, end, theme.accent, yaxis="y2", name="at end",
            marker={"size": 7 if len(names) <= 60 else 4}, **more,
        ),
    ]  # fmt: skip
    figure = build.layout(
        theme,
        HEIGHT,
        barmode="relative",
        bargap=0.2,
        margin={
            "l": build.room_for([f"{max(filter(None, end), default=0):,.0f}"]),
            "r": 8,
            "t": 8,
            "b": 2 * build.TICK_LINE - 8,
        },
        xaxis={**period_axis(periods, view.grain), "anchor": "y"},
        yaxis={"domain": _BARS, "nticks": 5, "tickformat": ",d"},
    )
    figure["yaxis"]["zeroline"] = True
    figure["yaxis"]["zerolinecolor"] = theme.line
    # Its own axis, above: thousands of customers and hundreds that move.
    figure["yaxis2"] = {**figure["yaxis"], "domain": [0.62, 1], "nticks": 4, "zeroline": False}
    chart = build.figure(traces, figure)
    return with_notes(chart, panel.notes, periods, view.grain, names, theme)


def _hover(
    place: int, period: date, values: dict[str, list[float | None]], view: View, cut: str
) -> str:
    lines = [f"<b>{text.bucket(period, view.grain)}</b>{cut}"]
    for metric, word in _NAMES.items():
        lines.append(f"{word.lower()} {text.number(values[metric][place], 0)}")
    return "<br>".join(lines)


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """Customers at the start and the end of each period, new and lost."""
    follow = following(view, catalog)
    rows: dict[date, dict[str, tables.Cell]] = {}
    for row in figures_of(panel.frame):
        if row.period is not None:
            rows.setdefault(row.period, {})[row.metric] = text.amount(row.value, row.definition)
    body = [
        [
            tables.linked(text.bucket(period, view.grain), period_patch(period, view), follow),
            *(found.get(name, "–") for name in _NAMES),
        ]
        for period, found in sorted(rows.items())
    ]
    notes = noted(panel, sorted(rows), view.grain)
    return tables.table(["Period", *_NAMES.values()], body, numeric_from=1, notes=notes)
