"""Target and benchmark in a chart: lines across a trend, a mark on each level of a breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components import text
from components.charts import build
from components.theme import Theme
from pages.reading import Reading

_DASHES = {"target": "dot", "benchmark": "dashdot"}


def values(rows: Sequence[Reading]) -> dict[str, float]:
    """The goals of these rows, which are of one level and so have the same."""
    named = {name: getattr(rows[0], name) if rows else None for name in _DASHES}
    return {name: value for name, value in named.items() if value is not None}


def lines(
    rows: Sequence[Reading], theme: Theme
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shapes and labels: the target's on the left, the benchmark's on the right.

    That of the higher line stands above it and that of the lower below, off the other line.
    """
    found = values(rows)
    highest = max(found.values(), default=0)
    shapes, notes = [], []
    for name, value in found.items():
        shapes.append(
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value,
                "line": {"color": theme.quiet, "width": 1, "dash": _DASHES[name]},
            }
        )  # fmt: skip
        end, anchor = (0, "left") if name == "target" else (1, "right")
        shift = 9 if value == highest else -9
        label = f"{name} {text.goal(value)}"
        notes.append(
            build.note(
                end,
                value,
                label,
                theme.quiet,
                xref="paper",
                xanchor=anchor,
                yshift=shift,
                bgcolor=theme.surface,
                borderpad=0,
            )
        )
    return shapes, notes


def marks(rows: Sequence[Reading], places: Sequence[int], theme: Theme) -> list[build.Trace]:
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
