"""What a picture shows of a panel: its charts, else its table, else words; its notes below."""

from __future__ import annotations

from typing import NamedTuple

from components.panels.kinds import KINDS
from components.theme import LIGHT
from data.catalog import Catalog
from exports.charts import charts_of
from exports.charts.chart import Chart, Form
from exports.grid import grid_of
from exports.pictures.bars import bars
from exports.pictures.legend import legend
from exports.pictures.letters import wrapped
from exports.pictures.svg import ROOM, Block, lines
from exports.pictures.table import ROWS, table
from exports.pictures.upright import upright
from exports.words import Rows, columns_line, heard, more_line, notes_of, plain, subtitle_line
from pages.panel import Kind, Page, Panel
from view.query import counted

TEXT, _NOTE, _SMALL = 13, 12, 11  # sizes of letters, in pixels
_TALL, _SHORT = 320, 190  # how high a plot is: alone, and one of two


class Shown(NamedTuple):
    """Parts of a picture, and the same in words for those who do not see it."""

    parts: list[Block]
    spoken: str


def panel_shown(panel: Panel, page: Page, catalog: Catalog, rows: Rows, title: float) -> Shown:
    """A panel with its title, in letters of that size. `rows`: those of its JSON twin."""
    parts, spoken = _figures(panel, page, catalog, rows)
    head = [
        lines(wrapped(plain(panel.title), ROOM, title, 2), title, LIGHT.ink, bold=True),
        lines(wrapped(subtitle_line(panel), ROOM, TEXT, 2), TEXT, LIGHT.quiet),
    ]
    return Shown([*head, *parts], spoken)


def chart_drawn(chart: Chart, *, alone: bool) -> list[Block]:
    """A chart with its legend; lower where it is one of two."""
    if chart.form == Form.BARS:
        return [legend(chart), bars(chart)]
    return [legend(chart), upright(chart, _TALL if alone else _SHORT)]


def small(*told: list[str]) -> Block:
    """Lines in small letters."""
    return lines([line for own in told for line in own], _SMALL, LIGHT.quiet)


def small_lines(words: str, most: int) -> list[str]:
    """Words as lines of small letters, at most so many."""
    return wrapped(words, ROOM, _SMALL, most)


def _figures(panel: Panel, page: Page, catalog: Catalog, rows: Rows) -> Shown:
    notes, charts = notes_of(panel, rows, page.view, catalog), charts_of(panel, page, catalog)
    if charts:
        drawn = [part for one in charts for part in chart_drawn(one, alone=len(charts) == 1)]
        said_of = [heard(one, panel.title, "Bars and bands") for one in charts]
        notes = [one for one in (more_line(charts[0].left_out), *notes) if one]
        return Shown([*drawn, _notes(notes)], " ".join([*said_of, *notes]))
    grid = grid_of(panel, page, catalog)
    if grid is None:
        kind = KINDS.get(panel.kind)
        words = plain(panel.note or (kind.empty if kind else ""))
        return Shown([lines(wrapped(words, ROOM, TEXT, 4), TEXT, LIGHT.ink)], words)
    most = len(grid.rows) if panel.kind == Kind.CARDS else ROWS
    drawn_table, more, beside = table(grid, most)
    notes = [one for one in (more_line(more, panel), columns_line(beside), *notes) if one]
    spoken = f"Table: {panel.title}. {', '.join(grid.head)}; {counted(len(grid.rows), 'rows')}."
    return Shown([drawn_table, _notes(notes)], " ".join([plain(spoken), *notes]))


def _notes(notes: list[str]) -> Block:
    found = [line for one in notes for line in wrapped(one, ROOM, _NOTE, 5)]
    return lines(found, _NOTE, LIGHT.quiet)
