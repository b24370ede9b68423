"""Touchpoints in journey order: the figures along the way, and below them how many answered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from components import text
from components.charts.parts import build, words
from components.links import patch
from components.theme import Theme
from metrics.rounding import apportioned
from pages.figures.figure import Figure, figures_of
from pages.panel import Panel
from view.state import View

HEIGHT = 430
_STEP = 100  # pixels that a touchpoint needs
_MARK = 24  # pixels that the word at a moment needs
_LETTERS, _LINES = 13, 8  # of a touchpoint's name: of all but the longest nothing is cut
_LINE, _USUAL = 17, 3  # pixels of a line, and how many the chart's height has room for
_FIGURES, _CHANGES, _VOLUME = 0.3, 0.24, 0.15  # from where, of the height of the chart


def least_width(panel: Panel) -> int:
    """Pixels below which touchpoints would touch: there the chart scrolls."""
    return 80 + _STEP * panel.frame["touchpoint"].nunique()


def shown_shares(rows: Sequence[Figure]) -> list[float]:
    """The share of answers of each row, rounded so that those of a series' figure add up."""
    shown = [math.nan] * len(rows)
    places: dict[tuple[str, str], list[int]] = {}
    for at, row in enumerate(rows):
        places.setdefault((row.metric, row.series), []).append(at)
    for own in places.values():
        own = [at for at in own if not math.isnan(rows[at].share)]
        shares = [rows[at].share for at in own]
        for at, share in zip(own, apportioned(shares, round(sum(shares), 1)), strict=True):
            shown[at] = share
    return shown


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """The journey of a panel whose first series is the one it is about.

    Its frame has a row per series and touchpoint, in journey order; means are left to the table.
    """
    rows = [row for row in figures_of(panel.frame) if not row.definition.beside]
    names = list(dict.fromkeys(row.touchpoint for row in rows))
    journey = list(dict.fromkeys(panel.frame["touchpoint"]))
    names.sort(key=journey.index)
    by_series: dict[str, list[Figure]] = {}
    for row in rows:
        by_series.setdefault(row.series, []).append(row)
    own, *others = by_series.values()
    labels = words.lines(names, _LETTERS, _LINES)
    below = _LINE * max(map(len, labels))
    place = {name: i for i, name in enumerate(names)}
    traces: list[build.Trace] = []
    for number, line in enumerate(others):
        traces += _beside(line, place, view, theme, ("solid", "dot", "dash")[number % 3])
    traces += _chosen(own, place, view, theme)
    traces.append(_volume(own, place, theme))
    suffix = "%" if own[0].definition.unit == "%" else ""
    ends = _range(rows)
    return build.figure(
        traces,
        build.layout(
            theme,
            HEIGHT + max(below - _USUAL * _LINE, 0),
            margin={
                "l": build.room_for([f"{end:,.0f}{suffix}" for end in ends or ()]) + 6,
                "r": 54 if others else 8,
                "t": 8,
                "b": 8 + below,
            },
            xaxis={
                "tickvals": list(place.values()),
                "ticktext": [words.label(lines) for lines in labels],
                "tickangle": 0,
                "range": [-0.5, len(names) - 0.5],
                "showgrid": False,
                "anchor": "y2",
            },
            yaxis={"range": ends, "ticksuffix": suffix, "nticks": 6, "domain": [_FIGURES, 1]},
            yaxis2={
                "range": [0, 1.1 * max(row.shown_n or 0 for row in own) or 1],
                "domain": [0, _VOLUME],
                "visible": False,
                "fixedrange": True,
            },
            annotations=[
                *_marks(own, [row for line in others for row in line], place, ends, theme),
                *_changes(own, place, theme),
                *_names([own, *others] if others else [], theme),
            ],
        ),
    )


def _chosen(
    rows: list[Figure], place: dict[str, int], view: View, theme: Theme
) -> list[build.Trace]:
    """Line, intervals, comparison and points of the series that the panel is about."""
    ink = theme.inks(theme.accent)
    tones = {row.touchpoint: text.tone(row.change, row.verdict, row.definition) for row in rows}
    shown = [row for row in rows if not math.isnan(row.value)]
    based = [row for row in rows if not math.isnan(row.base_value)]
    traces = [_line(rows, place, theme.accent, "solid")]
    traces += _intervals(shown, place, [theme.bands[tones[row.touchpoint]] for row in shown], 7)
    if based:
        at = [place[row.touchpoint] for row in based]
        traces.append(build.comparison(at, [row.base_value for row in based], theme))
    colours = [ink[tones[row.touchpoint]] for row in shown]
    sizes = [words.size(row.verdict) for row in shown]
    return [*traces, _points(shown, place, view, colours, sizes)]


def _beside(
    rows: list[Figure], place: dict[str, int], view: View, theme: Theme, dash: str
) -> list[build.Trace]:
    """A thin line for another metric of the same unit."""
    shown = [row for row in rows if not math.isnan(row.value)]
    return [
        *_intervals(shown, place, [theme.neutral_band] * len(shown), 4),
        _line(rows, place, theme.quiet, dash)
        | {"line": {"color": theme.quiet, "width": 1.5, "dash": dash}},
        _points(shown, place, view, [theme.quiet] * len(shown), [6] * len(shown)),
    ]


