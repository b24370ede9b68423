"""Charts of panels by level: scores, segments, parts of a figure, and what goes with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.charts.distribution import group_colours
from components.charts.reasons.bridge import KEYS
from components.theme import LIGHT
from exports.charts.chart import Chart, Form, Series, figures, number_format, numbers
from metrics.definitions import DEFINITIONS
from pages.panel import Panel

Row = Mapping[str, object]
MOST = 20  # levels that a slide has room for


def distribution(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """The share of answers with each score, in the colour of its group."""
    colours = group_colours(LIGHT)
    series = Series(
        "% of answers",
        numbers(rows, "share"),
        LIGHT.passive,
        numbers(rows, "share_low"),
        numbers(rows, "share_high"),
        numbers(rows, "answers"),
        colours=tuple(colours[str(row["group"])] for row in rows),
    )
    scores = tuple(f"{row['score']:g}" for row in rows)
    return [Chart(Form.COLUMNS, scores, (series,), number_format(1, "%"))]


def breakdown(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """Each level with its interval, beside what it is compared with."""
    metric = DEFINITIONS[panel.metric]
    shown = rows[:MOST]
    compared = [row["comparison"] for row in shown]
    base = numbers([one for one in compared if isinstance(one, dict)], "value")
    found = [figures(metric.short, shown, LIGHT.accent)]
    if any(one is not None for one in base):
        found.append(Series("Comparison", base, LIGHT.passive))
    return [
        Chart(
            Form.BARS,
            tuple(str(row.get("touchpoint") or row.get("segment") or "") for row in shown),
            tuple(found),
            number_format(metric.decimals, metric.unit),
            len(rows) - len(shown),
        )
    ]


def contributions(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """What each part adds to the change; without a comparison its score from 0 to 100."""
    compared = any(row["contribution"] is not None for row in rows)
    shown = "contribution" if compared else "score"
    series = Series(
        "Adds" if compared else "0 to 100",
        numbers(rows, shown),
        LIGHT.accent,
        numbers(rows, f"{shown}_low"),
        numbers(rows, f"{shown}_high"),
        numbers(rows, "n"),
    )
    names = tuple(DEFINITIONS[str(row["metric"])].short for row in rows)
    return [Chart(Form.BARS, names, (series,), number_format(1))]


def bridge(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """What each level adds by its share and by its value."""
    metric = DEFINITIONS[panel.metric]
    steps = [row for row in rows if row["step"] not in ("before", "now")]
    shown = steps[:MOST]
    colours = {"mix": LIGHT.base, "rate": LIGHT.accent}
    series = [
        Series(
            KEYS[part],
            numbers(shown, part),
            colours[part],
            numbers(shown, f"{part}_low"),
            numbers(shown, f"{part}_high"),
            numbers(shown, "n"),
        )
        for part in KEYS
    ]
    names = tuple("Others" if row["step"] == "others" else str(row["level"]) for row in shown)
    form = number_format(metric.decimals, metric.unit)
    return [Chart(Form.BARS, names, tuple(series), form, len(steps) - len(shown))]


def drivers(panel: Panel, rows: Sequence[Row], grain: str) -> list[Chart]:
    """The weight of each, in % of what all of them account for, beside the line of noise."""
    shown = rows[:MOST]
    series = (
        Series(
            "Weight",
            numbers(shown, "weight"),
            LIGHT.accent,
            numbers(shown, "low"),
            numbers(shown, "high"),
            numbers(shown, "n"),
        ),
        Series("Noise is below", numbers(shown, "noise"), LIGHT.passive),
    )
    names = tuple(str(row["driver"]) for row in shown)
    return [Chart(Form.BARS, names, series, number_format(1, "%"), len(rows) - len(shown))]
