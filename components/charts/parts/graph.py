"""The Dash components of a chart: itself, with a name for screen readers, and its legend."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.aria import named
from components.charts.parts.build import Chart
from components.ids import chart
from pages.panel import Panel

_CONFIG: Any = {
    "displayModeBar": False,  # its "share" button would upload the figure to a third party
    "responsive": True,
    "doubleClick": False,
    "showTips": False,
}


def graph(panel: Panel, figure: Chart) -> html.Div:
    """The chart of a panel."""
    return html.Div(
        dcc.Graph(
            id=chart(panel.key),
            figure=figure,
            config=_CONFIG,
            style={"height": f"{figure['layout']['height']}px"},
        ),
        role="img",
        **named(f"{panel.title}, {panel.subtitle}. The same figures can be shown as a table."),
    )


def legend(words: dict[str, str]) -> html.Div:
    """A word for each colour, by the key of the colour."""
    return html.Div(
        [html.Span(label, className=f"cx-key cx-key-{group}") for group, label in words.items()],
        className="cx-legend",
    )
