"""The Dash components of a chart: itself, reached by keyboard and named, and its legend."""

from __future__ import annotations

from textwrap import wrap

from dash import dcc, html

from components.aria import named
from components.charts.parts.build import Chart, Trace
from components.ids import chart
from components.links import Follow, following
from data.catalog import Catalog
from pages.panel import Panel
from view.state import View

_LETTERS = 44  # of a line of a hover text: a telephone has room for no more


def graph(panel: Panel, figure: Chart, view: View, catalog: Catalog) -> html.Div:
    """The chart of a panel; the patches in its `customdata` become links.

    assets/charts.js goes from point to point with the arrow keys, and follows the links.
    """
    follow = following(view, catalog)
    traces = [_reached(trace, follow) for trace in figure["data"]]
    clicked = any(any(trace.get("customdata", ())) for trace in traces)
    keys = "Arrow keys move from point to point" + (", Enter filters." if clicked else ".")
    return html.Div(
        dcc.Graph(
            id=chart(panel.key),
            figure={**figure, "data": traces},
            style={"height": f"{figure['layout']['height']}px"},
        ),
        className="cx-chart",
        tabIndex=0,
        role="application",  # so that a screen reader leaves the arrow keys to it
        **named(
            f"{panel.title}, {panel.subtitle}. {keys} The same figures can be shown as a table."
        ),
    )


def _reached(trace: Trace, follow: Follow) -> Trace:
    """The trace with links in place of patches, its hover texts in lines of readable length."""
    if "hovertext" not in trace:
        return trace
    told = {"hovertext": [lines(one) for one in trace["hovertext"]]}
    if "customdata" in trace:
        told["customdata"] = [follow(one) for one in trace["customdata"]]
    return {**trace, **told}


def lines(hover: str) -> str:
    """A hover text whose long lines are broken between words."""
    found = []
    for line in hover.split("<br>"):
        short = len(line) <= _LETTERS
        found += [line] if short else wrap(line, _LETTERS, break_long_words=False)
    return "<br>".join(found)


def legend(words: dict[str, str]) -> html.Div:
    """A word for each colour, by the key of the colour."""
    return html.Div(
        [html.Span(label, className=f"cx-key cx-key-{group}") for group, label in words.items()],
        className="cx-legend",
    )
