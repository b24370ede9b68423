"""Loyalty: NPS over time, its answers, its three groups, and by any dimension."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data.store import Snapshot
from metrics.cells import Cells
from metrics.estimates import figures
from pages import cards
from pages.breakdowns import (
    breakdown_panel,
    chosen_dimension,
    chosen_series,
    distribution_panel,
    level_figures,
    share_columns,
    trend_panel,
)
from pages.comments import comments_panel
from pages.panel import Kind, Page, Panel
from pages.reading import readings
from pages.readings import PERIOD, Sides, aligned, answer_counts, answer_moments
from pages.sentence import details, headline
from view.state import View


def read(snapshot: Snapshot, view: View) -> Page:
    """Net Promoter Score of the view's rows."""
    catalog = snapshot.catalog
    series = chosen_series(catalog, "nps")
    counts = answer_counts(snapshot, view, (), view.grain)
    answers = answer_moments(counts, (PERIOD,), view) if counts else None
    if counts is None or answers is None:
        return Page(view, "NPS can't be filtered like this.", "", ())
    totals = figures(answers.now, answers.base, ["nps"], (), catalog.minimum_n)
    if not totals["n"].sum():
        return Page(
            view, "No NPS answers in this view.", details(readings(totals), catalog, view), ()
        )
    totals = cards.with_weighted(totals, counts, catalog)
    rows = readings(totals)
    sides = aligned(answers, snapshot, view, view.grain)
    periods = figures(sides.now, sides.base, ["nps"], (PERIOD,), catalog.minimum_n)
    panels = [
        Panel("cards", Kind.CARDS, "Net Promoter Score", "95% interval", totals),
        Panel("sparklines", Kind.SPARKLINES, "NPS by period", "95% interval", periods),
        trend_panel(periods, series, view, catalog.currency),
        distribution_panel(counts.now, series, view, catalog.minimum_n),
        _shares_panel(answers, periods, view),
    ]
    breakdown = _by_dimension(snapshot, view, series)
    panels += [breakdown] if breakdown else []
    comments = comments_panel(snapshot, view, series, int(totals["n"].sum()))
    panels += [comments] if comments else []
    return Page(
        view,
        headline(snapshot, view, rows),
        details(rows, catalog, view),
        tuple(panels),
    )


def _by_dimension(snapshot: Snapshot, view: View, series: str) -> Panel | None:
    catalog = snapshot.catalog
    dimension, choices = chosen_dimension(catalog, view)
    if dimension is None:
        return None
    counts = answer_counts(snapshot, view, (dimension.key,))
    if counts is None:
        return None
    sides = answer_moments(counts, (dimension.key,), view)
    frame = level_figures(sides, ["nps"], dimension, view, catalog.minimum_n)
    panel = breakdown_panel("by_segment", frame, series, dimension, view)
    return replace(panel, choices=choices)


def _shares_panel(answers: Sides[Cells], periods: pd.DataFrame, view: View) -> Panel:
    """Promoters, passives and detractors in per cent of each period's answers."""
    rows = answers.now.pick(answers.now.rows("nps"))
    pos, neg, w, w2 = (rows.sums[name] for name in ("pos", "neg", "w", "w2"))
    with np.errstate(invalid="ignore", divide="ignore"):
        n = w**2 / w2
    frame = pd.DataFrame(
        {
            PERIOD: rows.labels[PERIOD],
            "metric": "nps",
            "series": rows.labels["series"],
            **share_columns("promoters", pos, w, n),
            **share_columns("passives", w - pos - neg, w, n),
            **share_columns("detractors", neg, w, n),
            "n": rows.answers,
        }
    )
    hidden = periods.loc[periods["hidden"] != "", PERIOD]
    return Panel(
        key="shares",
        kind=Kind.SHARES,
        title=f"Promoters, passives and detractors by {view.grain}",
        subtitle="% of answers",
        frame=frame[~frame[PERIOD].isin(hidden)].reset_index(drop=True),
        metric="nps",
    )
