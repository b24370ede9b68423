"""What came, what got done, and what was left: tickets by period."""

from __future__ import annotations

from components import text
from components.charts import build
from components.links import period_patch
from components.theme import Theme
from pages.panel import Panel
from view.state import View

HEIGHT = 300
_MOST_TICKS = 8  # that a narrow screen has room for
_BARS, _LINE = 0.42, 0.52  # shares of the height, from below


def draw(panel: Panel, view: View, theme: Theme) -> build.Figure:
    """Open cases at the end of each period as a line, below it opened and resolved as bars."""
    frame = panel.frame
    periods = [text.bucket(value, view.grain) for value in frame["period"]]
    ticks = [text.tick(value, view.grain) for value in frame["period"]]
    patches = [period_patch(value.date(), view) for value in frame["period"]]
    hovers = [
        f"<b>{period}</b><br>opened {text.count(opened)}, resolved {text.count(resolved)}"
        f"<br>open at its end {text.count(left)}"
        for period, opened, resolved, left in zip(
            periods, frame["opened"], frame["resolved"], frame["open"], strict=True
        )
    ]
    told = {"hovertext": hovers, "customdata": patches}
    every = 1 + len(periods) // _MOST_TICKS
    left = frame["open"].to_list()
    room = 0.08 * (max(left) - min(left)) or 1
    most = max(*frame["opened"], *frame["resolved"])
    return build.figure(
        [
            build.bars(
                periods, frame["opened"].to_list(), theme.passive, name="opened", yaxis="y2", **told
            ),
            build.bars(
                periods, frame["resolved"].to_list(), theme.promoter, name="resolved", yaxis="y2",
                **told,
            ),
            build.line(periods, left, theme.accent, name="open"),
            build.points(periods, left, theme.accent, name="open", marker={"size": 6}, **told),
        ],
        build.layout(
            theme,
            HEIGHT,
            barmode="group",
            bargap=0.25,
            bargroupgap=0,
            margin={
                "l": build.room_for([f"{max(most, *left):,.0f}"]),
                "r": 12,
                "t": 10,
                "b": 2 * build.TICK_LINE - 8,
            },
            xaxis={
                "type": "category",
                "showgrid": False,
                "tickvals": periods[::every],
                "ticktext": ticks[::every],
                "tickangle": 0,
                "anchor": "y2",
            },
            yaxis={
                "range": [min(left) - room, max(left) + room],
                "domain": [_LINE, 1],
                "nticks": 4,
                "tickformat": ",d",
            },
            yaxis2={
                "range": [0, 1.05 * (most or 1)],
                "domain": [0, _BARS],
                "nticks": 4,
                "tickformat": ",d",
                "gridcolor": theme.line,
                "zeroline": False,
                "tickfont": {"color": theme.quiet, "size": 12},
                "fixedrange": True,
            },
        ),
    )  # fmt: skip
