"""The journey: a chart that keeps its width where the screen is narrower, and its table."""

from __future__ import annotations

from dash import html

from components import text
from components.aria import scrolling
from components.charts import journey as chart
from components.charts.parts.graph import graph
from components.links import following, patch
from components.tables import Cell, figure_cells, figure_heads, linked, table
from components.theme import Theme
from data.catalog import Catalog
from pages.figures.figure import figures_of
from pages.panel import Page, Panel
from view.state import View


def journey(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> html.Div:
    """The chart, which scrolls where it has not the room that its touchpoints need."""
    figure = graph(panel, chart.draw(panel, page.view, theme), page.view, catalog)
    wide = html.Div(figure, style={"minWidth": f"{chart.least_width(panel)}px"})
    return scrolling(wide, panel.title)


def journey_table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """Every figure along the journey, shares and means, with what it is in the journey."""
    follow = following(view, catalog)
    head = ["Touchpoint", "Metric", "In the journey", *figure_heads(view), "Of all answers"]
    rows = figures_of(panel.frame)
    body: list[list[Cell]] = [
        [
            linked(row.touchpoint, patch(touchpoint=row.touchpoint), follow),
            row.definition.short,
            row.mark,
            *figure_cells(row, view),
            "–" if row.hidden else f"{text.number(share, 1)}%",
        ]
        for row, share in zip(rows, chart.shown_shares(rows), strict=True)
    ]
    return table(head, body, numeric_from=3, heads=(0, 1))
