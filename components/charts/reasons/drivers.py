"""What goes with a metric: weights as bars with intervals, and the line of random variables."""

from __future__ import annotations

from dash import html

from components import tables, text
from components.charts.parts import build, words
from components.theme import Theme
from data.catalog import Catalog
from pages.panel import Panel
from view.state import View

_ROW, _LINE = 34, 16  # pixels of a row, and of a line of its name
_BAR, _ENDS = 13, 2  # pixels of a bar, and of the line of its interval


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """A bar for each driver, quiet where it is within noise; the dotted line is the noise."""
    rows = panel.frame.to_dict("records")[::-1]
    places = list(range(len(rows)))
    labels = words.lines([row["driver"] for row in rows], most=4)
    inks = [theme.accent if row["above_noise"] else theme.quiet for row in rows]
    drawn = list(zip(places, rows, inks, strict=True))
    bars = build.intervals(((place, 0.0, row["weight"], ink) for place, row, ink in drawn), _BAR)
    ends = build.intervals(
        ((place, row["low"], row["high"], theme.ink) for place, row, _ in drawn), _ENDS
    )
    told = [_told(row) for row in rows]
    most = max(max(row["high"], row["noise"]) for row in rows) * 1.04
    noise = float(rows[0]["noise"])
    dots = build.points(
        [row["weight"] for row in rows],
        places,
        inks,
        marker={"size": 7},
        cliponaxis=False,
        hovertext=[_hover(row) for row in rows],
        name="weight",
    )
    line = {"color": theme.ink, "width": 1, "dash": "dot"}
    return build.figure(
        [*bars, *ends, dots],
        build.layout(
            theme,
            60 + max(_ROW, _LINE * max(map(len, labels)) + 6) * max(len(rows), 2),
            margin={
                "l": build.room_for([one for lines in labels for one in lines]),
                "r": build.room_for(told),
                "t": 20,
                "b": build.TICK_LINE,
            },
            xaxis={"range": [0, most], "nticks": 5, "tickangle": 0, "ticksuffix": "%"},
            yaxis={
                "tickvals": places,
                "ticktext": [words.label(lines) for lines in labels],
                "range": [-0.6, len(rows) - 0.4],
                "showgrid": False,
            },
            shapes=[
                {
                    "type": "line", "x0": noise, "x1": noise, "yref": "paper", "y0": 0, "y1": 1,
                    "line": line,
                }
            ],
            annotations=[
                build.note(
                    noise, 1, "noise below", theme.quiet,
                    yref="paper", yshift=9, xanchor="left" if noise < most / 2 else "right",
                ),
                *(
                    build.note(
                        1, place, told[place], inks[place], xref="paper", xanchor="left", xshift=8
                    )
                    for place in places
                ),
            ],
        ),
    )  # fmt: skip


def _told(row: tables.Row) -> str:
    """Whether more of it goes with more of the metric."""
    if not row["above_noise"]:
        return "noise"
    return "↑ with it" if row["correlation"] > 0 else "↓ against"


def _way(row: tables.Row) -> str:
    return "more with more" if row["correlation"] > 0 else "more with less"


def _weight(row: tables.Row) -> str:
    value, low, high = (text.number(row[name], 1) for name in ("weight", "low", "high"))
    return f"{value}% ({low}\u00a0to\u00a0{high})"


def _judged(row: tables.Row) -> str:
    return "beyond noise" if row["above_noise"] else "within noise"


def _hover(row: tables.Row) -> str:
    return "<br>".join(
        [
            f"<b>{build.plain(row['driver'])}</b>",
            f"accounts for {_weight(row)} of the differences",
            f"{_judged(row)}: random figures stay below {text.number(row['noise'], 1)}%",
            _way(row),
            f"n {text.count(row['n'])}",
        ]
    )


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """The same as numbers."""
    body: list[list[tables.Cell]] = [
        [
            row["driver"],
            _weight(row),
            f"{text.number(row['noise'], 1)}%",
            _judged(row),
            _way(row),
            text.count(row["n"]),
        ]
        for row in panel.frame.to_dict("records")
    ]
    head = ["Figure", "Weight, 95% interval", "Noise below", "Verdict", "Goes", "n"]
    return tables.table(head, body, numeric_from=1)
