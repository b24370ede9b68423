"""Overview: what changed, whether the change is real, and where."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.catalog import Catalog
from data.store import Snapshot
from metrics.cells import Cells
from metrics.definitions import DEFINITIONS
from pages import cards
from pages.breakdowns import (
    breakdown_panels,
    chosen_series,
    definition_of,
    distribution_panel,
    has_touchpoints,
    trend_panel,
)
from pages.comments import comments_page, comments_panel
from pages.customer_readings import retention
from pages.panel import Kind, Page, Panel
from pages.reading import Reading, readings
from pages.readings import (
    PERIOD,
    Service,
    Sides,
    aligned,
    answer_counts,
    answer_moments,
    left_out,
    service,
)
from pages.sentence import details, headline, touchpoint_sentence
from pages.xqi import XQI, missing, moved_panel
from view.state import View


def read(snapshot: Snapshot, view: View) -> Page:
    """The overview of the view's rows."""
    catalog = snapshot.catalog
    by_touchpoint = has_touchpoints(catalog)
    keys = ("touchpoint",) if by_touchpoint else ()
    counts = answer_counts(snapshot, view, keys, view.grain)
    answers = answer_moments(counts, (PERIOD, *keys), view) if counts else None
    others = cards.overview_metrics(catalog)
    tickets_and_orders = service(snapshot, view, others, view.grain, both=False)
    tickets_and_orders = tickets_and_orders.beside(retention(snapshot, view))

    totals = cards.totals(snapshot, view, answers, tickets_and_orders)
    if not totals["n"].sum():
        return _without_key_figures(snapshot, view, answers, by_touchpoint)
    totals = cards.with_weighted(totals, counts, catalog)
    rows = readings(totals)
    series = _looked_at(view, rows, catalog)
    panels = [
        _cards_panel(totals),
        _sparklines_panel(catalog, view, totals, answers, tickets_and_orders),
        trend_panel(_trend(snapshot, view, series, answers), series, view, catalog.currency),
    ]
    listed_on = comments_page(catalog, series, answers)
    if counts is not None and ":" in series:
        given = distribution_panel(counts.now, series, view, catalog.minimum_n)
        panels.append(replace(given, leads_to=listed_on))
    index = totals[totals["metric"] == XQI]
    note = [left_out(catalog, view)]
    if catalog.xqi and (series == XQI or index["value"].isna().all()):
        parts = cards.xqi_parts(catalog, totals, answers, tickets_and_orders)
        panels += [moved_panel(parts, index.iloc[0])] if series == XQI else []
        note.append(missing(parts))
    if answers is not None:
        panels += _breakdowns(snapshot, view, answers, by_touchpoint)
    if ":" in series and not listed_on:
        n = int(totals.loc[totals["series"] == series, "n"].iloc[0])
        comments = comments_panel(snapshot, view, series, n)
        panels += [comments] if comments else []
    return Page(
        view,
        headline(snapshot, view, rows),
        details(rows, catalog, view),
        tuple(panels),
        " ".join(note).strip(),
    )


def _without_key_figures(
    snapshot: Snapshot, view: View, answers: Sides[Cells] | None, by_touchpoint: bool
) -> Page:
    """Ratings alone have figures by touchpoint and none in common; else there are no answers."""
    catalog = snapshot.catalog
    note = left_out(catalog, view)
    panels = [] if answers is None else _breakdowns(snapshot, view, answers, by_touchpoint)
    if not panels:
        return Page(view, "No answers in this view.", details([], catalog, view), (), note)
    frame = pd.concat([panel.frame for panel in panels], ignore_index=True)
    below = details(readings(frame), catalog, view)
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
    answers: Sides[Cells] | None,
    tickets_and_orders: Service,
) -> Panel:
    """Every headline figure by period, without its comparison: a sparkline shows one line."""
    metrics = [DEFINITIONS[key] for key in totals["metric"].unique() if not DEFINITIONS[key].beside]
    alone = answers and answers.without_base()
    periods = cards.by_period(catalog, metrics, alone, tickets_and_orders.without_base())
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
    answers: Sides[Cells] | None,
) -> pd.DataFrame:
    """The series by period, each beside the base's period."""
    metric = definition_of(series)
    if metric.table in ("feedback", "parts"):
        answers = answers and aligned(answers, snapshot, view, view.grain)
    others = service(snapshot, view, [metric], view.grain)
    if metric.table == "customers":
        others = others.beside(retention(snapshot, view))
    others = others.aligned(snapshot, view, view.grain)
    return cards.by_period(snapshot.catalog, [metric], answers, others)


def _looked_at(view: View, totals: list[Reading], catalog: Catalog) -> str:
    """The series of the trend and the distribution: the chosen one, else that of the first card."""
    wanted = chosen_series(catalog, view.metric)
    shown = [row.series for row in totals if not row.definition.beside]
    return wanted if wanted in shown else shown[0]


def _breakdowns(
    snapshot: Snapshot, view: View, answers: Sides[Cells], by_touchpoint: bool
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
