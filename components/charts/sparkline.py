"""A sparkline as an SVG picture: five small charts would cost more than all else on the page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from components.charts.parts.periods import split
from components.theme import Theme

WIDTH, HEIGHT, _EDGE = 160, 36, 4
_LEAST = 5  # halves of an interval in all the height


def sparkline(
    values: Sequence[float | None],
    theme: Theme,
    partial: Sequence[bool] = (),
    uncertain: float = 0.0,
) -> str:
    """A `data:` address of the line through the values; None is a gap.

    Dashed from and to those of periods that are cut, and with a hollow end where that is one.
    `uncertain`: the usual half of an interval. The height stands for five of them at least, so that
    noise, which stays within one or two, is drawn as little more than a flat line.
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    least, most = min(known), max(known)
    room = max(_LEAST * uncertain - (most - least), 0) / 2
    least, most = least - room, most + room
    step = (WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)

    def place(index: int, value: float) -> str:
        share = (value - least) / (most - least) if most > least else 0.5
        return f"{_EDGE + index * step:.1f},{HEIGHT - _EDGE - share * (HEIGHT - 2 * _EDGE):.1f}"

    def paths(line: Sequence[float | None], dash: str = "") -> str:
        runs: list[list[str]] = [[]]
        for index, value in enumerate(line):
            if value is None:
                runs.append([])
            else:
                runs[-1].append(place(index, value))
        return "".join(
            f'<polyline points="{" ".join(run)}" fill="none" stroke="{theme.quiet}" '
            f'stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round"{dash}/>'
            for run in runs
            if len(run) > 1
        )

    cut = partial or [False] * len(values)
    whole, parts = split(values, cut)
    drawn = paths(whole) + (paths(parts, ' stroke-dasharray="2 4"') if any(cut) else "")
    last = max(index for index, value in enumerate(values) if value is not None)
    x, y = place(last, known[-1]).split(",")
    fill = f'fill="{theme.surface}" stroke="{theme.ink}"' if cut[last] else f'fill="{theme.ink}"'
    dot = f'<circle cx="{x}" cy="{y}" r="3" {fill}/>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{drawn}{dot}</svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"
