"""Notes on dates on a page: on its panels that have periods, and so in their charts and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from pages.figures.comparison import PERIOD
from pages.panel import Kind, Page, Panel
from view.notes import Note, notes_in

# What is drawn along time; sparklines are as small as a word, and cohorts go by when people joined.
_ALONG_TIME = frozenset({Kind.TREND, Kind.BACKLOG, Kind.MOVEMENT, Kind.SHARES, Kind.HEATMAP})


def with_notes(page: Page, notes: Sequence[Note]) -> Page:
    """The page with the notes on its days; as it was where it has nothing by period."""
    if not notes:
        return page
    panels = tuple(_with_notes(panel, tuple(notes)) for panel in page.panels)
    shown = any(panel.notes for panel in panels)
    return replace(page, panels=panels, notes=tuple(notes)) if shown else page


def _with_notes(panel: Panel, notes: tuple[Note, ...]) -> Panel:
    dated = panel.kind in _ALONG_TIME and PERIOD in panel.frame and not panel.frame.empty
    return replace(panel, notes=notes) if dated else panel


def noted(panel: Panel, periods: Iterable[datetime | date | None], grain: str) -> list[str]:
    """What is noted on each of these periods of a panel; nothing where it has no notes.

    `grain`: that of the view.
    """
    if not panel.notes:
        return []
    starts = (one.date() if isinstance(one, datetime) else one for one in periods)
    own = panel.grain or grain
    return [words_of(notes_in(panel.notes, start, own)) if start else "" for start in starts]


def words_of(notes: Sequence[Note]) -> str:
    """`1. New billing portal; 2. Prices went up`."""
    return "; ".join(f"{one.number}. {one.text}" for one in notes)
