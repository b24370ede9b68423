"""A metric over time, each period beside the base's."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from pages.figures.comparison import PERIOD
from pages.figures.read import Figures, read
from pages.figures.series import Subject, link_name
from pages.heavy.kinds import answer_of
from pages.heavy.waiting import content_of
from pages.panel import Kind, Panel
from pages.panels.windows import has_windows, rows_of_json, window_choices, window_rows
from pages.unusual.histories import few_rows
from pages.unusual.shown import CHANCE, Charts
from pages.words.series_names import unit_note
from view.state import View


def metric_trend(
    snapshot: Snapshot,
    view: View,
    subject: Subject,
    figures: Figures | None = None,
    charts: Charts | None = None,
) -> Panel:
    """The subject by period; `figures` have it so, for both sides, where it is not to be read.

    `charts`: those of the page, with that of the subject.
    """
    metric = subject.metric
    if not metric.has_periods:
        nothing = no_figure("trend", Kind.TREND, subject, view)
        return replace(nothing, note=f"{metric.name} has no periods.")
    if has_windows(view, metric):
        return _windows_panel(snapshot, view, subject)
    found = figures or read(snapshot, view, [metric], (), view.grain)
    frame = found.aligned(view.grain).table([metric], (PERIOD,))
    panel = trend_panel(frame, subject, view, snapshot.catalog.currency, charts)
    panel = replace(panel, choices=window_choices(snapshot.catalog, view, metric))
    rows = panel.frame
    if metric.of_parts:
        if rows["value"].isna().all():
            return replace(panel, note=f"In no {view.grain} do all parts have a figure.")
        return panel
    if rows.empty or not (rows["n"] + rows["base_n"]).any():
        return no_figure("trend", Kind.TREND, subject, view)
    return panel


def trend_panel(
    frame: pd.DataFrame | None,
    subject: Subject,
    view: View,
    currency: str,
    charts: Charts | None = None,
) -> Panel:
    """The subject's rows of a table by period, with intervals and the comparison."""
    metric = subject.metric
    if frame is None:
        return no_figure("trend", Kind.TREND, subject, view)
    own = (frame["metric"] == metric.key) & (frame["series"] == subject.series)
    rows = frame[own].reset_index(drop=True)
    rows = charts.on_trend(rows, metric.key, subject.series) if charts else rows
    unit = unit_note(subject.series, currency, metric)
    band = f" · {CHANCE}" if "band_low" in rows else ""
    return Panel(
        key="trend",
        kind=Kind.TREND,
        title=f"{metric.short} by {view.grain}",
        subtitle=f"{unit}{', 95% interval' if has_intervals(rows) else ''}{band}",
        frame=rows,
        metric=metric.key,
        currency=currency,
        note=alone_note(metric),
    )


def _windows_panel(snapshot: Snapshot, view: View, subject: Subject) -> Panel:
    """The subject by rolling windows; of many rows they are worked out in the background."""
    metric, catalog = subject.metric, snapshot.catalog
    choices, said = window_choices(catalog, view, metric), f"{view.window} months, rolling"
    if few_rows(catalog, [metric]):
        rows = window_rows(snapshot, view, subject)
    else:
        kept = {name: getattr(view, name) for name in ("span", "compare", "weighted", "window")}
        link = link_name(catalog, metric.key, subject.series)
        answer = answer_of(snapshot, view, "windows", metric=link, **kept)
        title = f"{metric.short} over {said}"
        content = content_of("trend", title, answer)
        if isinstance(content, Panel):
            return replace(content, choices=choices)
        rows = rows_of_json(content)
    if rows.empty or not (rows["n"] + rows["base_n"]).any():
        note = f"{metric.name}: in this view no {view.window} months end that the data have whole."
        nothing = no_figure("trend", Kind.TREND, subject, view)
        return replace(nothing, note=note, choices=choices)
    apart = {"previous": ", each beside the one before it", "year-ago": ", each beside last year's"}
    interval = ", 95% interval" if has_intervals(rows) else ""
    return Panel(
        key="trend",
        kind=Kind.TREND,
        title=f"{metric.short} over {said}",
        subtitle=f"{unit_note(subject.series, catalog.currency, metric)}{interval}"
        f"{apart.get(view.compare, '')}",
        frame=rows,
        metric=metric.key,
        currency=catalog.currency,
        note=alone_note(metric),
        grain="month",
        window=view.window,
        choices=choices,
    )


def alone_note(metric: MetricDefinition) -> str:
    """Of whom the figures are, where it is not all whom the metric counts."""
    return f"{metric.name}: of {metric.alone_of} alone." if metric.alone_of else ""


def has_intervals(rows: pd.DataFrame) -> bool:
    """True where figures have intervals: those of totals, which are counted, have none."""
    return bool(rows["low"].notna().any())


def no_figure(key: str, kind: Kind, subject: Subject, view: View) -> Panel:
    """In the place of what the link asks to see, where the view has no figure of it."""
    metric = subject.metric
    one = len(view.levels("touchpoint")) == 1
    apart = bool(metric.feedback_metric) and not metric.pooled and not one
    why = (
        f"{metric.name}: asked about different things, which have no common figure. Choose one "
        "touchpoint."
        if apart
        else f"{metric.name}: no {metric.noun} in this view."
    )
    return Panel(key, kind, metric.short, "", pd.DataFrame(), metric=metric.key, note=why)
