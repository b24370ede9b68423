"""Charts of panels by period: gaps where a period has no figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from components import text
from components.charts.backlog import NAMES
from components.charts.distribution import group_colours
from components.charts.parts.periods import all_periods
from components.theme import LIGHT
from exports.charts.chart import Chart, Form, Series, figures, number_format, numbers
from metrics.definitions import DEFINITIONS
from metrics.series import NPS_GROUPS
from pages.panel import Panel

Row = Mapping[str, object]


def trend(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """The figure with its interval, the comparison, the target."""
    metric = DEFINITIONS[panel.metric]
    periods, spread = _spread(rows, grain)
    found = [figures(metric.short, spread, LIGHT.accent)]
    base = numbers([_inner(row, "comparison") for row in spread], "value")
    if any(one is not None for one in base):
        found.append(Series("Comparison", base, LIGHT.base, dashed=True))
    target = numbers([_inner(row, "target") for row in spread], "value")
    if any(one is not None for one in target):
        found.append(Series("Target", target, LIGHT.quiet, dashed=True))
    return [_chart(Form.LINE, panel, periods, spread, grain, found)]


def forecast(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """The history with its intervals, and the periods ahead with bands that hold 95 %."""
    metric = DEFINITIONS[panel.metric]
    before, ahead = [
        [row if (row.get("ahead") or 0) == 0 else {} for row in rows],
        [row if (row.get("ahead") or 0) != 0 else {} for row in rows],
    ]
    found = [
        figures(metric.short, before, LIGHT.accent),
        Series(
            "Forecast",
            numbers(ahead, "value"),
            LIGHT.base,
            numbers(ahead, "low_95"),
            numbers(ahead, "high_95"),
            dashed=True,
        ),
    ]
    return [_chart(Form.LINE, panel, _periods(rows), rows, grain, found)]


def shares(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """The three NPS groups of each period, detractors at the bottom."""
    colours = group_colours(LIGHT)
    found = [
        Series(
            group.capitalize(),
            numbers(rows, group),
            colours[group],
            numbers(rows, f"{group}_low"),
            numbers(rows, f"{group}_high"),
            numbers(rows, "n"),
        )
        for group in NPS_GROUPS
    ]
    names = tuple(text.bucket(one, grain) for one in _periods(rows))
    return [Chart(Form.STACKED, names, tuple(found), number_format(1, "%"))]


def backlog(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """Open at the end of each period above, what came and went below."""
    colours = {
        "opened": LIGHT.passive,
        "resolved": LIGHT.promoter,
        "unsolved": LIGHT.detractor,
        "open": LIGHT.accent,
    }
    found = {
        name: Series(words, numbers(rows, name), colours[name])
        for name, words in NAMES.items()
        if name in rows[0]
    }
    names = _names(_periods(rows), rows, grain)
    form = number_format(0)
    flows = tuple(one for name, one in found.items() if name != "open")
    return [
        Chart(Form.LINE, names, (found["open"],), form),
        Chart(Form.COLUMNS, names, flows, form),
    ]


def movement(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """Customers at the end of each period above, new and lost ones below."""
    named = {
        "customers_end": ("At end", LIGHT.accent),
        "customers_new": ("New", LIGHT.promoter),
        "customers_lost": ("Lost", LIGHT.detractor),
    }
    own = {name: [row for row in rows if row["metric"] == name] for name in named}
    known = [row for some in own.values() for row in some]
    periods = all_periods(_periods(known), grain)
    found = {}
    for name, some in own.items():
        at = dict(zip(_periods(some), some, strict=True))
        spread: list[Row] = [at.get(period, {}) for period in periods]
        found[name] = Series(
            named[name][0],
            numbers(spread, "value"),
            named[name][1],
            numbers(spread, "low"),
            numbers(spread, "high"),
        )
    names = tuple(text.bucket(one, grain) for one in periods)
    flows = (found["customers_new"], found["customers_lost"])
    form = number_format(0)
    return [
        Chart(Form.LINE, names, (found["customers_end"],), form),
        Chart(Form.COLUMNS, names, flows, form),
    ]


def _chart(
    form: Form,
    panel: Panel,
    periods: Sequence[date],
    rows: Sequence[Row],
    grain: str,
    series: Sequence[Series],
) -> Chart:
    metric = DEFINITIONS[panel.metric]
    names = _names(periods, rows, grain, panel.window)
    return Chart(form, names, tuple(series), number_format(metric.decimals, metric.unit))


def _periods(rows: Sequence[Row]) -> list[date]:
    return [date.fromisoformat(str(row["period"])) for row in rows]


def _spread(rows: Sequence[Row], grain: str) -> tuple[list[date], list[Row]]:
    """All periods from the first to the last, with an empty row where there is none."""
    at = dict(zip(_periods(rows), rows, strict=True))
    periods = all_periods(list(at), grain)
    return periods, [at.get(period, {}) for period in periods]


def _names(
    periods: Sequence[date], rows: Sequence[Row], grain: str, window: str = ""
) -> tuple[str, ...]:
    """The names of periods, those that are cut with how many days they have."""
    found = []
    for period, row in zip(periods, rows, strict=True):
        days, of_days = (int(str(row.get(name) or 0)) for name in ("days", "of_days"))
        found.append(f"{text.bucket(period, grain, window)}{text.cut(days, of_days)}")
    return tuple(found)


def _inner(row: Row, name: str) -> dict[str, object]:
    found = row.get(name)
    return found if isinstance(found, dict) else {}
