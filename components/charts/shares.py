"""The three NPS groups in per cent, period by period."""

from __future__ import annotations

from components import text
from components.charts import build
from components.charts.distribution import group_colours
from components.links import period_patch
from components.theme import Theme
from pages.panel import Panel
from view.state import View

HEIGHT = 260


def draw(panel: Panel, view: View, theme: Theme) -> build.Figure:
    """Stacked bars, detractors at the bottom: a growing base of them is what must be seen."""
    frame, colours = panel.frame, group_colours(theme)
    periods = [text.bucket(value, view.grain) for value in frame["period"]]
    patches = [period_patch(value.date(), view) for value in frame["period"]]
    traces = [
        build.bars(
            periods,
            frame[group].to_list(),
            colours[group],
            name=group,
            hovertext=[
                f"<b>{period}</b><br>{group} {share:.1f}% of {text.count(n)}"
                for period, share, n in zip(periods, frame[group], frame["n"], strict=True)
            ],
            customdata=patches,
        )
        for group in ("detractors", "passives", "promoters")
    ]
    return build.figure(
        traces,
        build.layout(
            theme,
            HEIGHT,
            barmode="stack",
            bargap=0.2,
            xaxis={"type": "category", "showgrid": False, "nticks": 8, "tickangle": 0},
            yaxis={"range": [0, 100], "ticksuffix": "%", "nticks": 5},
        ),
    )
