"""Importance against performance, a point for each touchpoint, in four quadrants."""

from __future__ import annotations

from dash import html

from components import tables, text
from components.charts.parts import build
from components.theme import Theme
from data.catalog import Catalog
from pages.figures.series import definition_of
from pages.panel import Panel
from view.state import View

HEIGHT = 380
_NAMED, _LETTERS = 5, 24  # of the points that have their name beside them
_WIDTH = 2  # pixels of the line of an interval


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """Points from their threshold, upwards by importance; lines are 95 % intervals.

    Hollow where importance is within noise; those that are surely in a quadrant are coloured.
    """
    rows = panel.frame.to_dict("records")
    mean = float(rows[0]["importance_mean"])
    inks = [theme.accent if row["quadrant"] else theme.quiet for row in rows]
    across = build.intervals(
        (
            (row["importance"], row["low"] - row["threshold"], row["high"] - row["threshold"],
             theme.line)
            for row in rows
        ),
        _WIDTH,
    )  # fmt: skip
    along = build.intervals(
        ((row["gap"], row["importance_low"], row["importance_high"], theme.line) for row in rows),
        _WIDTH,
        upright=True,
    )
    dots = build.points(
        [row["gap"] for row in rows],
        [row["importance"] for row in rows],
        inks,
        marker={"symbol": ["circle" if row["above_noise"] else "circle-open" for row in rows]},
        cliponaxis=False,
        hovertext=[_hover(row) for row in rows],
        name="touchpoint",
    )
    most = max(max(abs(row[name] - row["threshold"]) for row in rows) for name in ("low", "high"))
    top = max(row["importance_high"] for row in rows) * 1.1
    line = {"color": theme.quiet, "width": 1, "dash": "dot"}
    corners = (
        (0, 1, "Concentrate here"), (1, 1, "Keep up the good work"),
        (0, 0, "Low priority"), (1, 0, "Possible overkill"),
    )  # fmt: skip
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
                    "text": "points below or above its threshold",
                    "font": {"size": 12, "color": theme.quiet},
                    "standoff": 4,
                },
            },
            yaxis={"range": [0, top], "nticks": 6, "ticksuffix": "%"},
            shapes=[
                {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line},
                {
                    "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": mean, "y1": mean,
                    "line": line,
                },
            ],
            annotations=[
                *(
                    build.note(
                        x, y, words, theme.quiet, xref="paper", yref="paper",
                        xanchor="right" if x else "left", yanchor="top" if y else "bottom",
                    )
                    for x, y, words in corners
                ),
                *(
                    build.note(
                        row["gap"], row["importance"], build.plain(_short(row["touchpoint"])),
                        theme.ink, yshift=11, xanchor="left" if row["gap"] < 0 else "right",
                    )
                    for row in rows[:_NAMED]
                ),
            ],
        ),
    )  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"


def _importance(row: tables.Row) -> str:
    value, low, high = (text.number(row[f"importance{end}"], 1) for end in ("", "_low", "_high"))
    return f"{value}% ({low}\u00a0to\u00a0{high})"


def _where(row: tables.Row) -> str:
    if not row["above_noise"]:
        return "importance within noise"
    return str(row["quadrant"]) or "too close to call"


def _figure(row: tables.Row) -> str:
    return text.with_interval(row["value"], row["low"], row["high"], definition_of(row["series"]))


def _threshold(row: tables.Row) -> str:
    shown = text.amount(row["threshold"], definition_of(row["series"]))
    return f"{row['threshold_is']} {shown}"


def _hover(row: tables.Row) -> str:
    return "<br>".join(
        [
            f"<b>{build.plain(row['driver'])}</b>",
            f"{_figure(row)}, {_threshold(row)}, n {text.count(row['n'])}",
            f"importance {_importance(row)}",
            _where(row),
        ]
    )


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """The same as numbers."""
    body: list[list[tables.Cell]] = [
        [
            row["driver"],
            _figure(row),
            _threshold(row),
            text.count(row["n"]),
            _importance(row),
            f"{text.number(row['importance_mean'], 1)}%",
            _where(row),
        ]
        for row in panel.frame.to_dict("records")
    ]
    head = ["Touchpoint", "Figure, 95% interval", "Held against", "n", "Importance"]
    return tables.table([*head, "Mean importance", "Quadrant"], body, numeric_from=1)
