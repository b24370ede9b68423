"""Loyalty: NPS over time, its answers, its three groups, and by any dimension; who was asked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.catalog import Catalog, Dimension
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.sums.cells import Cells
from pages.figures.comparison import PERIOD
from pages.figures.figure import figures_of
from pages.figures.read import Figures, read
from pages.figures.series import Subject, chosen_series, subject_of
from pages.figures.weighted import with_weighted
from pages.guard import panels_of, value_of, words_of
from pages.panel import Kind, Page, Panel
from pages.panels.breakdowns import breakdown_panel, metric_breakdown
from pages.panels.cards import cards_panel, read_together
from pages.panels.comments import comments_panel
from pages.panels.distributions import distribution_panel, share_columns
from pages.panels.invitations import invitations_dimension, invitations_panel
from pages.panels.trends import metric_trend
from pages.unusual.charts import charts_of
from pages.unusual.shown import Charts
from pages.words.briefing import brief, page_of
from pages.words.left_out import left_out
from pages.words.sentence import details
from view.state import View

_NPS, _SENTIMENT = DEFINITIONS["nps"], DEFINITIONS["sentiment"]
_INVITATIONS = [DEFINITIONS["response_rate"], DEFINITIONS["contacts_per_customer"]]


def read_loyalty(snapshot: Snapshot, view: View) -> Page:
    """Net Promoter Score of the view's rows, the sentiment of comments, and who was invited."""
    catalog = snapshot.catalog
    nps = Subject(_NPS, chosen_series(catalog, "nps"))
    survey = _surveys(catalog, view)
    figures = read(snapshot, view, [_NPS, _SENTIMENT], (survey.key,) if survey else (), view.grain)
    counts, answers = figures.counts, figures.answers
    totals = figures.table([_NPS])
    if counts is None or answers is None or totals is None or not totals["n"].sum():
        return Page(view, "No NPS answers in this view.", details(catalog, view), ())
    invited, lost = value_of("invitations", lambda: _invited(snapshot, view))
    both = figures.beside(invited) if invited else figures
    said = both.table([_SENTIMENT, *_INVITATIONS])
    subject = subject_of(catalog, view.metric) if view.metric else nps
    charts = charts_of(snapshot, view, [totals, said], subject)
    totals = charts.on_cards(with_weighted(figures, totals))
    rows = figures_of(totals)
    known = pd.concat([totals, said]).set_index("series")["n"]
    answered = subject if subject.metric.feedback_metric and subject.series in known else nps
    panels = [
        charts.awaited_by(cards_panel(totals, "95% interval", "Net Promoter Score")),
        *panels_of("sparklines", lambda: _sparklines(snapshot, both)),
        *panels_of("trend", lambda: metric_trend(snapshot, view, subject, both, charts)),
        *panels_of(
            "distribution",
            lambda: distribution_panel(figures, answered.series),
        ),
        *panels_of("shares", lambda: _shares_panel(figures, answers.now.added((PERIOD,)))),
        *panels_of("by_segment", lambda: metric_breakdown(snapshot, view, nps)),
        *panels_of("by_survey", lambda: _by_survey(figures, nps, survey)),
        *panels_of("others", lambda: _others(said, charts)),
        *panels_of(
            "invitations_by", lambda: invitations_panel(snapshot, invited) if invited else None
        ),
        *lost,
        *panels_of("comments", lambda: comments_panel(snapshot, view, answered.series)),
    ]
    told = words_of(lambda: brief(snapshot, view, rows))
    return page_of(view, catalog, told, rows, panels, left_out(catalog, view, ("invitations",)))


def _invited(snapshot: Snapshot, view: View) -> Figures:
    """Invitations by period and by the dimension of their panel."""
    by, _ = invitations_dimension(snapshot.catalog, view)
    slow = {"contacts_per_customer"} - {view.metric}
    segment = (by.key,) if by else ()
    return read(snapshot, view, _INVITATIONS, segment, view.grain, in_all=slow)


def _sparklines(snapshot: Snapshot, figures: Figures) -> Panel:
    """NPS and sentiment by period beside the base's, and the response rate."""
    lines = [
        figures.aligned(figures.view.grain).table([_NPS, _SENTIMENT], (PERIOD,)),
        figures.without_base().table(_INVITATIONS[:1], (PERIOD,)),
    ]
    frame = pd.concat([line for line in lines if line is not None])
    return Panel("sparklines", Kind.SPARKLINES, "By period", "95% interval", frame)


def _others(said: pd.DataFrame | None, charts: Charts) -> Panel | None:
    """Cards of what stands beside NPS: the sentiment of comments, and who was asked."""
    if said is None or said.empty:
        return None
    title = "Comments and invitations"
    return cards_panel(charts.on_cards(read_together(said)), "95% interval", title, "others")


def _surveys(catalog: Catalog, view: View) -> Dimension | None:
    """The kinds of survey, where there are several and no other panel has them."""
    survey = catalog.dimension("survey")
    if survey is None or "feedback" not in survey.tables or len(survey.levels) < 2:
        return None
    return None if view.by == survey.key else survey


def _by_survey(figures: Figures, nps: Subject, survey: Dimension | None) -> Panel | None:
    frame = figures.levels([_NPS], survey) if survey else None
    if survey is None or frame is None:
        return None
    panel = breakdown_panel("by_survey", frame, nps, survey, figures.view)
    return panel if len(panel.frame) > 1 else None


def _shares_panel(figures: Figures, answers: Cells) -> Panel:
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
    periods = figures.without_base().table([_NPS], (PERIOD,))
    assert periods is not None  # there are answers
    hidden = periods.loc[periods["hidden"] != "", PERIOD]
    shown = frame[~frame[PERIOD].isin(hidden)].reset_index(drop=True)
    few = len(frame) and shown.empty
    return Panel(
        key="shares",
        kind=Kind.SHARES,
        title=f"Promoters, passives and detractors by {figures.view.grain}",
        subtitle="% of answers",
        frame=shown,
        metric="nps",
        note=f"Answers of fewer than {figures.catalog.minimum_n}: not shown." if few else "",
    )
