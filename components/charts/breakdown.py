"""Levels of a dimension as points with intervals, the comparison beside them."""

from __future__ import annotations

import math

from components import text
from components.charts.parts import build, goals, words
from components.charts.parts.scaled import chart_unit, scaled
from components.links import patch
from components.theme import Theme
from metrics.definitions import DEFINITIONS
from pages.figures.figure import Figure, figures_of
from pages.panel import Panel
from view.state import View

_ROW, _LINE = 34, 16  # pixels of a level, and of a line of its name
_LINES = 8  # of a name: of all but the longest nothing is cut


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """The dot chart of a panel whose frame has a row per level, first row on top."""
    metric = DEFINITIONS[panel.metric]
    told = figures_of(panel.frame)[::-1]
    unit = chart_unit(told)
    rows = [scaled(row, unit) for row in told]
    places = list(range(len(rows)))
    names = [row.place for row in rows]
    labels = words.lines(names, most=_LINES)
    below = words.lines([panel.part_of.get(name, "") for name in names], most=1)
    written = [[*lines, *part] for lines, part in zip(labels, below, strict=True)]
    tones = [text.tone(row.change, row.verdict, metric) for row in rows]
    ink = theme.inks(theme.ink)
    seen = _range(rows)
    edge = seen[1] if seen else math.nan  # one without an upper end goes on beyond it
    traces = build.intervals(
        (place, row.low, edge if math.isnan(row.high) else row.high, theme.bands[tone])
        for place, row, tone in zip(places, rows, tones, strict=True)
        if not math.isnan(row.low)
    )
    based = [(row.base_value, place) for place, row in zip(places, rows, strict=True)]
    based = [(value, place) for value, place in based if not math.isnan(value)]
    if based:
        x, y = zip(*based, strict=True)
        traces.append(build.comparison(list(x), list(y), theme, cliponaxis=False))
    traces += goals.marks(rows, places, theme)
    shown = [
        (row, place, tone)
        for row, place, tone in zip(rows, places, tones, strict=True)
        if not math.isnan(row.value)
    ]
    traces.append(
        build.points(
            [row.value for row, _, _ in shown],
            [place for _, place, _ in shown],
            [ink[tone] for _, _, tone in shown],
            marker={"size": [words.size(row.verdict) for row, _, _ in shown]},
            cliponaxis=False,
            hovertext=[words.hover(told[place], view, panel.currency) for _, place, _ in shown],
            customdata=[patch(**{panel.dimension: names[place]}) for _, place, _ in shown],
            name=metric.short,
        )
    )
    changes = [words.change(row) for row in told]
    notes = [
        build.note(
            1, place, words.weight(changes[place], told[place].verdict),
            ink[tone] if tone != "neutral" else theme.quiet,
            xref="paper", xanchor="left", xshift=8,
        )
        for place, tone in zip(places, tones, strict=True)
    ]  # fmt: skip
    return build.figure(
        traces,
        build.layout(
            theme,
            _height(written),
            margin={
                "l": build.room_for([line for lines in written for line in lines]),
                "r": max(104, build.room_for(changes)) if any(changes) else 8,
                "t": 4,
                "b": build.TICK_LINE,
            },
            xaxis={
                "range": seen,
                "nticks": 5,
                "tickangle": 0,
                "exponentformat": "none",  # 10,000, not 10k
                "separatethousands": True,
                "ticksuffix": "%" if metric.unit == "%" else unit.short,
            },
            yaxis={
                "tickvals": places,
                "ticktext": [
                    "<br>".join([words.label(lines), *_slanted(part)])
                    for lines, part in zip(labels, below, strict=True)
                ],
                "range": [-0.6, len(rows) - 0.4],
                "showgrid": False,
                # Room for half a point beside the names, which it would cover in a narrow window.
                "ticks": "outside",
                "ticklen": 7,
                "tickcolor": "rgba(0,0,0,0)",
            },
            annotations=notes,
        ),
    )


def _slanted(lines: list[str]) -> list[str]:
    """What stands below a name: the group that it is of."""
    return [f"<i>{build.plain(line)}</i>" for line in lines]


def _height(labels: list[list[str]]) -> int:
    """Pixels for all rows and the axis."""
    longest = max(map(len, labels), default=1)
    return 44 + max(_ROW, _LINE * longest + 6) * max(len(labels), 2)


def _range(rows: list[Figure]) -> list[float] | None:
    """Room for all intervals and comparisons, their ends included."""
    ends = [end for row in rows for end in (row.low, row.high, row.value, row.base_value)]
    known = [end for end in ends if not math.isnan(end)]
    known += [row.target for row in rows if row.target is not None]
    if not known:
        return None
    room = max(0.04 * (max(known) - min(known)), 0.02)
    return [min(known) - room, max(known) + room]
