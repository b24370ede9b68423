"""Target and benchmark in a chart: lines across a trend, a mark on each level of a breakdown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from components import text
from components.charts.parts import build
from components.theme import Theme
from pages.figures.figure import Figure
from pages.words.units import Unit

_DASHES = {"target": "dot", "benchmark": "dashdot"}
_LABEL = 9  # pixels from a line to the middle of its label
_HIGH = 17  # pixels of a label
_ENOUGH = 12  # pixels from there to any other line
_NARROW = 200  # pixels that lines have on a telephone


def values(rows: Sequence[Figure]) -> dict[str, float]:
    """The goals of these rows, which are of one level and so have the same."""
    named = {name: getattr(rows[0], name) if rows else None for name in _DASHES}
    return {name: value for name, value in named.items() if value is not None}


def lines(
    rows: Sequence[Figure], theme: Theme, pixel: float, unit: Unit
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shapes and labels, each label where its line is most free: at an end, else along the way.

    `rows` are in order of time and scaled to `unit`; `pixel` is how much of the axis one pixel is.
    """
    found = values(rows)
    labels = {
        name: f"{name} {text.goal(value * unit.size, rows[0].definition)}"
        for name, value in found.items()
    }
    last = len(rows) - 1
    # Half of what a label covers, in periods.
    wide = max(math.ceil(len(rows) * build.width_of(labels.values()) / (2 * _NARROW)), 1)
    centres = {
        place: max(min(place, last - wide), wide)
        for place in (last, 0, *range(wide, last - wide + 1, (wide + 1) // 2))
    }
    taken = {
        at: _heights(rows[max(centre - wide, 0) : centre + wide + 1])
        for at, centre in centres.items()
    }
    labelled: dict[int, list[float]] = {at: [] for at in centres}  # heights of labels near it
    shapes, notes = [], []
    for name, value in found.items():
        others = [other for other in found.values() if other != value]
        middles = {(at, side): value + side * _LABEL * pixel for at in taken for side in (1, -1)}
        room = {
            (at, side): -1.0  # no label lies on another
            if any(abs(middle - one) < _HIGH * pixel for one in labelled[at])
            else min((abs(middle - one) for one in [*taken[at], *others]), default=0)
            for (at, side), middle in middles.items()
        }
        # The first that is free enough, else that with the most room.
        at, side = max(room, key=lambda place: min(room[place], _ENOUGH * pixel))
        for near in centres:
            if abs(centres[near] - centres[at]) < 2 * wide:
                labelled[near].append(middles[at, side])
        shapes.append(
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value,
                "line": {"color": theme.quiet, "width": 1, "dash": _DASHES[name]},
            }
        )  # fmt: skip
        place: dict[str, Any] = {
            "xref": "paper",
            "xanchor": {last: "right", 0: "left"}.get(at, "center"),
            "yshift": side * _LABEL,
        }
        if room[at, side] < _ENOUGH * pixel:
            place["bgcolor"] = theme.surface  # it covers what it lies on
        x = at / last if last else 0.5
        notes.append(build.note(x, value, labels[name], theme.quiet, **place))
    return shapes, notes


def marks(rows: Sequence[Figure], places: Sequence[int], theme: Theme) -> list[build.Trace]:
    """A short upright stroke at each level's target."""
    aimed = [
        (row.target, place)
        for row, place in zip(rows, places, strict=True)
        if row.target is not None
    ]
    if not aimed:
        return []
    marker = {"symbol": "line-ns", "size": 12, "line": {"width": 2, "color": theme.quiet}}
    x, y = zip(*aimed, strict=True)
    return [
        build.points(
            x, y, theme.quiet, marker=marker, cliponaxis=False, hoverinfo="skip", name="target"
        )
    ]


def _heights(rows: Sequence[Figure]) -> list[float]:
    """Where the lines of a trend run in these periods."""
    both = [one for row in rows for one in (row.value, row.base_value)]
    return [one for one in both if not math.isnan(one)]
