"""Overview: what changed, whether it is beyond noise, and where."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.series import is_series
from pages.figures.comparison import PERIOD
from pages.figures.figure import Figure, figures_of
from pages.figures.read import Figures, read
from pages.figures.series import Subject, definition_of, subject_of
from pages.figures.xqi import XQI, part_definitions
from pages.guard import panels_of, words_of
from pages.panel import Page, Panel
from pages.panels.breakdowns import breakdown_panels, has_touchpoints, metric_breakdown
from pages.panels.cards import cards_panel, read_together, sparklines_panel, with_rows
from pages.panels.comments import comments_page, comments_panel
from pages.panels.contributions import missing, moved_panel
from pages.panels.distributions import distribution_panel
from pages.panels.trends import metric_trend, trend_panel
from pages.words.left_out import leaving_note, left_out
from pages.words.places import touchpoint_sentence
from pages.words.sentence import details, headline
from view.state import View

_STAYING = "retention_rate"


def read_overview(snapshot: Snapshot, view: View) -> Page:
    """The overview of the view's rows."""
    catalog = snapshot.catalog
    by_touchpoint = has_touchpoints(catalog)
    answers = _answers(snapshot, view, by_touchpoint)
    figures = answers.beside(_read_others(snapshot, view))
    found = figures.table(_carded(figures))
    totals = None if found is None else read_together(with_rows(found))
    if totals is None or not totals["n"].sum():
        return _without_key_figures(snapshot, view, figures, by_touchpoint)
    totals = figures.with_weighted(totals)
    rows = figures_of(totals)
    subject = _looked_at(view, rows, catalog)
    own = answers if subject.metric.feedback_metric else None
    panels = [
        cards_panel(totals, "95% interval, number of answers, change and verdict"),
        *panels_of("sparklines", lambda: sparklines_panel(figures, _shown(totals))),
        *panels_of("trend", lambda: metric_trend(snapshot, view, subject, own)),
    ]
    listed_on = comments_page(catalog, subject.series, figures.answers)
    counts = figures.counts
    if counts is not None and subject.series in set(counts.now["series"]):
        panels += panels_of(
            "distribution",
            lambda: replace(
                distribution_panel(counts.now, subject.series, view, catalog.minimum_n),
                leads_to=listed_on,
            ),
        )
    index = totals[totals["metric"] == XQI]
    note = [left_out(catalog, view)]
    if figures.has(_STAYING):
        note.append(leaving_note(catalog, view))
    if catalog.xqi and (subject.metric.of_parts or index["value"].isna().all()):
        parts = figures.index_parts()
        if subject.metric.of_parts and len(index):
            panels += panels_of("moved", lambda: moved_panel(parts, index.iloc[0]))
        note.append(missing(parts))
    panels += panels_of("breakdowns", lambda: _breakdowns(snapshot, figures, by_touchpoint))
    if view.metric:
        panels += panels_of("by_segment", lambda: metric_breakdown(snapshot, view, subject))
    shown = totals[totals["series"] == subject.series]
    if is_series(subject.series) and len(shown) and not listed_on:
        n = int(shown["n"].iloc[0])
        panels += panels_of("comments", lambda: comments_panel(snapshot, view, subject.series, n))
    return Page(
        view,
        words_of(lambda: headline(snapshot, view, rows)),
        details(rows, catalog, view),
        tuple(panels),
        " ".join(part for part in note if part),
    )


def _answers(snapshot: Snapshot, view: View, by_touchpoint: bool) -> Figures:
    """Feedback, by touchpoint where there are several."""
    metrics = [metric for metric in DEFINITIONS.values() if metric.feedback_metric]
    return read(snapshot, view, metrics, ("touchpoint",) if by_touchpoint else (), view.grain)


def _read_others(snapshot: Snapshot, view: View) -> Figures:
    """All else that is on Overview, and what of it the index is made of."""
    metrics = [*_others(snapshot.catalog), *part_definitions(snapshot.catalog)]
    asked = [metric for metric in metrics if not (metric.feedback_metric or metric.of_parts)]
    return read(snapshot, view, asked, (), view.grain, base_by_period=False)


def _others(catalog: Catalog) -> list[MetricDefinition]:
    """The metrics of Overview that are not of feedback."""
    others = (metric for metric in DEFINITIONS.values() if not metric.feedback_metric)
    return [metric for metric in others if catalog.on_overview(metric)]


def _carded(figures: Figures) -> list[MetricDefinition]:
    """The metrics with a card, or a place on the card of one: answers first."""
    catalog = figures.catalog
    asked = [
        metric
        for metric in DEFINITIONS.values()
        if figures.has_common_figure(metric) and catalog.answers_metric(metric)
    ]
    feedback = [metric for metric in asked if catalog.on_overview(metric)] or asked
    return [*feedback, *_others(catalog)]


def _shown(totals: pd.DataFrame) -> list[MetricDefinition]:
    """The metrics that have a card of their own."""
    metrics = [DEFINITIONS[key] for key in totals["metric"].unique()]
    return [metric for metric in metrics if not metric.beside]


def _looked_at(view: View, totals: list[Figure], catalog: Catalog) -> Subject:
    """What the trend and the distribution show: what the link names, else the first card."""
    if view.metric:
        return subject_of(catalog, view.metric)
    first = next(row for row in totals if not row.definition.beside)
    return Subject(first.definition, first.series)


def _without_key_figures(
    snapshot: Snapshot, view: View, figures: Figures, by_touchpoint: bool
) -> Page:
    """Ratings alone have figures by touchpoint and none in common; else there are no answers.

    Nobody was a customer before all of the data: then retention has its periods alone.
    """
    catalog = snapshot.catalog
    note = left_out(catalog, view)
    panels = _breakdowns(snapshot, figures, by_touchpoint)
    if not panels:
        staying = DEFINITIONS[_STAYING]
        frame = figures.table([staying], (PERIOD,))
        if frame is not None and frame["n"].any():
            trend = trend_panel(frame, Subject(staying, _STAYING), view, catalog.currency)
            words = "No key figure of this view as a whole; retention is known by period."
            return Page(view, words, details([], catalog, view), (trend,), note)
        words = "No answers in this view." if catalog.series else "No figures in this view."
        return Page(view, words, details([], catalog, view), (), note)
    frame = pd.concat([panel.frame for panel in panels], ignore_index=True)
    below = details(figures_of(frame), catalog, view)
    return Page(view, touchpoint_sentence(frame, view), below, tuple(panels), note)


def _breakdowns(snapshot: Snapshot, figures: Figures, by_touchpoint: bool) -> list[Panel]:
    """Effort and satisfaction by touchpoint; where no touchpoint was mapped, by a segment."""
    catalog, view = snapshot.catalog, figures.view
    dimension = catalog.dimension("touchpoint" if by_touchpoint else view.by)
    if dimension is None or "feedback" not in dimension.tables:
        return []
    # NPS is asked of the relation; Loyalty has it by every dimension, and sentiment beside it.
    left = {"nps", "sentiment"} if by_touchpoint else set()
    series = [one for one in catalog.series if definition_of(one).key not in left]
    if not by_touchpoint:
        figures = read(snapshot, view, [definition_of(one) for one in series], (dimension.key,))
    return list(breakdown_panels(figures, series, dimension).values())
