"""What the colours of a chart stand for."""

from __future__ import annotations

from dash import html


def legend(words: dict[str, str]) -> html.Div:
    """The words of a chart's colours, by their key."""
    return html.Div(
        [html.Span(label, className=f"cx-key cx-key-{group}") for group, label in words.items()],
        className="cx-legend",
    )
