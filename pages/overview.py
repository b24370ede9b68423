"""Overview: what changed, whether the change is real, and where."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.sums.cells import Cells
from pages.figures import cards
from pages.figures.comparison import (
    PERIOD,
    Comparison,
    MetricSums,
    aligned,
    answer_counts,
    answer_moments,
    left_out,
)
from pages.figures.customer_movement import leaving_note
from pages.figures.figure import Figure, figures_of
from pages.figures.metric_sums import metric_sums
from pages.figures.xqi import XQI, missing, moved_panel
from pages.guard import panels_of, words_of
from pages.panel import Kind, Page, Panel
from pages.panels.breakdowns import (
    breakdown_panels,
    chosen_series,
    definition_of,
    distribution_panel,
    has_touchpoints,
    no_figure,
    trend_panel,
)
from pages.panels.comments import comments_page, comments_panel
from pages.words.sentence import details, headline, touchpoint_sentence
from view.state import View


def read(snapshot: Snapshot, view: View) -> Page:
    """The overview of the view's rows."""
    catalog = snapshot.catalog
    by_touchpoint = has_touchpoints(catalog)
    keys = ("touchpoint",) if by_touchpoint else ()
    counts = answer_counts(snapshot, view, keys, view.grain)
    answers = answer_moments(counts, (PERIOD, *keys), view) if counts else None
    others = metric_sums(snapshot, view, cards.overview_metrics(catalog), view.grain, both=False)

    totals = cards.totals(snapshot, view, answers, others)
    if not totals["n"].sum():
        return _without_key_figures(snapshot, view, answers, others, by_touchpoint)
    totals = cards.with_weighted(totals, counts, catalog)
    rows = figures_of(totals)
    series = _looked_at(view, rows, catalog)
    shown = {row.series for row in rows}
    panels = [
        _cards_panel(totals),
        *panels_of("sparklines", lambda: _sparklines_panel(catalog, view, totals, answers, others)),
        *panels_of("trend", lambda: _trend(snapshot, view, series, answers, shown)),
    ]
    listed_on = comments_page(catalog, series, answers)
    if counts is not None and series in set(counts.now["series"]):
        panels += panels_of(
            "distribution",
            lambda: replace(
                distribution_panel(counts.now, series, view, catalog.minimum_n), leads_to=listed_on
            ),
        )
    index = totals[totals["metric"] == XQI]
    note = [left_out(catalog, view)]
    if "retention_rate" in others.sums:
        note.append(leaving_note(catalog, view))
    if catalog.xqi and (series == XQI or index["value"].isna().all()):
        parts = cards.xqi_parts(catalog, totals, answers, others)
        if series == XQI and len(index):
            panels += panels_of("moved", lambda: moved_panel(parts, index.iloc[0]))
        note.append(missing(parts))
    if answers is not None:
        panels += panels_of(
            "breakdowns", lambda: _breakdowns(snapshot, view, answers, by_touchpoint)
        )
    if ":" in series and series in shown and not listed_on:
        n = int(totals.loc[totals["series"] == series, "n"].iloc[0])
        panels += panels_of("comments", lambda: comments_panel(snapshot, view, series, n))
    return Page(
        view,
        words_of(lambda: headline(snapshot, view, rows)),
        details(rows, catalog, view),
        tuple(panels),
        " ".join(part for part in note if part),
    )


def _without_key_figures(
    snapshot: Snapshot,
    view: View,
    answers: Comparison[Cells] | None,
    others: MetricSums,
    by_touchpoint: bool,
) -> Page:
    """Ratings alone have figures by touchpoint and none in common; else there are no answers.

    Nobody was a customer before all of the data: then retention has its periods alone.
    """
    catalog = snapshot.catalog
    note = left_out(catalog, view)
    panels = [] if answers is None else _breakdowns(snapshot, view, answers, by_touchpoint)
    if not panels and "retention_rate" in others.sums:
        frame = cards.by_period(catalog, [DEFINITIONS["retention_rate"]], None, others)
        if frame["n"].any():
            trend = trend_panel(frame, "retention_rate", view, catalog.currency)
            words = "No key figure of this view as a whole; retention is known by period."
            return Page(view, words, details([], catalog, view), (trend,), note)
    if not panels:
        words = "No answers in this view." if catalog.series else "No figures in this view."
        return Page(view, words, details([], catalog, view), (), note)
    frame = pd.concat([panel.frame for panel in panels], ignore_index=True)
    below = details(figures_of(frame), catalog, view)
    return Page(view, touchpoint_sentence(frame, view), below, tuple(panels), note)


def _cards_panel(totals: pd.DataFrame) -> Panel:
    return Panel(
        key="cards",
        kind=Kind.CARDS,
        title="Key figures",
        subtitle="95% interval, number of answers, change and verdict",
        frame=totals,
    )


def _sparklines_panel(
    catalog: Catalog,
    view: View,
    totals: pd.DataFrame,
    answers: Comparison[Cells] | None,
    others: MetricSums,
) -> Panel:
    """Every headline figure by period, without its comparison: a sparkline shows one line."""
    metrics = [DEFINITIONS[key] for key in totals["metric"].unique() if not DEFINITIONS[key].beside]
    alone = answers and answers.without_base()
    periods = cards.by_period(catalog, metrics, alone, others.without_base())
    return Panel(
        key="sparklines",
        kind=Kind.SPARKLINES,
        title=f"Key figures by {view.grain}",
        subtitle="95% interval",
        frame=periods,
    )


def _trend(
    snapshot: Snapshot,
    view: View,
    series: str,
    answers: Comparison[Cells] | None,
    shown: set[str],
) -> Panel:
    """The series by period, each beside the base's period."""
    metric = definition_of(series)
    if series not in shown:
        return no_figure("trend", Kind.TREND, series, view)
    if metric.table in ("feedback", "parts"):
        answers = answers and aligned(answers, snapshot, view, view.grain)
    others = metric_sums(snapshot, view, [metric], view.grain).aligned(snapshot, view, view.grain)
    frame = cards.by_period(snapshot.catalog, [metric], answers, others)
    panel = trend_panel(frame, series, view, snapshot.catalog.currency)
    if metric.of_parts and panel.frame["value"].isna().all():
        return replace(panel, note=f"In no {view.grain} do all parts have a figure.")
    return panel


def _looked_at(view: View, totals: list[Figure], catalog: Catalog) -> str:
    """The series of the trend and the distribution: the chosen one, else that of the first card."""
    if view.metric:
        return chosen_series(catalog, view.metric)
    return next(row.series for row in totals if not row.definition.beside)


def _breakdowns(
    snapshot: Snapshot, view: View, answers: Comparison[Cells], by_touchpoint: bool
) -> list[Panel]:
    """Effort and satisfaction by touchpoint; where no touchpoint was mapped, by a segment."""
    catalog = snapshot.catalog
    dimension = catalog.dimension("touchpoint" if by_touchpoint else view.by)
    if dimension is None or "feedback" not in dimension.tables:
        return []
    if by_touchpoint:
        sides = answers
    else:
        counts = answer_counts(snapshot, view, (dimension.key,))
        if counts is None:
            return []
        sides = answer_moments(counts, (dimension.key,), view)
    # NPS is asked of the relation; Loyalty has it by every dimension, and sentiment beside it.
    left = {"nps", "sentiment"} if by_touchpoint else set()
    series = [one for one in catalog.series if definition_of(one).key not in left]
    return list(breakdown_panels(sides, series, dimension, view, catalog.minimum_n).values())
