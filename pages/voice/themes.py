"""The themes of a view: how many comments name each, how they are written, and since when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.figures.comparison import PERIOD
from pages.figures.read import Figures, read
from pages.figures.series import Subject
from pages.panel import Panel
from pages.panels.breakdowns import breakdown_panel
from pages.panels.trends import trend_panel
from view.state import View

THEME = "theme"
SHARE, SENTIMENT = DEFINITIONS["theme_share"], DEFINITIONS["sentiment"]


@dataclass(frozen=True)
class Themes:
    """All themes of a view, whichever of them it is filtered to.

    `shares` and `tones` are tables of figures by theme, the most named first; `tones` is None
    where comments have no sentiment.
    """

    snapshot: Snapshot
    view: View  # without its filter by theme
    dimension: Dimension | None
    shares: pd.DataFrame
    tones: pd.DataFrame | None

    @property
    def catalog(self) -> Catalog:
        """What is known of the data."""
        return self.snapshot.catalog

    @classmethod
    def of(cls, snapshot: Snapshot, view: View) -> Themes:
        """Reads them. Raises UnavailableError."""
        catalog = snapshot.catalog
        own = replace(view, filters=tuple(one for one in view.filters if one[0] != THEME))
        dimension = catalog.dimension(THEME)
        metrics = [SHARE, *([SENTIMENT] if catalog.answers_metric(SENTIMENT) else [])]
        figures = read(snapshot, own, metrics, (THEME,) if dimension else ())
        shares = _table(figures, SHARE.key) if dimension else None
        tones = _table(figures, SENTIMENT.key) if dimension and len(metrics) > 1 else None
        shares = pd.DataFrame() if shares is None else shares
        return cls(snapshot, own, dimension, shares, tones)


def _table(figures: Figures, metric: str) -> pd.DataFrame | None:
    frame = figures.table([DEFINITIONS[metric]], (THEME,))
    if frame is None or frame.empty:
        return None
    there = (frame[THEME] != NOT_STATED) & (frame["n"] + frame["base_n"] > 0)
    if metric == SHARE.key:  # that nobody names a theme, now or before, is no news
        there &= (frame["value"].fillna(0) > 0) | (frame["base_value"].fillna(0) > 0)
    frame = frame[there]
    order = np.lexsort((frame[THEME].astype(str), -frame["value"].fillna(-np.inf)))
    return frame.take(order).reset_index(drop=True)


def share_panel(themes: Themes) -> Panel | None:
    """How many comments name each theme, and whether that changed."""
    if themes.dimension is None or themes.shares.empty:
        return None
    subject = Subject(SHARE, SHARE.key)
    panel = breakdown_panel("themes", themes.shares, subject, themes.dimension, themes.view)
    return replace(
        panel,
        title="Themes of comments",
        subtitle=f"{panel.subtitle} · one may name several",
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
    return replace(panel, title="Sentiment by theme") if len(panel.frame) else None


def with_a_figure(frame: pd.DataFrame) -> pd.DataFrame:
    """The themes of enough comments to tell."""
    return frame[frame["hidden"] == ""].reset_index(drop=True)


def trend_of_theme(themes: Themes, theme: str) -> Panel | None:
    """The share of comments that name the theme by period; None without one."""
    if not theme:
        return None
    view = themes.view
    found = read(themes.snapshot, view, [SHARE], (THEME,), view.grain).aligned(view.grain)
    frame = found.table([SHARE], (PERIOD, THEME))
    if frame is None:
        return None
    own = frame[frame[THEME] == theme].drop(columns=THEME)
    panel = trend_panel(own, Subject(SHARE, SHARE.key), view, themes.catalog.currency)
    return replace(
        panel, key="theme_trend", title=f"“{theme}” by {view.grain}", subtitle="% of comments"
    )
