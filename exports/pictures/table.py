"""A panel's table as a picture: its first rows, and as many columns as have room."""

from __future__ import annotations

from collections.abc import Sequence

from components.theme import LIGHT
from exports.grid import Grid
from exports.pictures.letters import width, wrapped
from exports.pictures.svg import MARGIN, ROOM, Block, element, rule, write

ROWS = 10  # that most tables have; of more, the first
_SIZE, _LINE, _PAD = 12, 16, 6
_LEAST, _MOST = 64, 420  # how wide a column is
_LINES = 3  # of a cell
_SEEN = 400  # letters of a cell that can have room


def table(grid: Grid, most: int = ROWS) -> tuple[Block, int, int]:
    """The table, at most so many rows, and how many rows and columns are left out."""
    widths = _widths(grid, most)
    rows = [row[: len(widths)] for row in (grid.head, *grid.rows[:most])]
    drawn, top = list[str](), 0.0
    for at, row in enumerate(rows):
        svg, height = _row(row, widths, top, head=at == 0)
        drawn.append(svg)
        top += height
    left = max(len(grid.rows) - most, 0)
    return Block("".join(drawn), top + _PAD), left, len(grid.head) - len(widths)


def _row(row: Sequence[str], widths: Sequence[float], top: float, *, head: bool) -> Block:
    cells = [
        wrapped(words[:_SEEN], wide - 2 * _PAD, _SIZE, _LINES)
        for words, wide in zip(row, widths, strict=True)
    ]
    height = _LINE * max(1, *map(len, cells)) + 2 * _PAD
    drawn, x = list[str](), float(MARGIN)
    if head:
        place = {"x": MARGIN, "y": top, "width": sum(widths), "height": height}
        drawn.append(element("rect", {**place, "fill": LIGHT.line}))
    for lines, wide in zip(cells, widths, strict=True):
        for at, words in enumerate(lines):
            y = top + _PAD + _SIZE + at * _LINE
            drawn.append(write(x + _PAD, y, words, _SIZE, bold=head))
        x += wide
    drawn.append(rule(MARGIN, top + height, MARGIN + sum(widths), top + height, LIGHT.line))
    return Block("".join(drawn), height)


def _widths(grid: Grid, most: int) -> list[float]:
    """Of the first columns, as many as can be read beside each other."""
    wanted, least = list[float](), list[float]()
    for cells in zip(grid.head, *grid.rows[:most], strict=False):
        seen = [cell[:_SEEN] for cell in cells]
        longest = max(width(word, _SIZE) for cell in seen for word in cell.split(" ")) + 2 * _PAD
        full = max(width(cell, _SIZE) for cell in seen) * 1.06 + 2 * _PAD
        narrow = min(max(longest * 1.06, _LEAST), _MOST / 2)
        if sum(least) + narrow > ROOM:
            break
        least.append(narrow)
        wanted.append(max(min(full, _MOST), narrow))
    spare, more = ROOM - sum(least), sum(wanted) - sum(least)
    share = min(spare / more, 1.0) if more > 0 else 0.0
    return [low + share * (high - low) for low, high in zip(least, wanted, strict=True)]
