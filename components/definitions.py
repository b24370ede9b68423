"""Metric definitions as a list to read, not as a table to scroll."""

from __future__ import annotations

from dash import html

from pages.panel import Panel

_SHOWN = ("question", "formula", "scale", "counted", "better", "source")


def definitions(panel: Panel) -> html.Div:
    """One block for each metric."""
    blocks = []
    for row in panel.frame.to_dict("records"):
        terms = []
        for name in _SHOWN:
            if row[name]:
                terms += [html.Dt(name.capitalize()), html.Dd(row[name])]
        head = html.H3([row["metric"], html.Code(row["key"])])
        blocks.append(html.Div([head, html.Dl(terms)], className="cx-definition"))
    return html.Div(blocks, className="cx-definitions")
