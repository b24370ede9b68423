"""What stands below a ranking: how many more there are, and who is not ranked."""

from __future__ import annotations

import pandas as pd
from dash import html

from components import text
from components.charts.ranking import ENDS, MOST
from metrics.definitions import DEFINITIONS
from pages.figures.figure import figures_of
from pages.panel import Panel

_NAMED = 12  # of those that are not ranked


def ranking_notes(panel: Panel) -> list[html.P]:
    """Sentences on those that the chart leaves out; of the few no figure is told."""
    frame = panel.rows
    ranked = int((frame["rank"] > 0).sum())
    told = []
    if ranked > MOST:
        ends = f"The first {ENDS} and the last {ENDS} of {ranked:,}"
        told.append(
            f"{ends}; the {'CSV has' if panel.every is not None else 'table and the CSV have'} all."
        )
    left = frame[frame["rank"] == 0]
    for why, words in (
        ("too_few", f"too few {DEFINITIONS[panel.metric].noun}"),
        ("protects", text.PROTECTS),
        ("", "nobody to be compared with"),
    ):
        those = left[left["hidden"] == why]
        if len(those):
            told.append(f"Not ranked, {words}: {_named(those)}.")
    return [html.P(one, className="cx-quiet") for one in told]


def _named(rows: pd.DataFrame) -> str:
    first = figures_of(rows.head(_NAMED))
    names = ", ".join(f"{row.segment} (n {text.count(row.n)})" for row in first)
    return f"{names} and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else names
