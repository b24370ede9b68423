"""My work: an agent's own figures beside the rest of their team. It names no other agent."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.store.snapshots import Snapshot
from pages.figures.figure import figures_of
from pages.figures.series import Subject, chosen_series, subject_of
from pages.guard import panels_of, words_of
from pages.my_work.comments import best_comments
from pages.my_work.months import months_panel
from pages.my_work.own import Own, own_of
from pages.my_work.team import with_team
from pages.my_work.words import NO_NAME, WHOSE, beside_whom
from pages.panel import Kind, Page, Panel
from pages.panels.cards import cards_panel, read_together, sparklines_panel, with_rows
from pages.panels.trends import metric_trend
from pages.words.briefing import brief, page_of
from pages.words.sentence import details
from view.state import View

TABLES = ("tickets", "feedback")


def read_my_work(snapshot: Snapshot, view: View) -> Page:
    """The work of the agent whose catalogue it is. Raises UnavailableError."""
    catalog = snapshot.catalog
    own = own_of(snapshot, view)
    if own is None:
        return Page(view, NO_NAME, WHOSE.format(agent=catalog.own_agent), ())
    read = {table: own.read(view, table) for table in TABLES if own.metrics(table)}
    lines, tables = [], []
    for table, figures in read.items():
        totals = figures.table(own.metrics(table))
        if totals is not None and totals["n"].sum():
            tables.append(with_team(with_rows(totals), own, view, table))
            lines.append(sparklines_panel(figures, own.metrics(table)).frame)
    if not tables:
        return Page(view, "No work of yours in this view.", details(catalog, view), ())
    whole = pd.concat(tables, ignore_index=True)
    totals = read_together(whole[whole["n"] > 0].reset_index(drop=True))
    rows = figures_of(totals)
    subject = _subject(own, view, totals)
    panels = [
        cards_panel(totals, title="Your figures"),
        Panel("sparklines", Kind.SPARKLINES, "By period", "95% interval", pd.concat(lines)),
        *panels_of("trend", lambda: _trend(own, view, subject)),
        *panels_of("months", lambda: months_panel(own, view, subject)),
        *panels_of("comments", lambda: best_comments(own, view)),
    ]
    said = words_of(lambda: brief(snapshot, view, rows))
    note = beside_whom(own.team, rows, catalog.minimum_n)
    return page_of(view, catalog, said, rows, panels, note)


def _subject(own: Own, view: View, totals: pd.DataFrame) -> Subject:
    """What trend and months are about: what the link names, else the first figure."""
    named = subject_of(own.catalog, view.metric) if view.metric else None
    if named and named.series in set(totals["series"]):
        return named
    first = figures_of(totals.iloc[:1])[0].definition
    return Subject(first, chosen_series(own.catalog, first.feedback_metric or first.key))


def _trend(own: Own, view: View, subject: Subject) -> Panel:
    """The agent's own figure by period, without the team: a month of it may be of a few."""
    asked = replace(own.view(view, subject.metric.table), compare="none")
    return replace(metric_trend(own.snapshot, asked, subject), choices=())
