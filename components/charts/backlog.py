"""Tickets by period: opened, resolved, closed unsolved, and open at the end."""

from __future__ import annotations

from dash import html

from components import tables, text
from components.charts.parts import build
from components.charts.parts.notes import with_notes
from components.charts.parts.periods import period_axis
from components.links import following, period_patch
from components.theme import Theme
from data.catalog import Catalog
from pages.panel import Panel
from pages.panels.notes import noted
from view.state import View

HEIGHT = 300
_BARS, _LINE = 0.42, 0.52  # shares of the height, from below
NAMES = {
    "opened": "Opened",
    "resolved": "Resolved",
    "unsolved": "Closed unsolved",
    "open": "Open at the end",
}


def shown(panel: Panel) -> dict[str, str]:
    """The columns of the panel with their names."""
    return {name: words for name, words in NAMES.items() if name in panel.frame}


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """Tickets open at the end of each period as a line; those opened and closed as bars below."""
    frame = panel.frame
    colours = {"opened": theme.passive, "resolved": theme.promoter, "unsolved": theme.detractor}
    flows = {name: frame[name].to_list() for name in colours if name in frame}
    periods = [text.bucket(value, view.grain) for value in frame["period"]]
    patches = [period_patch(value.date(), view) for value in frame["period"]]
    cuts = [text.cut(days, of) for days, of in zip(frame["days"], frame["of_days"], strict=True)]
    hovers = [
        f"<b>{period}</b>{cuts[at]}<br>"
        + ", ".join(f"{NAMES[name].lower()} {text.count(flows[name][at])}" for name in flows)
        + f"<br>open at its end {text.count(left)}"
        for at, (period, left) in enumerate(zip(periods, frame["open"], strict=True))
    ]
    told = {"hovertext": hovers, "customdata": patches}
    left = frame["open"].to_list()
    room = 0.08 * (max(left) - min(left)) or 1
    most = max(count for counts in flows.values() for count in counts)
    chart = build.figure(
        [
            *(
                build.bars(periods, counts, colours[name], name=name, yaxis="y2", **told)
                for name, counts in flows.items()
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
            xaxis={**period_axis(frame["period"].to_list(), view.grain), "anchor": "y2"},
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
    starts = [value.date() for value in frame["period"]]
    return with_notes(chart, panel.notes, starts, view.grain, periods, theme)


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """Tickets opened, resolved, closed unsolved and left open by period."""
    names, follow = shown(panel), following(view, catalog)
    body: list[list[tables.Cell]] = [
        [
            tables.linked(
                f"{text.bucket(period, view.grain)}{text.cut(days, of)}",
                period_patch(period.date(), view),
                follow,
            ),
            *map(text.count, counts),
        ]
        for period, days, of, *counts in tables.columns(panel, "period", "days", "of_days", *names)
    ]
    notes = noted(panel, panel.frame["period"], view.grain)
    return tables.table(["Period", *names.values()], body, numeric_from=1, notes=notes)
