"""A ranking: each level's place, its interval, and whether it differs beyond noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from components import text
from components.charts.parts import build, words
from components.charts.parts.scaled import chart_unit, scaled
from components.links import patch
from components.theme import Theme
from metrics.definitions import DEFINITIONS
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure, figures_of
from pages.panel import Panel
from view.state import View

MOST = 25  # of which all are drawn
ENDS = 10  # of more, so many of the first and of the last; all others are in the table
_ROW = 27
_LETTERS = 20
_CSAT, _RANKED = [0, 0.3], [0.38, 1]  # where CSAT stands, and the ranking then, of the width


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """The chart of a panel whose frame is `metrics.ranking.ranked`, with `average`.

    Where agents have a `team`, their differences to it are drawn, else the figures themselves.
    """
    metric = DEFINITIONS[panel.metric]
    differences = "team" in panel.frame
    told = [row for row in figures_of(panel.frame) if row.rank][::-1]
    cut = len(told) > MOST
    told = [*told[:ENDS], *told[-ENDS:]] if cut else told
    unit = chart_unit(told)
    rows = [scaled(row, unit) for row in told]
    places = [place + (cut and place >= ENDS) for place in range(len(rows))]
    tones = [text.tone(row.change, row.verdict, metric) for row in rows]
    ink = theme.inks(theme.base)
    spots = [
        (row.change, row.change_low, row.change_high)
        if differences
        else (row.value, row.low, row.high)
        for row in rows
    ]
    traces = [
        build.interval([low, high], [place] * 2, theme.bands[tone])
        for place, (_, low, high), tone in zip(places, spots, tones, strict=True)
    ]
    colours = [ink[tone] for tone in tones]
    traces.append(
        build.points(
            [value for value, _, _ in spots],
            places,
            colours,
            # Hollow is who can't be told from the average, in whatever colour that is seen.
            marker={
                "size": 10,
                "symbol": ["circle-open" if tone == "neutral" else "circle" for tone in tones],
                "line": {"width": 2, "color": colours},
            },
            cliponaxis=False,
            hovertext=[_hover(row, view) for row in told],
            customdata=[patch(**{panel.dimension: row.segment}) for row in rows],
            name=metric.short,
        )
    )
    labels = words.lines([row.segment for row in rows], _LETTERS, 1)
    names = [f"{row.ranks}  {words.label(one)}" for row, one in zip(rows, labels, strict=True)]
    teams = [words.label(one) for one in words.lines([row.team for row in rows], _LETTERS, 1)]
    below = "<br><span style='font-size:11px'>{}</span>".format
    ticks = [
        f"{name}{below(team) if team else ''}" for name, team in zip(names, teams, strict=True)
    ]
    average = 0.0 if differences else rows[0].average
    whole = "their team" if differences else f"average {text.amount(told[0].average, metric)}"
    notes = [_difference(row) for row in told]
    satisfied = "csat_value" in panel.frame
    if satisfied:
        traces += _satisfaction(told, places, theme)
    return build.figure(
        traces,
        build.layout(
            theme,
            66 + (_ROW + 7 * differences) * max(len(rows) + cut, 2),
            margin={
                "l": build.room_for([*names, *teams]),
                "r": max(92, build.room_for(notes)),
                "t": 22,
                "b": build.TICK_LINE,
            },
            xaxis={
                "range": _range([*spots, (average,)]),
                "nticks": 6,
                "tickangle": 0,
                "ticksuffix": unit.short or "%" * (metric.unit == "%" and not differences),
                "domain": _RANKED if satisfied else [0, 1],
            },
            **({"xaxis2": _second_axis(told, theme)} if satisfied else {}),
            yaxis={
                "tickvals": [*places, *([ENDS] if cut else [])],
                "ticktext": [*ticks, *(["⋮"] if cut else [])],
                "range": [-0.6, places[-1] + 0.6],
                "showgrid": False,
                "anchor": "free",
                "position": 0,
            },
            shapes=[_line(average, theme)],
            annotations=[
                build.note(average, 1, whole, theme.quiet, yref="paper", yanchor="bottom"),
                *(
                    build.note(
                        1, place, words_of,
                        ink[tone] if tone != "neutral" else theme.quiet,
                        xref="paper", xanchor="left", xshift=8,
                    )
                    for place, words_of, tone in zip(places, notes, tones, strict=True)
                ),
                *([_second_title(theme)] if satisfied else []),
            ],
        ),
    )  # fmt: skip


def _hover(row: Figure, view: View) -> str:
    against = f"<br>team {build.plain(row.team)}" if row.team else "<br>all together"
    return (
        f"rank {row.ranks}: {words.hover(row, replace(view, compare='rest'))}"
        f"{against} {text.amount(row.average, row.definition)}"
        f"{'<br>' + text.satisfaction(row) if row.csat_n else ''}"
    )


def _satisfaction(rows: Sequence[Figure], places: Sequence[int], theme: Theme) -> list[build.Trace]:
    """Each agent's CSAT with its interval, on an axis of its own beside the ranking."""
    known = [(row, place) for row, place in zip(rows, places, strict=True) if not row.csat_hidden]
    known = [(row, place) for row, place in known if row.csat_n]
    ends = ([row.csat_low, row.csat_high] for row, _ in known)
    bars = [
        build.interval(x, [place] * 2, theme.neutral_band, xaxis="x2")
        for x, (_, place) in zip(ends, known, strict=True)
    ]
    dots = build.points(
        [row.csat_value for row, _ in known],
        [place for _, place in known],
        theme.accent,
        marker={"size": 8},
        cliponaxis=False,
        hovertext=[
            f"<b>{build.plain(row.segment)}</b><br>{text.satisfaction(row)}" for row, _ in known
        ],
        name="CSAT",
        xaxis="x2",
    )
    return [*bars, dots]


def _second_axis(rows: Sequence[Figure], theme: Theme) -> build.Layout:
    ends = [(row.csat_low, row.csat_high) for row in rows if row.csat_n and not row.csat_hidden]
    return {
        "range": _range(ends) if ends else None,
        "domain": _CSAT, "nticks": 3, "tickangle": 0, "ticksuffix": "%", "zeroline": False,
        "gridcolor": theme.line, "tickfont": {"color": theme.quiet, "size": 12}, "fixedrange": True,
    }  # fmt: skip


def _second_title(theme: Theme) -> dict[str, object]:
    where = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return build.note(0, 1, "CSAT", theme.quiet, **where)


def _difference(row: Figure) -> str:
    return (
        words.change(row)
        if row.verdict == Verdict.REAL
        else f"≈ {'team' if row.team else 'average'}"
    )


def _line(average: float, theme: Theme) -> dict[str, object]:
    return {
        "type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": average, "x1": average,
        "line": {"color": theme.quiet, "width": 1, "dash": "dot"},
    }  # fmt: skip


def _range(spots: Sequence[tuple[float, ...]]) -> list[float]:
    ends = [end for spot in spots for end in spot]
    room = max(0.04 * (max(ends) - min(ends)), 0.02)
    return [min(ends) - room, max(ends) + room]
