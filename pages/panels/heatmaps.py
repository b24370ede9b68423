"""Panels of one metric by touchpoint and a second column."""

from __future__ import annotations

import pandas as pd

from data.scope import NOT_STATED
from pages.figures.comparison import PERIOD
from pages.figures.series import definition_of
from pages.panel import Kind, Panel
from pages.words.series_names import unit_note

PANEL_PERIODS = 36  # columns


def heatmap_panel(
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
