"""Voice: of what customers write, how they write of it, what that goes with, and the comments."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from data.catalog import Catalog
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.figures.figure import figures_of
from pages.figures.read import read
from pages.figures.series import Subject, chosen_series, subject_of
from pages.guard import panels_of, value_of, words_of
from pages.panel import Page, Panel
from pages.panels.cards import cards_panel, sparklines_panel, with_rows
from pages.voice.comments import comments_panels
from pages.voice.costs import cost_panels, costs_of
from pages.voice.quadrant import quadrant_panel
from pages.voice.reading import reading_panels
from pages.voice.themes import (
    GROUP,
    THEME,
    Themes,
    groups_panel,
    sentiment_panel,
    share_panel,
    trend_of_theme,
)
from pages.voice.words import said_of, weightiest
from pages.words.briefing import page_of
from pages.words.left_out import left_out
from pages.words.sentence import details
from view.state import View

_SHARE, _SENTIMENT = DEFINITIONS["theme_share"], DEFINITIONS["sentiment"]
_ASKED = ("nps", "csat", "ces", "rating")


def read_voice(snapshot: Snapshot, view: View) -> Page:
    """The comments of the view: their themes, and what the scores that came with them say."""
    catalog = snapshot.catalog
    metrics = [_SHARE, *([_SENTIMENT] if catalog.answers_metric(_SENTIMENT) else [])]
    figures = read(snapshot, view, metrics, (), view.grain)
    totals = figures.table(metrics)
    note = left_out(catalog, view, ("feedback",))
    named = (one for one in view.levels(THEME) if one != NOT_STATED)
    chosen = next(named, "")
    themes = Themes.of(snapshot, view)
    # That nobody names a theme any more is a figure of all comments.
    if totals is None or not (totals["n"].sum() or themes.told_of(chosen)):
        found = panels_of("comments", partial(comments_panels, snapshot, view, ""))
        return Page(view, "No comments in this view.", details(catalog, view), tuple(found), note)
    themes, totals = themes.judged_with(with_rows(totals))
    costs, lost = None, list[Panel]()
    for subject in _scored(catalog, view) if themes.dimension else ():
        costs, lost = value_of("costs", partial(costs_of, snapshot, themes.view, subject))
        if costs or lost:
            break
    theme = chosen or weightiest(themes, costs)
    followed = (theme, THEME) if chosen or not themes.named else (themes.named[0], GROUP)
    panels: list[Panel] = [
        cards_panel(totals, title="Comments"),
        sparklines_panel(figures, metrics),
        *panels_of("theme_groups", partial(groups_panel, themes)),
        *panels_of("themes", partial(share_panel, themes)),
        *panels_of("trend", partial(trend_of_theme, themes, *followed)),
        *panels_of("quadrant", partial(quadrant_panel, themes, costs)),
        *panels_of("sentiment", partial(sentiment_panel, themes)),
        *(lost or panels_of("costs", partial(cost_panels, themes, costs))),
        *panels_of("comments", partial(comments_panels, snapshot, view, theme)),
        *panels_of("reading", partial(reading_panels, catalog)),
    ]
    said = words_of(lambda: said_of(themes, view, theme, costs, totals, alone=bool(chosen)))
    page = page_of(view, catalog, said, figures_of(totals), panels, note)
    return replace(page, about=themes.view)  # shares are of all comments, whatever they name


def _scored(catalog: Catalog, view: View) -> list[Subject]:
    """The score that themes are held against: what the link names, else the first of these that
    came with comments."""
    if view.metric and view.metric.partition(":")[0] in _ASKED:
        named = subject_of(catalog, view.metric)
        return [named] if named else []
    asked = [key for key in _ASKED if key in catalog.metrics_asked]
    return [Subject(DEFINITIONS[key], chosen_series(catalog, key)) for key in asked]
