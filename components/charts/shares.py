"""The three NPS groups in per cent, period by period."""

from __future__ import annotations

from dash import html

from components import tables, text
from components.charts.distribution import group_colours
from components.charts.parts import build
from components.charts.parts.notes import with_notes
from components.charts.parts.periods import period_axis
from components.links import following, period_patch
from components.theme import Theme
from data.catalog import Catalog
from metrics.rounding import rounded_groups
from metrics.series import NPS_GROUPS
from pages.panel import Panel
from pages.panels.notes import noted
from view.state import View

HEIGHT = 260
COLOURS = {group: group.capitalize() for group in NPS_GROUPS[::-1]}


def shown_shares(panel: Panel) -> list[dict[str, float]]:
    """Of each period the shares of the groups, rounded so that they add up and give its NPS."""
    periods = zip(*(panel.frame[group] for group in NPS_GROUPS), strict=True)
    return [rounded_groups(dict(zip(NPS_GROUPS, shares, strict=True))) for shares in periods]


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """Stacked bars, detractors at the bottom, where it is seen best that they grow."""
    frame, colours = panel.frame, group_colours(theme)
    periods = [text.bucket(value, view.grain) for value in frame["period"]]
    patches = [period_patch(value.date(), view) for value in frame["period"]]
    rounded = shown_shares(panel)
    traces = [
        build.bars(
            periods,
            frame[group].to_list(),
            colours[group],
            name=group,
            hovertext=[
                f"<b>{period}</b><br>{group} {text.share(share, low, high)} of {text.count(n)}"
                for period, share, low, high, n in zip(
                    periods,
                    (shown[group] for shown in rounded),
                    frame[f"{group}_low"],
                    frame[f"{group}_high"],
                    frame["n"],
                    strict=True,
                )
            ],
            customdata=patches,
        )
        for group in NPS_GROUPS
    ]
    chart = build.figure(
        traces,
        build.layout(
            theme,
            HEIGHT,
            barmode="stack",
            bargap=0.2,
            margin={"l": build.room_for(["100%"]), "r": 18, "t": 8, "b": 2 * build.TICK_LINE - 8},
            xaxis=period_axis(frame["period"].to_list(), view.grain),
            yaxis={"range": [0, 100], "ticksuffix": "%", "nticks": 5},
        ),
    )
    starts = [value.date() for value in frame["period"]]
    return with_notes(chart, panel.notes, starts, view.grain, periods, theme)


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """Shares of the three NPS groups by period."""
    follow = following(view, catalog)
    ends = [f"{group}{end}" for group in COLOURS for end in ("_low", "_high")]
    body: list[list[tables.Cell]] = [
        [
            tables.linked(
                text.bucket(period, view.grain), period_patch(period.date(), view), follow
            ),
            *(
                text.share(shown[group], low, high)
                for group, low, high in zip(COLOURS, found[::2], found[1::2], strict=True)
            ),
            text.count(n),
        ]
        for shown, (period, n, *found) in zip(
            shown_shares(panel), tables.columns(panel, "period", "n", *ends), strict=True
        )
    ]
    notes = noted(panel, panel.frame["period"], view.grain)
    return tables.table(["Period", *COLOURS.values(), "n"], body, numeric_from=1, notes=notes)
