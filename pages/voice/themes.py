"""The themes of a view and their groups: how many comments name each, how written, since when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.inference.multiple_testing import as_one_family
from pages.figures.comparison import PERIOD
from pages.figures.read import Figures, read
from pages.figures.series import Subject, chosen_series
from pages.panel import Panel
from pages.panels.breakdowns import breakdown_panel
from pages.panels.trends import trend_panel
from pages.words.series_names import short_name
from view.state import View

THEME, GROUP = "theme", "theme_group"
SHARE, SENTIMENT = DEFINITIONS["theme_share"], DEFINITIONS["sentiment"]


@dataclass(frozen=True)
class Themes:
    """All themes of a view, whichever of them it is filtered to; of groups that it names, theirs.

    `shares` and `tones` are tables of figures by theme, the most named first; `tones` is None
    where comments have no sentiment. `groups` has the shares of all groups: of comments that name
    at least one theme of a group. `by` has the shares by theme and by group; of themes by period
    as well, and of groups where the view names some: one of them is followed then.
    """

    snapshot: Snapshot
    view: View  # without its filters by theme and by group
    named: tuple[str, ...]  # the groups that it was filtered to
    dimension: Dimension | None
    shares: pd.DataFrame
    tones: pd.DataFrame | None
    groups: pd.DataFrame
    by: dict[str, Figures]

    @property
    def catalog(self) -> Catalog:
        """What is known of the data."""
        return self.snapshot.catalog

    @classmethod
    def of(cls, snapshot: Snapshot, view: View) -> Themes:
        """Reads them. Raises UnavailableError."""
        catalog = snapshot.catalog
        own = replace(
            view, filters=tuple(one for one in view.filters if one[0] not in (THEME, GROUP))
        )
        named = tuple(one for one in view.levels(GROUP) if one != NOT_STATED)
        dimension = catalog.dimension(THEME)
        grains = {THEME: view.grain, GROUP: view.grain if named else None}
        by = {
            key: read(snapshot, own, [SHARE], (key,), grain)
            for key, grain in grains.items()
            if catalog.dimension(key)
        }
        shares, groups = (
            _table(by[key], SHARE.key, key) if key in by else None for key in (THEME, GROUP)
        )
        tones = None
        if dimension and catalog.answers_metric(SENTIMENT):
            tones = _table(read(snapshot, own, [SENTIMENT], (THEME,)), SENTIMENT.key)
            usual = chosen_series(catalog, SENTIMENT.key)  # others are on scales of their own
            tones = None if tones is None else tones[tones["series"] == usual]
        nothing = pd.DataFrame()
        found = cls(
            snapshot, own, named, dimension, nothing if shares is None else shares, tones,
            nothing if groups is None else groups, by,
        )  # fmt: skip
        return replace(
            found,
            shares=found.of_named(found.shares),
            tones=None if tones is None else found.of_named(tones),
        )

    def of_named(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a table by theme whose themes are of the groups that the view names."""
        if not self.named or frame.empty:
            return frame
        own = [self.group_of(theme) in self.named for theme in frame[THEME].astype(str)]
        return frame[own].reset_index(drop=True)

    def told_of(self, theme: str) -> bool:
        """Whether the theme has a share, be it 0; "": any of the groups that the view names."""
        rows = self.shares
        if rows.empty or not (theme or self.named):
            return False
        own = rows[rows[THEME].astype(str) == theme] if theme else rows
        return bool(own["n"].sum())

    def judged_with(self, totals: pd.DataFrame) -> tuple[Themes, pd.DataFrame]:
        """With the totals of the view as one family of changes: one headline tells of both."""
        whole = pd.concat([totals, self.shares], ignore_index=True)
        judged = as_one_family(whole, np.ones(len(whole), dtype=bool))
        p_value, verdict = judged["p_value"].to_numpy(), judged["verdict"].to_numpy()
        many = len(totals)
        shares = self.shares.assign(p_value=p_value[many:], verdict=verdict[many:])
        return replace(self, shares=shares), totals.assign(
            p_value=p_value[:many], verdict=verdict[:many]
        )

    def group_of(self, theme: str) -> str:
        """The group of a theme."""
        told = self.catalog.comments_read
        return told.group_of(theme) if told else ""


def _table(figures: Figures, metric: str, key: str = THEME) -> pd.DataFrame | None:
    frame = figures.table([DEFINITIONS[metric]], (key,))
    if frame is None or frame.empty:
        return None
    there = (frame[key] != NOT_STATED) & (frame["n"] + frame["base_n"] > 0)
    if metric == SHARE.key:  # that nobody names a theme, now or before, is no news
        there &= (frame["value"].fillna(0) > 0) | (frame["base_value"].fillna(0) > 0)
    frame = frame[there]
    order = np.lexsort((frame[key].astype(str), -frame["value"].fillna(-np.inf)))
    return frame.take(order).reset_index(drop=True)


def share_panel(themes: Themes) -> Panel | None:
    """How many comments name each theme, and whether that changed."""
    if themes.dimension is None or themes.shares.empty:
        return None
    subject = Subject(SHARE, SHARE.key)
    panel = breakdown_panel("themes", themes.shares, subject, themes.dimension, themes.view)
    subtitle = f"{panel.subtitle} · one may name several"
    subtitle += _unweighted(themes)
    if len(themes.named) == 1:
        return replace(panel, title=f"Themes of “{themes.named[0]}”", subtitle=subtitle)
    part_of = {theme: themes.group_of(theme) for theme in panel.frame["segment"].astype(str)}
    return replace(panel, title="Themes of comments", subtitle=subtitle, part_of=part_of)


def _unweighted(themes: Themes) -> str:
    return " · each counts as one, without its weight" if themes.view.weighted else ""


def groups_panel(themes: Themes) -> Panel | None:
    """How many comments name at least one theme of each group, and whether that changed."""
    dimension = themes.catalog.dimension(GROUP)
    if dimension is None or themes.groups.empty:
        return None
    subject = Subject(SHARE, SHARE.key)
    panel = breakdown_panel("theme_groups", themes.groups, subject, dimension, themes.view)
    return replace(
        panel,
        title="Groups of themes",
        subtitle=f"{panel.subtitle} · a comment counts once in each group{_unweighted(themes)}",
    )


def sentiment_panel(themes: Themes) -> Panel | None:
    """How those write who name a theme."""
    if themes.dimension is None or themes.tones is None:
        return None
    tones = with_a_figure(themes.tones)
    if tones.empty:
        return None
    subject = Subject(SENTIMENT, str(tones["series"].iloc[0]))
    panel = breakdown_panel("sentiment", tones, subject, themes.dimension, themes.view)
    title = f"{short_name(subject.series, themes.catalog.series)} by theme"
    return replace(panel, title=title) if len(panel.frame) else None


def with_a_figure(frame: pd.DataFrame) -> pd.DataFrame:
    """The themes of enough comments to tell."""
    return frame[frame["hidden"] == ""].reset_index(drop=True)


def trend_of_theme(themes: Themes, theme: str, key: str = THEME) -> Panel | None:
    """The share of comments that name the theme, or the group, by period; None without one."""
    if not theme:
        return None
    view = themes.view
    figures = themes.by.get(key)
    frame = figures.aligned(view.grain).table([SHARE], (PERIOD, key)) if figures else None
    if frame is None:
        return None
    own = frame[frame[key] == theme].drop(columns=key)
    panel = trend_panel(own, Subject(SHARE, SHARE.key), view, themes.catalog.currency)
    return replace(
        panel, key="theme_trend", title=f"“{theme}” by {view.grain}", subtitle="% of comments"
    )
