"""What stands below a ranking: how many more there are, and who is not ranked."""

from __future__ import annotations

from dash import html

from components import text
from components.charts.ranking import ENDS, MOST
from metrics.definitions import DEFINITIONS
from pages.panel import Panel
from pages.reading import Reading, readings

_NAMED = 12  # of those that are not ranked


def ranking_notes(panel: Panel) -> list[html.P]:
    """Sentences on those that the chart leaves out; of the few no figure is told."""
    rows = readings(panel.frame)
    ranked = sum(row.rank > 0 for row in rows)
    told = []
    if ranked > MOST:
        ends = f"The first {ENDS} and the last {ENDS} of {ranked}"
        told.append(f"{ends}; the table and the CSV have all.")
    left = [row for row in rows if not row.rank]
    for why, words in (
        ("too_few", f"too few {DEFINITIONS[panel.metric].noun}"),
        ("protects", text.PROTECTS),
        ("", "nobody to be compared with"),
    ):
        those = [row for row in left if row.hidden == why]
        if those:
            told.append(f"Not ranked, {words}: {_named(those)}.")
    return [html.P(one, className="cx-quiet") for one in told]


def _named(rows: list[Reading]) -> str:
    names = ", ".join(f"{row.segment} (n {text.count(row.n)})" for row in rows[:_NAMED])
    return f"{names} and {len(rows) - _NAMED} more" if len(rows) > _NAMED else names
