"""Overview: what changed, whether it is beyond noise, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from pages.figures.comparison import PERIOD
from pages.figures.figure import Figure, carded, figures_of
from pages.figures.read import Figures, read
from pages.figures.series import Subject, definition_of, subject_of
from pages.figures.weighted import with_weighted
from pages.figures.xqi import XQI, part_definitions
from pages.guard import panels_of, words_of
from pages.panel import Page, Panel
from pages.panels.breakdowns import breakdown_panels, has_touchpoints, metric_breakdown
from pages.panels.cards import (
    cards_panel,
    in_groups,
    overview_cards,
    read_together,
    sparklines_panel,
    with_rows,
)
from pages.panels.comments import comments_page, comments_panel
from pages.panels.contributions import missing, moved_panel
from pages.panels.distributions import distribution_panel
from pages.panels.trends import metric_trend, trend_panel
from pages.unusual.charts import charts_of
from pages.words.briefing import brief, page_of
from pages.words.left_out import leaving_note, left_out
from pages.words.places import of_touchpoints
from pages.words.sentence import details
from view.state import View

_STAYING = "retention_rate"
# What costs much by period, or says little of one: of the newest nobody has been followed yet.
_IN_ALL = ("money_at_risk", "repeat_purchase_rate", "engagement_rate")


def read_overview(snapshot: Snapshot, view: View) -> Page:
    """The overview of the view's rows."""
    catalog = snapshot.catalog
    by_touchpoint = has_touchpoints(catalog)
    cards = overview_cards(catalog, view)
    metrics = [DEFINITIONS[key] for key in cards]
    answers = _answers(snapshot, view, by_touchpoint)
    figures = answers.beside(_read_others(snapshot, view, metrics))
    found = figures.table([one for one in metrics if _has_a_figure(one, figures)])
    totals = None if found is None else read_together(with_rows(found))
    if totals is None or not totals["n"].sum():
        return _without_key_figures(snapshot, view, figures, by_touchpoint)
    totals = in_groups(with_weighted(figures, totals), cards)
    shown = carded(figures_of(totals))
    subject = _looked_at(view, shown[0], catalog)
    charts = charts_of(snapshot, view, [totals], subject)
    totals = charts.on_cards(totals)
    rows = figures_of(totals)
    own = answers if subject.metric.feedback_metric else None
    panels = [
        charts.awaited_by(
            cards_panel(totals, "95% interval, number of answers, change and verdict")
        ),
        *panels_of("sparklines", lambda: _lines(figures, shown)),
        *panels_of("trend", lambda: metric_trend(snapshot, view, subject, own, charts)),
    ]
    listed_on = comments_page(catalog, subject.series, figures.answers)
    counts = figures.counts
    if counts is not None and subject.series in set(counts.now["series"]):
        panels += panels_of(
            "distribution",
            lambda: replace(
                distribution_panel(figures, subject.series),
                leads_to=listed_on,
            ),
        )
    index = totals[totals["metric"] == XQI]
    note = [left_out(catalog, view, _tables(metrics))]
    if figures.has(_STAYING):
        note.append(leaving_note(catalog, view))
    if XQI in cards and (subject.metric.of_parts or index["value"].isna().all()):
        parts = figures.index_parts()
        if subject.metric.of_parts and len(index):
            panels += panels_of("moved", lambda: moved_panel(parts, index.iloc[0]))
        note.append(missing(parts))
    panels += panels_of("breakdowns", lambda: _breakdowns(snapshot, figures, by_touchpoint))
    if view.metric:
        panels += panels_of("by_segment", lambda: metric_breakdown(snapshot, view, subject))
    if counts is not None and subject.series in set(counts.now["series"]) and not listed_on:
        panels += panels_of("comments", lambda: comments_panel(snapshot, view, subject.series))
    said = words_of(lambda: brief(snapshot, view, rows))
    return page_of(view, catalog, said, rows, panels, " ".join(part for part in note if part))


def _answers(snapshot: Snapshot, view: View, by_touchpoint: bool) -> Figures:
    """Feedback, by touchpoint where there are several."""
    metrics = [metric for metric in DEFINITIONS.values() if metric.feedback_metric]
    return read(snapshot, view, metrics, ("touchpoint",) if by_touchpoint else (), view.grain)


def _read_others(snapshot: Snapshot, view: View, metrics: Sequence[MetricDefinition]) -> Figures:
    """All else that is on Overview, and what of it the index is made of."""
    parts = part_definitions(snapshot.catalog) if DEFINITIONS[XQI] in metrics else []
    asked = [one for one in (*metrics, *parts) if not (one.feedback_metric or one.of_parts)]
    in_all = {*_IN_ALL} - {part.key for part in parts}  # the index has its parts by period
    return read(snapshot, view, asked, (), view.grain, base_by_period=False, in_all=in_all)


def _has_a_figure(metric: MetricDefinition, figures: Figures) -> bool:
    """False for feedback that has no common figure in the view, or was not asked."""
    if metric.feedback_metric is None:
        return True
    return figures.has_common_figure(metric) and figures.catalog.answers_metric(metric)


def _lines(figures: Figures, shown: Sequence[Figure]) -> Panel:
    """The sparklines of the metrics that have a card of their own."""
    return sparklines_panel(figures, list(dict.fromkeys(row.definition for row in shown)))


def _looked_at(view: View, first: Figure, catalog: Catalog) -> Subject:
    """What the trend and the distribution show: what the link names, else the first card."""
    if view.metric:
        return subject_of(catalog, view.metric)
    return Subject(first.definition, first.series)


def _tables(metrics: Sequence[MetricDefinition]) -> list[str]:
    """The tables that the page asks."""
    return list(dict.fromkeys(("feedback", *(metric.table for metric in metrics))))


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
            return Page(view, words, details(catalog, view), (trend,), note)
        words = "No answers in this view." if catalog.series else "No figures in this view."
        return Page(view, words, details(catalog, view), (), note)
    frame = pd.concat([panel.frame for panel in panels], ignore_index=True)
    said = words_of(lambda: of_touchpoints(frame, view, catalog))
    return page_of(view, catalog, said, figures_of(frame), panels, note)


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
