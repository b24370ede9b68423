"""Themes of comments, a point each: how often one is named, and what goes with it."""

from __future__ import annotations

import math

from dash import html

from components import tables, text
from components.charts.parts import build
from components.links import following, patch
from components.theme import Theme
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from pages.panel import Panel
from view.state import View

HEIGHT = 380
_NAMED, _LETTERS = 6, 24  # of the points, those that weigh most, that have their name beside them
_WIDTH = 2  # pixels of the line of an interval
_TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
_SAYS = {
    "cost": "points below or above others who wrote",
    "sentiment": "net sentiment of comments that name it",
}


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """Points upwards by the share of comments, from left to right from bad to good.

    Hollow where what goes with a theme is within noise.
    """
    rows = panel.frame.to_dict("records")
    across = build.intervals(
        ((row["share"], row["value_low"], row["value_high"], theme.line) for row in rows), _WIDTH
    )
    along = build.intervals(
        ((row["value"], row["low"], row["high"], theme.line) for row in rows), _WIDTH, upright=True
    )
    dots = build.points(
        [row["value"] for row in rows],
        [row["share"] for row in rows],
        [theme.accent if row["beyond"] else theme.quiet for row in rows],
        marker={"symbol": ["circle" if row["beyond"] else "circle-open" for row in rows]},
        cliponaxis=False,
        hovertext=[_hover(row, panel.metric) for row in rows],
        customdata=[patch(theme=row["theme"]) for row in rows],
        name="theme",
    )
    named = sorted(rows, key=lambda row: -abs(row["value"]) * row["share"])[:_NAMED]
    most = max(max(abs(row["value_low"]), abs(row["value_high"])) for row in rows)
    ends = [
        math.log10(max(min(row["low"] for row in rows), 0.01)) - 0.05,
        math.log10(max(row["high"] for row in rows)) + 0.1,
    ]
    line = {"color": theme.quiet, "width": 1, "dash": "dot"}
    return build.figure(
        [*across, *along, dots],
        build.layout(
            theme,
            HEIGHT,
            margin={"l": build.room_for(["100%"]), "r": 12, "t": 8, "b": 2 * build.TICK_LINE - 8},
            xaxis={
                "range": [-1.08 * most, 1.08 * most],
                "nticks": 6,
                "tickangle": 0,
                "title": {
                    "text": _SAYS[rows[0]["what"]],
                    "font": {"size": 12, "color": theme.quiet},
                    "standoff": 4,
                },
            },
            # Many themes are named by few: on an even scale they would lie on each other.
            yaxis={
                "type": "log",
                "range": ends,
                "tickvals": _TICKS,
                "ticktext": [f"{tick:g}%" for tick in _TICKS],
            },
            shapes=[
                {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line}
            ],
            annotations=[
                build.note(
                    row["value"], math.log10(row["share"]), build.plain(_short(row["theme"])),
                    theme.ink, yshift=11, xanchor="left" if row["value"] < 0 else "right",
                )
                for row in named
            ],
        ),
    )  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"


def _share(row: tables.Row) -> str:
    return text.share(row["share"], row["low"], row["high"])


def _value(row: tables.Row, name: str = "value") -> str:
    value, low, high = (text.number(row[f"{name}{end}"], 1) for end in ("", "_low", "_high"))
    return f"{value} ({low}\u00a0to\u00a0{high})"


def _hover(row: tables.Row, metric: str) -> str:
    beyond = "beyond noise" if row["beyond"] else "within noise"
    told = [
        f"<b>{build.plain(row['theme'])}</b>",
        f"{_share(row)} of comments, n {text.count(row['n'])}",
        f"{_value(row)} points, {beyond}",
    ]
    if "pull" in row:
        told.append(f"{_value(row, 'pull')} points on {DEFINITIONS[metric].short} of all")
    return "<br>".join(told)


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """The same as numbers."""
    follow = following(view, catalog)
    body: list[list[tables.Cell]] = [
        [
            tables.linked(row["theme"], patch(theme=row["theme"]), follow),
            _share(row),
            text.count(row["n"]),
            _value(row),
            "beyond noise" if row["beyond"] else "within noise",
            *([_value(row, "pull")] if "pull" in row else []),
        ]
        for row in panel.frame.to_dict("records")
    ]
    says = _SAYS[panel.frame["what"].iloc[0]].capitalize()
    head = ["Theme", "Share of comments, 95% interval", "n", f"{says}, 95% interval", "Verdict"]
    if "pull" in panel.frame:
        of_all = f"{DEFINITIONS[panel.metric].short} of all"
        head.append(f"Points by which {of_all} is higher or lower with it, 95% interval")
    return tables.table(head, body, numeric_from=1)
