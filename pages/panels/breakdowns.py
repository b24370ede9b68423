"""Panels of one metric over the levels of a dimension."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.multiple_testing import as_one_family
from pages.figures.read import Figures, read
from pages.figures.series import Subject, definition_of
from pages.panel import Choice, Kind, Panel
from pages.panels.trends import alone_note, has_intervals
from pages.words.series_names import unit_note
from view.state import COMPARISONS, View

_ORDER = ("ces", "csat", "rating", "sentiment", "nps")  # of breakdowns


def has_touchpoints(catalog: Catalog) -> bool:
    """True where feedback can be broken down by touchpoint; one alone breaks nothing down."""
    touchpoint = catalog.dimension("touchpoint")
    return touchpoint is not None and "feedback" in touchpoint.tables and len(touchpoint.levels) > 1


def series_in_order(series: Iterable[str]) -> list[str]:
    """Effort first, as breakdowns are shown."""
    return sorted(series, key=lambda one: _ORDER.index(definition_of(one).key))


def breakdown_panels(
    figures: Figures, series: Sequence[str], dimension: Dimension
) -> dict[str, Panel]:
    """A panel for each series of answers by this dimension, effort first.

    All their rows are one family: a headline tells of them together.
    """
    ordered = series_in_order(series)
    metrics = list(dict.fromkeys(definition_of(one) for one in ordered))
    frame = figures.levels(metrics, dimension) if metrics else None
    if frame is None:
        return {}
    shown = np.ones(len(frame), dtype=bool)
    if dimension.key == "touchpoint":
        shown = (frame["touchpoint"] != NOT_STATED).to_numpy()
    frame = as_one_family(frame, shown)
    found = {
        one: breakdown_panel(
            f"{one}_by_{dimension.key}",
            frame,
            Subject(definition_of(one), one),
            dimension,
            figures.view,
        )
        for one in ordered
    }
    return {one: panel for one, panel in found.items() if len(panel.frame)}


def metric_breakdown(
    snapshot: Snapshot,
    view: View,
    subject: Subject,
    without: Collection[str] = ("touchpoint",),
) -> Panel | None:
    """The subject by the dimension that the link names, else by a usual one of its table.

    None where its table has no dimension, or can't be filtered as the view is.
    """
    metric = subject.metric
    dimension, choices = chosen_dimension(snapshot.catalog, view, metric, without)
    if dimension is None:
        return None
    frame = read(snapshot, view, [metric], (dimension.key,)).levels([metric], dimension)
    if frame is None:
        return None
    currency = snapshot.catalog.currency
    panel = breakdown_panel("by_segment", frame, subject, dimension, view, currency)
    return replace(panel, choices=choices)


def breakdown_panel(
    key: str,
    frame: pd.DataFrame,
    subject: Subject,
    dimension: Dimension,
    view: View,
    currency: str = "",
) -> Panel:
    """The subject's rows of a table by level, each compared as the view says."""
    metric = subject.metric
    ours = (frame["metric"] == metric.key) & (frame["series"] == subject.series)
    if dimension.several:  # rows of a held level have others beside it, which are not to be named
        ours &= frame[dimension.key].isin([*dimension.places])
    own = np.flatnonzero(ours)
    value, levels = frame["value"].to_numpy()[own], frame[dimension.key].to_numpy()[own]
    if dimension.key == "touchpoint":  # the worst on top
        order = np.argsort(value, kind="stable")
        rows = frame.take(own[order[levels[order] != NOT_STATED]])
    else:
        places = np.array([dimension.places[level] for level in levels])
        order = np.lexsort((places, -value))
        rows = frame.take(own[order]).rename(columns={dimension.key: "segment"})
        rows["dimension"] = dimension.key
    unit = unit_note(subject.series, currency, metric)
    return Panel(
        key=key,
        kind=Kind.BREAKDOWN,
        title=f"{metric.short} by {dimension.noun}",
        subtitle=f"{unit} · {against(view, dimension, rows)}",
        frame=rows.reset_index(drop=True),
        metric=metric.key,
        dimension=dimension.key,
        currency=currency,
        note=alone_note(metric),
    )


def chosen_dimension(
    catalog: Catalog,
    view: View,
    metric: MetricDefinition = DEFINITIONS["nps"],
    without: Collection[str] = ("touchpoint",),
) -> tuple[Dimension | None, tuple[Choice, ...]]:
    """The dimension that `by` of the view names, and all it could name for the metric.

    Where the metric has no such dimension it is the first segment, or the first dimension.
    """
    found = [
        one
        for one in catalog.dimensions
        if one.key not in without and catalog.divides(one.key, metric)
    ]
    named = [one for one in found if one.key == view.by]
    usual = [one for one in found if one.segment]
    chosen = next(iter([*named, *usual, *found]), None)
    choices = tuple(
        Choice("by", one.key, one.label, one == chosen) for one in found if len(one.levels) > 1
    )
    return chosen, choices


def against(view: View, dimension: Dimension, rows: pd.DataFrame) -> str:
    """What the marks of a chart by level stand for."""
    if not rows["base_n"].any():
        return "95% interval" if has_intervals(rows) else "nothing to compare"
    if view.compare == "rest":
        return "● level ○ all others" if dimension.segment else "● segment ○ the rest"
    return f"● now ○ {COMPARISONS[view.compare].lower()}"
