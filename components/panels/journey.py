"""The journey: a chart that keeps its width where the screen is narrower, and its table."""

from __future__ import annotations

from dash import html

from components import text
from components.aria import scrolling
from components.charts import journey as chart
from components.charts.parts.graph import graph
from components.tables import Cell, figure_cells, figure_heads, table
from components.theme import Theme
from data.catalog import Catalog
from pages.figures.figure import figures_of
from pages.panel import Page, Panel
from view.state import View


def journey(panel: Panel, page: Page, _: Catalog, theme: Theme) -> html.Div:
    """The chart, which scrolls where it has not the room that its touchpoints need."""
    figure = graph(panel, chart.draw(panel, page.view, theme))
    wide = html.Div(figure, style={"minWidth": f"{chart.least_width(panel)}px"})
    return scrolling(wide, panel.title)


def journey_table(panel: Panel, view: View) -> html.Div:
    """Every figure along the journey, shares and means, with what it is in the journey."""
    head = ["Touchpoint", "Metric", "In the journey", *figure_heads(view), "Of all answers"]
    body: list[list[Cell]] = [
        [
            row.touchpoint,
            row.definition.short,
            row.mark,
            *figure_cells(row, view),
            f"{text.number(row.share, 1)}%",
        ]
        for row in figures_of(panel.frame)
    ]
    return table(head, body, numeric_from=3)