def _line(rows: list[Figure], place: dict[str, int], colour: str, dash: str) -> build.Trace:
    """A line through all touchpoints, with a gap where no figure is shown."""
    values: list[float | None] = [None] * len(place)
    for row in rows:
        values[place[row.touchpoint]] = None if math.isnan(row.value) else row.value
    return build.line(
        list(place.values()), values, colour, dash=dash, name=rows[0].definition.short
    )


def _intervals(
    shown: list[Figure], place: dict[str, int], colours: list[str], width: int
) -> list[build.Trace]:
    ends = (
        (place[row.touchpoint], row.low, row.high, colour)
        for row, colour in zip(shown, colours, strict=True)
    )
    return build.intervals(ends, width, upright=True)


def _points(
    shown: list[Figure],
    place: dict[str, int],
    view: View,
    colours: list[str],
    sizes: list[int],
) -> build.Trace:
    return build.points(
        [place[row.touchpoint] for row in shown],
        [row.value for row in shown],
        colours,
        marker={"size": sizes},
        hovertext=[_hover(row, view) for row in shown],
        customdata=[patch(touchpoint=row.touchpoint) for row in shown],
        name=shown[0].definition.short if shown else "",
    )


def _volume(rows: list[Figure], place: dict[str, int], theme: Theme) -> build.Trace:
    return build.bars(
        [place[row.touchpoint] for row in rows],
        [row.shown_n or 0 for row in rows],
        theme.band,
        width=0.5,
        yaxis="y2",
        name="answers",
        text=["" if row.hidden else f"n {text.count(row.n)}" for row in rows],
        textposition="auto",
        textangle=0,
        textfont={"color": theme.quiet, "size": 12},
        hovertext=[
            f"<b>{build.plain(row.touchpoint)}</b><br>{text.n_of(row.shown_n)} answers, "
            f"{text.number(share, 1)}% of all"
            for row, share in zip(rows, shown_shares(rows), strict=True)
        ],
        customdata=[patch(touchpoint=row.touchpoint) for row in rows],
    )


def _marks(
    rows: list[Figure],
    others: list[Figure],
    place: dict[str, int],
    ends: list[float] | None,
    theme: Theme,
) -> list[dict[str, Any]]:
    """The words peak and end above their points, low below its point; unless a line runs there."""
    found = []
    needed = _MARK * (ends[1] - ends[0]) / (HEIGHT * (1 - _FIGURES)) if ends else 0.0
    for row in rows:
        if not row.mark or math.isnan(row.value):
            continue
        low, high = min(row.low, row.value), max(row.high, row.value)
        beside = [other for other in others if other.touchpoint == row.touchpoint]
        above_free, below_free = (
            not any(other.low < end and other.high > start for other in beside)
            for start, end in ((high, high + needed), (low - needed, low))
        )
        below = below_free or not above_free if "low" in row.mark else below_free and not above_free
        found.append(
            build.note(
                place[row.touchpoint],
                low if below else high,
                f"<b>{row.mark}</b>",
                theme.ink,
                yanchor="top" if below else "bottom",
                yshift=-4 if below else 4,
                bgcolor=theme.surface,  # another line may run behind it
            )
        )
    return found


def _changes(rows: list[Figure], place: dict[str, int], theme: Theme) -> list[dict[str, Any]]:
    """The change of each touchpoint, between the figures and the numbers of answers."""
    ink = theme.inks(theme.quiet)
    return [
        build.note(
            place[row.touchpoint],
            _CHANGES,
            words.weight(words.change(row), row.verdict),
            ink[text.tone(row.change, row.verdict, row.definition)],
            yref="paper",
            yanchor="top",
        )
        for row in rows
    ]


def _names(lines: list[list[Figure]], theme: Theme) -> list[dict[str, Any]]:
    """The metrics at the right end of their lines, moved apart so that they never touch."""
    ends = [[row for row in line if not math.isnan(row.value)] for line in lines]
    known = sorted((line[-1] for line in ends if line), key=lambda row: row.value)
    middle = (len(known) - 1) / 2
    first = lines[0][0].series if lines else ""
    return [
        build.note(
            1,
            row.value,
            row.definition.short,
            theme.accent if row.series == first else theme.quiet,
            xref="paper",
            xanchor="left",
            xshift=4,
            yshift=8 * (number - middle),
        )
        for number, row in enumerate(known)
    ]


def _range(rows: list[Figure]) -> list[float] | None:
    """Room for all intervals, comparisons, and the words above and below them."""
    ends = [end for row in rows for end in (row.low, row.high, row.value, row.base_value)]
    known = [end for end in ends if not math.isnan(end)]
    if not known:
        return None
    room = max(0.1 * (max(known) - min(known)), 0.5)
    return [min(known) - room, max(known) + room]


def _hover(row: Figure, view: View) -> str:
    mark = f"<br>{row.mark} of the journey" if row.mark else ""
    return f"{words.hover(row, view)}{mark}"
