"""A ranking: its chart, who is left out of it and why, and its table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from dash import html

from components import text
from components.charts import ranking as chart
from components.charts.parts.graph import graph
from components.tables import Cell, figure_cells, figure_heads, table
from components.theme import Theme
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from pages.figures.figure import figures_of
from pages.panel import Page, Panel
from view.state import View

_NAMED = 12  # of those that are not ranked


def ranking(panel: Panel, page: Page, _: Catalog, theme: Theme) -> html.Div:
    """The chart, where anybody is ranked at all, and below it who is not."""
    ranked = panel.frame["rank"].any()  # of few rows, nobody may be
    drawn = [graph(panel, chart.draw(panel, page.view, theme))] if ranked else []
    return html.Div([*drawn, *ranking_notes(panel)])


def ranking_notes(panel: Panel) -> list[html.P]:
    """Sentences on who the chart leaves out, and why; they tell no figure of these."""
    frame = panel.rows
    ranked = int((frame["rank"] > 0).sum())
    told = []
    if ranked > chart.MOST:
        ends = f"The first {chart.ENDS} and the last {chart.ENDS} of {ranked:,}"
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


def ranking_table(panel: Panel, view: View) -> html.Div:
    """The levels of a ranking, and below them those that are not ranked."""
    against_rest = replace(view, compare="rest")
    teams, satisfied = "team" in panel.frame, "csat_value" in panel.frame
    body: list[list[Cell]] = [
        [
            row.ranks if row.rank else "–",
            row.segment,
            *([row.team] if teams else []),
            *figure_cells(row, against_rest),
            *([text.satisfaction(row).removeprefix("CSAT ")] if satisfied else []),
        ]
        for row in figures_of(panel.frame)
    ]
    names = [str(panel.frame["dimension"].iloc[0]).capitalize(), *(["Team"] if teams else [])]
    figures = figure_heads(against_rest, "Difference")
    figures += ["CSAT, 95% interval, n"] if satisfied else []
    return table(["Rank", *names, *figures], body, numeric_from=1 + len(names))
