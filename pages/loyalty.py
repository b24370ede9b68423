"""Loyalty: NPS over time, its answers, its three groups, and by any dimension; who was asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data.catalog import Catalog, Dimension
from data.store.snapshots import Snapshot
from metrics.estimates import figures
from metrics.inference.multiple_testing import as_one_family
from metrics.sums.cells import Cells
from pages.figures import cards
from pages.figures.comparison import (
    PERIOD,
    Comparison,
    aligned,
    answer_counts,
    answer_moments,
    left_out,
)
from pages.figures.figure import figures_of
from pages.figures.invitations import Invitations, read_invitations
from pages.guard import panels_of, value_of, words_of
from pages.panel import Kind, Page, Panel
from pages.panels.breakdowns import (
    breakdown_panel,
    chosen_dimension,
    chosen_series,
    distribution_panel,
    level_figures,
    no_figure,
    share_columns,
    trend_panel,
)
from pages.panels.comments import comments_panel
from pages.words.sentence import details, headline
from view.state import View


def read(snapshot: Snapshot, view: View) -> Page:
    """Net Promoter Score of the view's rows, the sentiment of comments, and who was invited."""
    catalog = snapshot.catalog
    series = chosen_series(catalog, "nps")
    survey = _surveys(catalog, view)
    keys = (survey.key,) if survey else ()
    counts = answer_counts(snapshot, view, keys, view.grain)
    answers = answer_moments(counts, (PERIOD, *keys), view) if counts else None
    if counts is None or answers is None:
        return Page(view, "NPS can't be filtered like this.", "", ())
    totals = figures(answers.now, answers.base, ["nps"], (), catalog.minimum_n)
    if not totals["n"].sum():
        return Page(
            view, "No NPS answers in this view.", details(figures_of(totals), catalog, view), ()
        )
    totals = cards.with_weighted(totals, counts, catalog)
    rows = figures_of(totals)
    said = figures(answers.now, answers.base, ["sentiment"], (), catalog.minimum_n)
    sides = aligned(answers, snapshot, view, view.grain)
    periods = figures(sides.now, sides.base, ["nps", "sentiment"], (PERIOD,), catalog.minimum_n)
    of_nps = periods[periods["metric"] == "nps"]
    invited, lost = value_of("invitations", lambda: read_invitations(snapshot, view))
    lines = [periods, *([invited.periods] if invited else [])]
    looked_at = chosen_series(catalog, view.metric) if view.metric else series
    answered = looked_at if looked_at in set(said["series"]) else series
    n = int(pd.concat([totals, said]).set_index("series")["n"][answered])
    panels = [
        Panel("cards", Kind.CARDS, "Net Promoter Score", "95% interval", totals),
        Panel("sparklines", Kind.SPARKLINES, "By period", "95% interval", pd.concat(lines)),
        *panels_of("trend", lambda: _trend(periods, invited, looked_at, view, catalog)),
        *panels_of(
            "distribution",
            lambda: distribution_panel(counts.now, answered, view, catalog.minimum_n),
        ),
        *panels_of("shares", lambda: _shares_panel(answers.now.added((PERIOD,)), of_nps, view)),
        *panels_of("by_segment", lambda: _by_dimension(snapshot, view, series)),
        *panels_of("by_survey", lambda: _by_survey(answers, series, survey, view, catalog)),
        *panels_of("others", lambda: _others(said, invited, catalog)),
        *lost,
        *panels_of("comments", lambda: comments_panel(snapshot, view, answered, n)),
    ]
    return Page(
        view,
        words_of(lambda: headline(snapshot, view, rows)),
        details(rows, catalog, view),
        tuple(panels),
        left_out(catalog, view, ("invitations",)),
    )


def _trend(
    periods: pd.DataFrame, invited: Invitations | None, series: str, view: View, catalog: Catalog
) -> Panel:
    """What the link asks to see by period."""
    if invited and invited.trend is not None:
        return trend_panel(invited.trend, series, view, catalog.currency)
    if series not in set(periods["series"]):
        return no_figure("trend", Kind.TREND, series, view)
    return trend_panel(periods, series, view, catalog.currency)


def _others(said: pd.DataFrame, invited: Invitations | None, catalog: Catalog) -> list[Panel]:
    """Cards of what stands beside NPS: the sentiment of comments, and who was asked."""
    totals = pd.concat([said, *([invited.totals] if invited else [])], ignore_index=True)
    if totals.empty:
        return []
    totals = as_one_family(totals, np.ones(len(totals), dtype=bool))
    found = Panel(
        key="others",
        kind=Kind.CARDS,
        title="Comments and invitations",
        subtitle="95% interval",
        frame=totals,
    )
    return [found, *([invited.levels] if invited and invited.levels else [])]


def _surveys(catalog: Catalog, view: View) -> Dimension | None:
    """The kinds of survey, where there are several and no other panel has them."""
    survey = catalog.dimension("survey")
    if survey is None or "feedback" not in survey.tables or len(survey.levels) < 2:
        return None
    return None if view.by == survey.key else survey


def _by_survey(
    answers: Comparison[Cells], series: str, survey: Dimension | None, view: View, catalog: Catalog
) -> Panel | None:
    if survey is None:
        return None
    frame = level_figures(answers, ["nps"], survey, view, catalog.minimum_n)
    panel = breakdown_panel("by_survey", frame, series, survey, view)
    return panel if len(panel.frame) > 1 else None


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


def _shares_panel(answers: Cells, periods: pd.DataFrame, view: View) -> Panel:
    """Promoters, passives and detractors in per cent of each period's answers."""
    rows = answers.pick(answers.rows("nps"))
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
