"""A native table, cut to the rows that a slide has room for."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from components.theme import LIGHT
from exports.grid import Grid
from exports.slides.place import Place
from exports.slides.slide import PER_INCH, lines_of, rgb
from exports.words import plain
from view.query import counted

COLUMNS = 14  # of more, the first
_LETTERS = 160  # of a cell
_SIZE = 10.0
_MARGIN, _ROW = Inches(0.05), Inches(0.1)
_EMPTY = "\u00a0"  # a cell without a letter is as high as the largest letters
_MOST, _MORE = 60, 3  # letters that a column is made wide for, and those of its margins


def is_wide_enough(grid: Grid, width: int) -> bool:
    """Whether no word of the table is broken in so much width."""
    return sum(_longest_words(grid)) <= _room(width)


def fitting(grid: Grid, place: Place, start: int = 0) -> int:
    """How many rows from `start` on have room in the place, one at least."""
    widths = _widths(grid, place.width)
    left = place.height - _height(grid.head, widths)
    rows = 0
    for row in grid.rows[start:]:
        left -= _height(row, widths)
        if left < 0 and rows:
            break
        rows += 1
    return rows


def draw_table(slide: Any, grid: Grid, title: str, place: Place, start: int, rows: int) -> None:  # noqa: ANN401
    """Put these rows of a grid on a slide, with a text for those who do not see it."""
    widths = _widths(grid, place.width)
    shown = [grid.head[:COLUMNS], *(row[:COLUMNS] for row in grid.rows[start : start + rows])]
    heights = [_height(row, widths) for row in shown]
    frame = slide.shapes.add_table(2, len(widths), place.left, place.top, sum(widths), sum(heights))
    frame.name = plain(title)
    heard = plain(f"Table: {title}. {', '.join(shown[0])}; {counted(rows, 'rows')}.")
    frame._element.nvGraphicFramePr.cNvPr.set("descr", heard)
    table = frame.table
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head, body = (one._tr for one in table.rows)
    _style(table.cell(0, 0), head=True)
    _style(table.cell(1, 0), head=False)
    # Cells are copies of these two: python-pptx takes ten times as long to make each.
    like = (head.tc_lst[0], body.tc_lst[0])
    parent = head.getparent()
    for at, (words, height) in enumerate(zip(shown, heights, strict=True)):
        row = deepcopy(head)
        for cell in list(row.iterchildren(qn("a:tc"))):
            row.remove(cell)
        row.set("h", str(height))
        for place_in_row, said in enumerate(words):
            cell = deepcopy(like[min(at, 1)])
            next(cell.iter(qn("a:t"))).text = plain(said, _LETTERS) or _EMPTY
            row.insert(place_in_row, cell)
        parent.append(row)
    parent.remove(head)
    parent.remove(body)


def _style(cell: Any, *, head: bool) -> None:  # noqa: ANN401
    cell.margin_left = cell.margin_right = _MARGIN
    cell.margin_top = cell.margin_bottom = _MARGIN // 2
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(LIGHT.line if head else LIGHT.surface)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = " "
    run.font.size, run.font.bold = Pt(_SIZE), head
    run.font.color.rgb = rgb(LIGHT.ink)


def _columns(grid: Grid) -> list[list[str]]:
    both = ([plain(cell, _LETTERS) for cell in row[:COLUMNS]] for row in (grid.head, *grid.rows))
    return [list(column) for column in zip(*both, strict=True)]


def _longest_words(grid: Grid) -> list[int]:
    """Of each column the letters of its longest word, and its margins."""
    return [
        max(min(len(word), _MOST) for cell in column for word in cell.split(" ")) + _MORE
        for column in _columns(grid)
    ]


def _room(width: int) -> int:
    return int(Emu(width).inches * PER_INCH / _SIZE)


def _widths(grid: Grid, width: int) -> list[int]:
    """Of columns by their longest cells; where these have no room, by their longest words."""
    least = _longest_words(grid)
    most = [min(max(map(len, column)), _MOST) + _MORE for column in _columns(grid)]
    spare, wanted = _room(width) - sum(least), sum(most) - sum(least)
    share = min(max(spare / wanted, 0), 1) if wanted else 1
    letters = [one + share * (full - one) for one, full in zip(least, most, strict=True)]
    return [int(width * one / sum(letters)) for one in letters]


def _height(row: Sequence[str], widths: Sequence[int]) -> int:
    cells = zip(row[:COLUMNS], widths, strict=True)
    lines = max(
        lines_of(plain(words, _LETTERS), width - 2 * _MARGIN, _SIZE) for words, width in cells
    )
    return int(lines * Pt(_SIZE) * 1.2 + _ROW)
