"""What the colours of a chart stand for."""

from __future__ import annotations

from dash import html


def legend(words: dict[str, str]) -> html.Div:
    """A word for each colour, by the key of the colour."""
    return html.Div(
        [html.Span(label, className=f"cx-key cx-key-{group}") for group, label in words.items()],
        className="cx-legend",
    )
