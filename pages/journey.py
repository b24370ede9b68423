"""Journey: touchpoints in their order, what the journey is remembered by, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.multiple_testing import as_one_family
from metrics.journey import Moments, moments_of
from metrics.series import metric_of
from pages.figures.figure import figures_of
from pages.figures.read import Figures, read
from pages.figures.series import definition_of, subject_of
from pages.guard import failed, panels_of, words_of
from pages.panel import Choice, Kind, Page, Panel
from pages.panels.breakdowns import against, chosen_dimension, series_in_order
from pages.panels.heatmaps import heatmap_panel
from pages.panels.too_many import too_many_cells
from pages.panels.trends import no_figure
from pages.words.briefing import page_of
from pages.words.places import of_journey
from pages.words.sentence import details
from pages.words.series_names import scale_note, short_name
from view.state import View

_RULE = (
    "An experience is remembered by its best and worst moments and its end, not by its length"
    " (peak–end rule: Kahneman and others 1993). Peak and low are marked only where they"
    " differ from the rest of the journey beyond noise."
)
_NO_ORDER = (
    "The mapping states no order of touchpoints ([journey]): they stand by number of answers, and"
    " no end is marked."
)


def read_journey(snapshot: Snapshot, view: View) -> Page:
    """The journey of the view's customers, and of each level of one dimension."""
    catalog = snapshot.catalog
    touchpoint = catalog.dimension("touchpoint")
    by, _ = chosen_dimension(catalog, view)
    metrics = _metrics(catalog)
    crossed = [one for one in (touchpoint, by) if one is not None]
    too_many = too_many_cells(catalog, view, "feedback", crossed)
    figures = read(
        snapshot, view, metrics, ("touchpoint", *([by.key] if by and not too_many else []))
    )
    nothing = Page(view, "No answers at any touchpoint in this view.", details(catalog, view), ())
    if touchpoint is None or figures.answers is None:
        return nothing
    frame = _by_touchpoint(figures, metrics, touchpoint)
    if frame.empty:
        return nothing
    asked = series_in_order(frame["series"].unique())
    subject = subject_of(catalog, view.metric or asked[0])
    series = subject.series
    if series not in asked:
        choices = _choices(series, asked)
        empty = replace(no_figure("journey", Kind.JOURNEY, subject, view), choices=choices)
        words = f"There is no figure of {subject.metric.subject} along the journey in this view."
        return Page(view, words, details(catalog, view), (empty,))
    lines = _lines(series, asked)
    moments = _moments(figures, lines, touchpoint)
    panels = [_journey_panel(frame, asked, moments, touchpoint, view)]
    if by:
        panels += panels_of("by_segment", lambda: _by_segment(figures, series, by, too_many))
    rows = figures_of(panels[0].frame[panels[0].frame["metric"].isin(map(_metric, lines))])
    said = words_of(lambda: of_journey(rows, moments, view, catalog))
    return page_of(view, catalog, said, rows, panels)


def _metrics(catalog: Catalog) -> list[MetricDefinition]:
    """What was asked, and the means beside it."""
    asked = {metric_of(key) for key in catalog.series}
    return [metric for metric in DEFINITIONS.values() if metric.feedback_metric in asked]


def _metric(series: str) -> str:
    return definition_of(series).key


def _by_touchpoint(
    figures: Figures, metrics: Sequence[MetricDefinition], touchpoint: Dimension
) -> pd.DataFrame:
    """Every series and its mean by touchpoint, in journey order, with `share`, % of its answers."""
    frame = figures.levels(metrics, touchpoint)
    assert frame is not None  # there are answers
    frame = frame[(frame["touchpoint"] != NOT_STATED) & (frame["n"] > 0)]
    place = frame["touchpoint"].map(touchpoint.places)
    frame = frame.assign(touchpoint=frame["touchpoint"].astype("str")).iloc[
        np.argsort(place.to_numpy(dtype=int), kind="stable")
    ]
    total = frame.groupby(["metric", "series"], observed=True)["n"].transform("sum")
    share = 100 * frame["n"] / total.where(total > 0)
    return frame.assign(share=share.where(frame["hidden"] == ""))  # it would tell how many they are


def _lines(series: str, asked: Sequence[str]) -> list[str]:
    """The chosen series, and beside it one of each other metric that has the same axis."""
    unit = definition_of(series).unit
    others = {
        _metric(one): one
        for one in reversed(asked)
        if definition_of(one).unit == unit and _metric(one) != _metric(series)
    }
    return [series, *reversed(others.values())]


def _moments(figures: Figures, lines: Sequence[str], touchpoint: Dimension) -> dict[str, Moments]:
    """The moments of each line; all that is compared for them is one family."""
    frame = figures.answers_against_rest([_metric(line) for line in lines], "touchpoint")
    frame = frame[frame["series"].isin(lines) & (frame["touchpoint"] != NOT_STATED)]
    frame = as_one_family(frame, np.ones(len(frame), dtype=bool))
    order = touchpoint.levels[: touchpoint.ordered]
    return {line: moments_of(frame[frame["series"] == line], order) for line in lines}


def _journey_panel(
    frame: pd.DataFrame,
    asked: Sequence[str],
    moments: dict[str, Moments],
    touchpoint: Dimension,
    view: View,
) -> Panel:
    """The chosen series first; `mark` says which touchpoints are its peak, low and end."""
    series, *others = moments
    parts = [
        frame[frame["series"] == line].sort_values("metric", kind="stable") for line in moments
    ]
    rows = pd.concat(parts, ignore_index=True)
    rows = as_one_family(rows, np.ones(len(rows), dtype=bool))
    marks = [
        "" if DEFINITIONS[metric].beside else moments[line].of(place)
        for metric, line, place in zip(
            rows["metric"], rows["series"], rows["touchpoint"], strict=True
        )
    ]
    name = short_name(series, asked)
    beside = " and ".join(short_name(one, asked) for one in others)
    marks_of = f"{against(view, touchpoint, rows)}{f' · thin: {beside}' if beside else ''}"
    return Panel(
        key="journey",
        kind=Kind.JOURNEY,
        title=f"{name} along the journey",
        subtitle=f"{scale_note(series)} · {marks_of}",
        frame=rows.assign(mark=marks),
        metric=_metric(series),
        dimension="touchpoint",
        note=_RULE if touchpoint.ordered else f"{_RULE} {_NO_ORDER}",
        choices=_choices(series, asked),
    )


def _choices(series: str, asked: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice("metric", one, short_name(one, asked), one == series) for one in asked)


def _by_segment(figures: Figures, series: str, by: Dimension, too_many: str) -> Panel:
    """Each level of the dimension against all the others, touchpoint by touchpoint."""
    catalog, view = figures.catalog, figures.view
    title = f"{short_name(series, catalog.series)} along the journey by {by.noun}"
    choices = chosen_dimension(catalog, view)[1]
    if too_many:
        return replace(failed("by_segment", title, Kind.TOO_LARGE, too_many), choices=choices)
    frame = figures.answers_against_rest([_metric(series)], by.key, ("touchpoint",))
    marks = "▲▼ above or below all others at the touchpoint beyond noise"
    panel = heatmap_panel("by_segment", frame, series, by.key, title, marks)
    return replace(panel, rest=True, choices=choices)
