"""A bridge as a waterfall: from one side to the other by what each level adds, share and value."""

from __future__ import annotations

import math

from dash import html

from components import tables, text
from components.charts.parts import build, words
from components.links import following, patch
from components.theme import Theme
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS, MetricDefinition
from pages.panel import Panel
from pages.words.units import unit_of
from view.state import View

KEYS = {"mix": "by its share (mix)", "rate": "by its value (rate)"}
_ROW, _LINE, _LETTERS = 42, 16, 20  # pixels of a row, and of a line of its name, letters of one
_OFF = {"mix": 0.17, "rate": -0.17}  # of both bars from the middle of their row
_BAR, _ENDS = 11, 2  # pixels of a bar, and of the line of its interval
_LINES = 3


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """Both sides as points with intervals, each level as two bars that start where the last ended.

    The thin line over the end of a bar is the 95 % interval of what it adds.
    """
    metric, rows = DEFINITIONS[panel.metric], panel.frame.to_dict("records")[::-1]
    unit = unit_of(metric.unit, rows[0]["value"])
    colours = {"mix": theme.quiet, "rate": theme.accent}
    labels = words.lines([_name(row, view) for row in rows], _LETTERS, _LINES)
    traces: dict[str, build.Trace] = {}
    ends: list[float] = []
    dots: list[tuple[float, float, str, str, str]] = []
    at = float(rows[-1]["value"])
    for place in range(len(rows) - 1, -1, -1):
        row = rows[place]
        if row["step"] in ("before", "now"):
            value, low, high = (row[name] / unit.size for name in ("value", "low", "high"))
            _add(traces, "total", place, low, high, theme.neutral_band, 9)
            dots.append((value, place, theme.ink, _hover(row, panel, view), ""))
            ends += [value, low, high]
            continue
        for part, off in _OFF.items():
            start, at = at, at + row[part]
            size = (row[f"{part}_high"] - row[f"{part}_low"]) / 2
            _add(traces, part, place + off, start / unit.size, at / unit.size, colours[part], _BAR)
            span = ((at - size) / unit.size, (at + size) / unit.size)
            _add(traces, f"{part}_ends", place + off, *span, theme.ink, _ENDS)
            hover = _hover(row, panel, view)
            dots.append((at / unit.size, place + off, colours[part], hover, _click(row, panel)))
            ends += [*span, start / unit.size]
    drawn = list(traces.values())
    drawn.append(
        build.points(
            [dot[0] for dot in dots],
            [dot[1] for dot in dots],
            [dot[2] for dot in dots],
            marker={"size": [11 if dot[2] == theme.ink else 7 for dot in dots]},
            cliponaxis=False,
            hovertext=[dot[3] for dot in dots],
            customdata=[dot[4] for dot in dots],
            name=metric.short,
        )
    )
    told = [_told(row, metric) for row in rows]
    known = [end for end in ends if not math.isnan(end)]
    room = max(0.03 * (max(known) - min(known)), 0.02)
    return build.figure(
        drawn,
        build.layout(
            theme,
            44 + max(_ROW, _LINE * max(map(len, labels)) + 6) * len(rows),
            margin={
                "l": build.room_for([line for lines in labels for line in lines]),
                "r": max(64, build.room_for(told)),
                "t": 4,
                "b": build.TICK_LINE,
            },
            xaxis={
                "range": [min(known) - room, max(known) + room],
                "nticks": 5,
                "tickangle": 0,
                "exponentformat": "none",
                "separatethousands": True,
                "ticksuffix": "%" if metric.unit == "%" else unit.short,
            },
            yaxis={
                "tickvals": list(range(len(rows))),
                "ticktext": [words.label(lines) for lines in labels],
                "range": [-0.6, len(rows) - 0.4],
                "showgrid": False,
            },
            annotations=[
                build.note(
                    1, place, told[place], theme.ink,
                    xref="paper", xanchor="left", xshift=8,
                )
                for place in range(len(rows))
            ],
        ),
    )  # fmt: skip


def _add(
    traces: dict[str, build.Trace], name: str, place: float, low: float, high: float,
    colour: str, width: int,
) -> None:  # fmt: skip
    """A line between two values at a place, in the trace of that name."""
    if name not in traces:
        traces[name] = {**build.line([], [], colour), "line": {"color": colour, "width": width}}
    traces[name]["x"] += [low, high, None]
    traces[name]["y"] += [place, place, None]


def _name(row: tables.Row, view: View) -> str:
    rest = view.compare == "rest"
    match row["step"]:
        case "before":
            return "The rest" if rest else "Before"
        case "now":
            return "Here" if rest else "Now"
        case "others":
            return f"Others, {row['levels']:,} level{'' if row['levels'] == 1 else 's'}"
    return str(row["level"])


def _told(row: tables.Row, metric: MetricDefinition) -> str:
    """The figure of a side, or what a level adds."""
    if row["step"] in ("before", "now"):
        return text.short_amount(row["value"], metric)
    return text.signed(row["both"], metric, row["value"])


def _adds(row: tables.Row, part: str, metric: MetricDefinition) -> str:
    """What a level adds by one part, with its interval."""
    value, low, high = (
        text.signed(row[f"{part}{end}"], metric, row["value"]) for end in ("", "_low", "_high")
    )
    return f"{value} ({low}\u00a0to\u00a0{high})"


def _click(row: tables.Row, panel: Panel) -> str:
    one = row["step"] == "level" and panel.dimension
    return patch(**{panel.dimension: str(row["level"])}) if one else ""


def _hover(row: tables.Row, panel: Panel, view: View) -> str:
    metric = DEFINITIONS[panel.metric]
    name = f"<b>{build.plain(_name(row, view))}</b>"
    if row["step"] in ("before", "now"):
        figure = text.with_interval(row["value"], row["low"], row["high"], metric)
        told = text.with_currency(figure, metric, panel.currency)
        return f"{name}<br>{metric.short} {told}, n {text.count(row['n'])}"
    values = " → ".join(text.amount(row[one], metric) for one in ("compared_value", "value"))
    shares = " → ".join(f"{text.number(row[one], 1)}%" for one in ("compared_share", "share"))
    return "<br>".join(
        [
            f"{name}, n {text.count(row['compared_n'])} → {text.count(row['n'])}",
            f"{metric.short} {values}",
            f"share {shares}",
            *(f"{KEYS[part]}: {_adds(row, part, metric)}" for part in KEYS),
            f"both: {_adds(row, 'both', metric)}",
        ]
    )


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """The steps with shares, figures and n of both sides, and what each adds."""
    metric, follow = DEFINITIONS[panel.metric], following(view, catalog)
    body: list[list[tables.Cell]] = []
    for row in panel.rows.to_dict("records"):
        total = row["step"] in ("before", "now")
        before = [] if total else [row["compared_share"], row["compared_value"], row["compared_n"]]
        share, value, n = before or [math.nan, math.nan, None]
        adds = row["step"] != "before"
        body.append(
            [
                tables.linked(_name(row, view), _click(row, panel), follow),
                "–" if total else f"{text.number(share, 1)}%",
                "–" if total else f"{text.number(row['share'], 1)}%",
                text.amount(value, metric),
                text.amount(row["value"], metric),
                text.n_of(n),
                text.count(row["n"]),
                *(_adds(row, part, metric) if adds else "–" for part in (*KEYS, "both")),
            ]
        )
    head = ["Level", "Share before", "Share", "Figure before", "Figure", "n before", "n"]
    return tables.table([*head, "Mix adds", "Rate adds", "Both"], body, numeric_from=1)
