"""The change of a figure and its verdict, in a few words."""

from __future__ import annotations

import math

from dash import html

from components import text
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure
from view.state import View


def chip(row: Figure, view: View, unknown: str = "") -> html.Span:
    """The change and its verdict, coloured only where chance alone is unlikely.

    `unknown`: why the figure is not known yet.
    """
    if row.hidden:
        why = text.hidden(row.hidden, row.definition, unknown)
        return html.Span(why, className="cx-chip cx-chip-few")
    if row.verdict == Verdict.NONE and not math.isnan(row.change):
        return html.Span(f"{text.change(row)} not judged", className="cx-chip cx-chip-few")
    if row.verdict in (Verdict.TOO_FEW, Verdict.NONE):
        return html.Span(text.judgement(row, view), className="cx-chip cx-chip-few")
    tone = text.tone(row.change, row.verdict, row.definition)
    return html.Span(
        f"{text.change(row)} {text.judgement(row, view)}",
        className=f"cx-chip cx-chip-{tone}",
        title=f"Change {text.change_interval(row)} (95% interval)",
    )
