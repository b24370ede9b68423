"""Touchpoints: satisfaction and effort along the journey, by month and by segment."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.store.snapshots import Snapshot
from pages.figures.comparison import PERIOD, aligned, answer_counts, answer_moments
from pages.figures.figure import figures_of
from pages.guard import panels_of, words_of
from pages.panel import Choice, Kind, Page, Panel
from pages.panels.breakdowns import (
    breakdown_panels,
    chosen_dimension,
    chosen_series,
    no_figure,
    short_name,
)
from pages.panels.comments import comments_panel
from pages.panels.heatmaps import heatmap_panel
from pages.words.sentence import details, touchpoint_sentence
from view.state import View

_GRAIN = "month"


def read(snapshot: Snapshot, view: View) -> Page:
    """Every series that is asked at touchpoints, and one of them in depth."""
    catalog = snapshot.catalog
    touchpoint = catalog.dimension("touchpoint")
    counts = answer_counts(snapshot, view, ("touchpoint",), _GRAIN)
    if touchpoint is None or counts is None:
        return Page(view, "Touchpoints can't be filtered like this.", "", ())
    answers = answer_moments(counts, (PERIOD, "touchpoint"), view)
    panels = breakdown_panels(answers, catalog.series, touchpoint, view, catalog.minimum_n)
    if not panels:
        below = details([], catalog, view)
        return Page(view, "No answers at any touchpoint in this view.", below, ())
    frame = pd.concat([panel.frame for panel in panels.values()], ignore_index=True)
    wanted = chosen_series(catalog, view.metric)
    series = wanted if view.metric else next(iter(panels))
    choices = tuple(Choice("metric", key, short_name(key, panels), key == series) for key in panels)
    short = short_name(series, panels)
    n = int(frame.loc[frame["series"] == series, "n"].sum())

    def by_month() -> Panel:
        if series not in panels:
            return replace(no_figure("by_month", Kind.HEATMAP, series, view), choices=choices)
        months = aligned(answers, snapshot, view, _GRAIN)
        title = f"{short} by touchpoint and month"
        panel = heatmap_panel("by_month", months, series, PERIOD, catalog.minimum_n, title)
        return replace(panel, choices=choices, grain=_GRAIN)

    found = [*panels.values(), *panels_of("by_month", by_month)]
    if series in panels:
        found += panels_of("by_segment", lambda: _matrix(snapshot, view, series))
        found += panels_of("comments", lambda: comments_panel(snapshot, view, series, n))
    return Page(
        view,
        words_of(lambda: touchpoint_sentence(frame, view)),
        details(figures_of(frame), catalog, view),
        tuple(found),
    )


def _matrix(snapshot: Snapshot, view: View, series: str) -> Panel | None:
    """The series by touchpoint and the levels of the chosen dimension."""
    catalog = snapshot.catalog
    by, choices = chosen_dimension(catalog, view)
    if by is None:
        return None
    counts = answer_counts(snapshot, view, ("touchpoint", by.key))
    if counts is None:
        return None
    sides = answer_moments(counts, ("touchpoint", by.key), view)
    panel = heatmap_panel(
        "by_segment",
        sides,
        series,
        by.key,
        catalog.minimum_n,
        f"{short_name(series, catalog.series)} by touchpoint and {by.label.lower()}",
    )
    return replace(panel, choices=choices)
