"""A metric over time with its interval as a band, beside the comparison."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from components import text
from components.charts.parts import build, goals
from components.charts.parts.notes import with_notes
from components.charts.parts.periods import all_periods, split, values_at
from components.charts.parts.scaled import chart_unit, scaled
from components.links import period_patch
from components.theme import Theme
from metrics.definitions import DEFINITIONS
from pages.figures.figure import Figure, figures_of
from pages.panel import Panel
from view.state import View

HEIGHT = 300
_TOP = 12
_MARGIN = _TOP + 2 * build.TICK_LINE - 8  # above and below the axes
_FEW = 8  # periods that all have a tick


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """The trend chart of a panel whose frame has a row per period."""
    metric = DEFINITIONS[panel.metric]
    told = figures_of(panel.frame)
    unit = chart_unit(told)
    rows = [scaled(row, unit) for row in told]
    known = [row.period for row in rows if row.period is not None]
    grain = panel.grain or view.grain
    periods = all_periods(known, grain)
    dates = [period.isoformat() for period in periods]
    value, low, high, base, wide_low, wide_high = (
        values_at(periods, known, column)
        for column in (
            [row.value for row in rows],
            [row.low for row in rows],
            [row.high for row in rows],
            [row.base_value for row in rows],
            [row.band_low for row in rows],
            [row.band_high for row in rows],
        )
    )
    cut = {row.period for row in rows if row.partial}
    partial = [period in cut for period in periods]
    hover = dict(zip(known, (_hover(row, view, panel) for row in told), strict=True))
    traces: list[build.Trace] = []
    traces += _band(dates, wide_low, wide_high, theme.wide_band, "chance in a year of weekly looks")
    traces += _band(dates, low, high, theme.band, "95% interval")
    if any(one is not None for one in base):
        traces.append(build.line(dates, base, theme.base, dash="dash", name="comparison"))
    whole, parts = split(value, partial)
    traces.append(build.line(dates, whole, theme.accent, name=metric.short))
    if cut:
        traces.append(build.line(dates, parts, theme.accent, dash="dot", name="part of a period"))
    traces.append(
        build.points(
            dates,
            value,
            theme.accent,
            name=metric.short,
            marker=_markers(rows, periods, theme),
            hovertext=[hover.get(period, "") for period in periods],
            customdata=[period_patch(one, view, grain, panel.window) for one in periods],
        )
    )
    names = _ends(value, base, view, theme)
    suffix = "%" if metric.unit == "%" else unit.short
    usual = [_median(wide_low), _median(wide_high)]  # where the band begins it is wide
    heights = [one for one in (*low, *high, *value, *base, *usual) if one is not None]
    most = 100.0 if metric.unit == "%" else math.inf
    ends = _range([*heights, *goals.values(rows).values()], most)
    pixel = (ends[1] - ends[0]) / (HEIGHT - _MARGIN) if ends else 1
    shapes, labels = goals.lines(rows, theme, pixel, unit)
    chart = build.figure(
        traces,
        build.layout(
            theme,
            HEIGHT,
            margin={
                "l": build.room_for([f"{end:,.1f}{suffix}" for end in ends or ()]),
                "r": 76 if names else 8,
                "t": _TOP,
                "b": _MARGIN - _TOP,
            },
            xaxis={
                "type": "date",
                "showgrid": False,
                "range": _dates(periods),
                **_ticks(dates, grain),
            },
            yaxis={
                "range": ends,
                "ticksuffix": suffix,
                "nticks": 6,
            },
            shapes=shapes,
            annotations=labels + names,
        ),
    )
    return with_notes(chart, panel.notes, periods, grain, dates, theme)


def _median(values: list[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return median(known) if known else None


def _band(
    dates: list[str],
    low: list[float | None],
    high: list[float | None],
    colour: str,
    name: str,
) -> list[build.Trace]:
    """A band may not bridge a gap: each run of periods with both ends is a shape of its own."""
    both = [None if one is None else other for one, other in zip(low, high, strict=True)]
    return [
        build.line(
            [*dates[start:end], *reversed(dates[start:end])],
            [*high[start:end], *reversed(low[start:end])],
            "rgba(0,0,0,0)",
            fill="toself",
            fillcolor=colour,
            name=name,
        )
        for start, end in _runs(both)
    ]


def _markers(rows: list[Figure], periods: list[date], theme: Theme) -> dict[str, Any]:
    """Dots: open ones of parts of a period, with a ring those outside the wide band."""
    size = 7 if len(periods) <= 60 else 4
    marker: dict[str, Any] = {"size": size}
    cut = {row.period for row in rows if row.partial}
    if cut:
        marker["symbol"] = ["circle-open" if one in cut else "circle" for one in periods]
    unusual = {row.period for row in rows if row.unusual}
    if unusual:
        ringed = [period in unusual for period in periods]
        marker["size"] = [size + 3 if ring else size for ring in ringed]
        marker["line"] = {"width": [1.5 if ring else 0 for ring in ringed], "color": theme.ink}
    return marker


def _runs(values: list[float | None]) -> list[tuple[int, int]]:
    """Start and end of each stretch without a gap."""
    runs, start = [], None
    for place, value in enumerate([*values, None]):
        if value is not None and start is None:
            start = place
        elif value is None and start is not None:
            runs.append((start, place))
            start = None
    return runs


def _hover(row: Figure, view: View, panel: Panel) -> str:
    metric, currency = row.definition, panel.currency
    if row.hidden or row.period is None:
        return ""
    told = text.with_interval(row.value, row.low, row.high, metric)
    before = text.with_currency(text.amount(row.base_value, metric), metric, currency)
    named = text.bucket(row.period, panel.grain or view.grain, panel.window)
    lines = [
        f"<b>{named}</b>{text.cut(row.days, row.of_days)}",
        f"{metric.short} {text.with_currency(told, metric, currency)}, n {text.count(row.n)}",
    ]
    if not math.isnan(row.change):
        lines.append(f"compared with {before}: {text.change(row)} {text.judgement(row, view)}")
    if row.unusual:
        lines.append("unusual: outside what chance shows in a year of weekly looks")
    return "<br>".join([*lines, *text.goals(row)])


def _ends(
    value: list[float | None],
    base: list[float | None],
    view: View,
    theme: Theme,
) -> list[dict[str, Any]]:
    """Names at the right ends of two lines, moved apart so that they never touch."""
    names = ("segment", "the rest") if view.compare == "rest" else ("this period", "comparison")
    named = [(value, names[0], theme.accent), (base, names[1], theme.quiet)]
    found = []
    for values, name, colour in named:
        known = [one for one in values if one is not None]
        if known:
            found.append((known[-1], name, colour))
    if len(found) < 2:
        return []  # a line alone is named by the title
    upper = 0 if found[0][0] >= found[1][0] else 1
    shifts = [8 if place == upper else -8 for place in (0, 1)]
    return [
        build.note(1, one, name, colour, xref="paper", xanchor="left", xshift=4, yshift=shift)
        for (one, name, colour), shift in zip(found, shifts, strict=True)
    ]


def _range(values: list[float], end: float) -> list[float] | None:
    """Room for the data, not for the ends of the scale: a change of a point must be seen.

    Above `end`, which no figure can pass, there is room for half a marker alone.
    """
    if not values:
        return None
    least, most = min(values), max(values)
    room = max((most - least) * 0.08, 0.5)
    upper = min(most + room, max(most, end) + 0.03 * (most - least + room))
    return [least - room, upper]


def _dates(periods: list[date]) -> list[str]:
    """From the first to the last period, with room for half a marker."""
    room = max((periods[-1] - periods[0]) * 0.015, timedelta(hours=6))
    first, last = (datetime.combine(end, time()) for end in (periods[0], periods[-1]))
    return [(first - room).isoformat(), (last + room).isoformat()]


def _ticks(dates: list[str], grain: str) -> dict[str, Any]:
    formats = {"month": "%b\n%Y", "quarter": "Q%q\n%Y", "year": "%Y"}
    ticks = {
        "tickformat": formats.get(grain, "%-d %b\n%Y"),
        "nticks": 10,
        "tickangle": 0,
    }
    # Of few periods each is named; left to itself, the axis would name the days between them.
    return {**ticks, "tickvals": dates} if len(dates) <= _FEW else ticks
