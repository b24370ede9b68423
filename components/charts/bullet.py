"""A figure on one thin line: its interval, and where target and benchmark stand."""

from __future__ import annotations

import math
from urllib.parse import quote

from components.theme import Theme
from pages.figures.figure import Figure

WIDTH, HEIGHT = 150, 14
_EDGE = 4
_ROOM = 0.2  # of what is to be seen, at both ends
_WIDTHS = 5  # of its interval that the line is long at least: a figure alone does not fill it
_TRACK = (
    '<line x1="{}" x2="{}" y1="7" y2="7" stroke="{}" stroke-width="{}" stroke-linecap="round"/>'
)


def bullet(row: Figure, tone: str, theme: Theme) -> str:
    """A `data:` address of the line; nothing where there is no value, or nothing to see it beside.

    The dot is the value, what is thick its 95 % interval, the high stroke the target, the low one
    the benchmark, the ring what the value was.
    """
    if math.isnan(row.value) or len(set(_seen(row))) < 2:  # a dot alone would look like the least
        return ""
    place = _scale(row)
    ink = theme.inks(theme.quiet)[tone]
    drawn = [_TRACK.format(_EDGE, WIDTH - _EDGE, theme.line, 3)]
    if not math.isnan(row.low):  # without an upper end it goes on to that of the line
        end = WIDTH - _EDGE if math.isnan(row.high) else place(row.high)
        drawn.append(_TRACK.format(place(row.low), end, theme.bands[tone], 7))
    if not math.isnan(row.base_value):
        ring = '<circle cx="{}" cy="7" r="3" fill="{}" stroke="{}" stroke-width="1.2"/>'
        drawn.append(ring.format(place(row.base_value), theme.surface, theme.base))
    drawn.append(f'<circle cx="{place(row.value)}" cy="7" r="4" fill="{ink}"/>')
    for goal, half, colour in ((row.benchmark, 4, theme.quiet), (row.target, 7, theme.ink)):
        if goal is not None:
            drawn.append(
                f'<line x1="{place(goal)}" x2="{place(goal)}" y1="{7 - half}" y2="{7 + half}" '
                f'stroke="{colour}" stroke-width="2"/>'
            )
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(drawn)}</svg>'
    return f"data:image/svg+xml,{quote(svg)}"


class _Scale:
    """Pixels of a figure on the line."""

    def __init__(self, start: float, end: float) -> None:
        self._start, self._size = start, (end - start) or 1.0

    def __call__(self, value: float) -> float:
        """From left to right, one decimal."""
        return round(_EDGE + (value - self._start) / self._size * (WIDTH - 2 * _EDGE), 1)


def _seen(row: Figure) -> list[float]:
    """All that has a place on the line."""
    seen = (row.value, row.low, row.high, row.base_value, row.target, row.benchmark)
    return [one for one in seen if one is not None and not math.isnan(one)]


def _scale(row: Figure) -> _Scale:
    known = _seen(row)
    least, most = min(known), max(known)
    width = row.high - row.low if not math.isnan(row.high - row.low) else 0.0
    room = max(_ROOM * (most - least), (_WIDTHS * width - (most - least)) / 2)
    return _Scale(least - room, most + room)
