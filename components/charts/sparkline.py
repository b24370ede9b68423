"""A sparkline as an SVG picture: five small charts would cost more than all else on the page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from components.theme import Theme

WIDTH, HEIGHT, _EDGE = 160, 36, 4


def sparkline(values: Sequence[float | None], theme: Theme) -> str:
    """A `data:` address of the line through the values; None is a gap."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    least, most = min(known), max(known)
    step = (WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)

    def place(index: int, value: float) -> str:
        share = (value - least) / (most - least) if most > least else 0.5
        return f"{_EDGE + index * step:.1f},{HEIGHT - _EDGE - share * (HEIGHT - 2 * _EDGE):.1f}"

    lines: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            lines.append([])
        else:
            lines[-1].append(place(index, value))
    paths = "".join(
        f'<polyline points="{" ".join(line)}" fill="none" stroke="{theme.quiet}" '
        'stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round"/>'
        for line in lines
        if len(line) > 1
    )
    last = max(index for index, value in enumerate(values) if value is not None)
    x, y = place(last, known[-1]).split(",")
    dot = f'<circle cx="{x}" cy="{y}" r="3" fill="{theme.ink}"/>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{paths}{dot}</svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"
