"""Touchpoints: satisfaction and effort along the journey, by month and by segment."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.catalog import Dimension
from data.store.snapshots import Snapshot
from pages.figures.comparison import PERIOD
from pages.figures.figure import figures_of
from pages.figures.read import read
from pages.figures.series import Subject, definition_of, subject_of
from pages.guard import failed, panels_of, words_of
from pages.panel import Choice, Kind, Page, Panel
from pages.panels.breakdowns import breakdown_panels, chosen_dimension
from pages.panels.comments import comments_panel
from pages.panels.heatmaps import heatmap_panel
from pages.panels.too_many import too_many_cells
from pages.panels.trends import no_figure
from pages.words.briefing import page_of
from pages.words.places import of_touchpoints
from pages.words.sentence import details
from pages.words.series_names import short_name
from view.state import View

_GRAIN = "month"
_MARKS = "▲▼ changes beyond noise"


def read_touchpoints(snapshot: Snapshot, view: View) -> Page:
    """Every series that is asked at touchpoints, and one of them in depth."""
    catalog = snapshot.catalog
    touchpoint = catalog.dimension("touchpoint")
    metrics = list(dict.fromkeys(definition_of(one) for one in catalog.series))
    figures = read(snapshot, view, metrics, ("touchpoint",), _GRAIN)
    nothing = Page(view, "No answers at any touchpoint in this view.", details(catalog, view), ())
    if touchpoint is None or figures.answers is None:
        return nothing
    panels = breakdown_panels(figures, catalog.series, touchpoint)
    if not panels:
        return nothing
    frame = pd.concat([panel.frame for panel in panels.values()], ignore_index=True)
    subject = subject_of(catalog, view.metric or next(iter(panels)))
    series = subject.series
    choices = tuple(Choice("metric", key, short_name(key, panels), key == series) for key in panels)

    def month_panel() -> Panel:
        if series not in panels:
            nothing = no_figure("by_month", Kind.HEATMAP, subject, view)
            return replace(nothing, choices=choices)
        months = figures.aligned(_GRAIN)
        by_month = months.table([subject.metric], ("touchpoint", PERIOD))
        assert by_month is not None  # there are answers
        title = f"{short_name(series, panels)} by touchpoint and month"
        panel = heatmap_panel("by_month", by_month, series, PERIOD, title, _MARKS)
        return replace(panel, choices=choices, grain=_GRAIN)

    found = [*panels.values(), *panels_of("by_month", month_panel)]
    if series in panels and figures.counts:
        found += panels_of("by_segment", lambda: _by_segment(snapshot, view, subject, touchpoint))
        found += panels_of("comments", lambda: comments_panel(snapshot, view, series))
    said = words_of(lambda: of_touchpoints(frame, view, catalog))
    return page_of(view, catalog, said, figures_of(frame), found)


def _by_segment(
    snapshot: Snapshot, view: View, subject: Subject, touchpoint: Dimension
) -> Panel | None:
    """The series by touchpoint and the levels of the chosen dimension."""
    catalog, (metric, series) = snapshot.catalog, subject
    by, choices = chosen_dimension(catalog, view)
    if by is None:
        return None
    title = f"{short_name(series, catalog.series)} by touchpoint and {by.noun}"
    if why := too_many_cells(catalog, view, "feedback", [touchpoint, by]):
        return replace(failed("by_segment", title, Kind.TOO_LARGE, why), choices=choices)
    figures = read(snapshot, view, [metric], (touchpoint.key, by.key))
    frame = figures.levels([metric], by, (touchpoint.key,))
    if frame is None:
        return None
    panel = heatmap_panel("by_segment", frame, series, by.key, title, _MARKS)
    return replace(panel, choices=choices)
