"""Panels of one metric by touchpoint and a second column."""

from __future__ import annotations

import pandas as pd

from data.scope import NOT_STATED
from metrics.estimates import figures
from metrics.sums.cells import Cells
from pages.figures.comparison import PERIOD, Comparison
from pages.panel import Kind, Panel
from pages.panels.breakdowns import definition_of, unit_note

PANEL_PERIODS = 36  # columns


def heatmap_panel(
    key: str, sides: Comparison[Cells], series: str, column: str, minimum_n: int, title: str
) -> Panel:
    """A series by touchpoint and a second column (period or segment), with real changes marked."""
    metric = definition_of(series)
    frame = figures(sides.now, sides.base, [metric.key], ("touchpoint", column), minimum_n)
    return heatmap_of(key, frame, series, column, title, "▲▼ real changes")


def heatmap_of(
    key: str, frame: pd.DataFrame, series: str, column: str, title: str, marks: str
) -> Panel:
    """The figures of a series by touchpoint and a second column; `marks` says what is marked."""
    metric = definition_of(series)
    rows = frame[(frame["series"] == series) & (frame["touchpoint"] != NOT_STATED)]
    if column == PERIOD:
        newest = rows[PERIOD].drop_duplicates().sort_values().tail(PANEL_PERIODS)
        rows = rows[rows[PERIOD].isin(newest)]
    else:
        rows = rows.rename(columns={column: "segment"}).assign(dimension=column)
    return Panel(
        key=key,
        kind=Kind.HEATMAP,
        title=title,
        subtitle=f"{unit_note(series, '')} · {marks}",
        frame=rows.reset_index(drop=True),
        metric=metric.key,
        dimension="touchpoint",
    )
