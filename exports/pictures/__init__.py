"""A panel as a picture, SVG or PNG, with scope, n, method and link; always light."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.panels.kinds import KINDS
from components.theme import LIGHT
from data.catalog import Catalog
from exports.about import About
from exports.charts import charts_of
from exports.charts.chart import Chart, Form
from exports.grid import grid_of
from exports.pictures.bars import bars
from exports.pictures.legend import legend
from exports.pictures.letters import wrapped
from exports.pictures.png import png
from exports.pictures.svg import LATIN, ROOM, WIDTH, Block, element, lines, said
from exports.pictures.table import table
from exports.pictures.upright import upright
from exports.words import (
    columns_line,
    heard,
    known_line,
    more_line,
    notes_of,
    plain,
    scope_line,
    subtitle_line,
)
from pages.as_json import rows_json
from pages.panel import Page, Panel

__all__ = ["chart_svg", "picture", "png"]

Rows = Sequence[Mapping[str, object]]
_TITLE, _TEXT, _SMALL = 20, 13, 11
_TALL, _SHORT = 320, 190  # how high a plot is: alone, and one of two
_GAP = 12


def picture(panel: Panel, page: Page, catalog: Catalog, about: About) -> str:
    """The panel as SVG. Numbers are those of its rows in the JSON twin, not rounded in `data-*`."""
    rows = rows_json(panel, catalog)
    shown, told = _shown(panel, page, catalog, rows)
    small = [*_lines(scope_line(about), 3), *_lines(known_line(panel, rows, about), 3)]
    parts = [
        lines(wrapped(plain(panel.title), ROOM, _TITLE, 2), _TITLE, LIGHT.ink, bold=True),
        lines(wrapped(subtitle_line(panel), ROOM, _TEXT, 2), _TEXT, LIGHT.quiet),
        *shown,
        lines([*small, *_lines(about.link, 4)], _SMALL, LIGHT.quiet),
    ]
    spoken = " ".join([told, scope_line(about), known_line(panel, rows, about), about.link])
    return _document(parts, panel.title, spoken)


def chart_svg(chart: Chart, title: str, *, alone: bool) -> str:
    """A chart with its legend and nothing else."""
    return _document(_drawn(chart, alone=alone), title, heard(chart, title, "Bars and bands"))


def _shown(panel: Panel, page: Page, catalog: Catalog, rows: Rows) -> tuple[list[Block], str]:
    """What the panel shows and what is said below, and the same for those who do not see it."""
    notes, charts = notes_of(panel, rows), charts_of(panel, page, catalog)
    if charts:
        drawn = [part for one in charts for part in _drawn(one, alone=len(charts) == 1)]
        said_of = [heard(one, panel.title, "Bars and bands") for one in charts]
        notes = [one for one in (more_line(charts[0].left_out), *notes) if one]
        return [*drawn, _notes(notes)], " ".join([*said_of, *notes])
    grid = grid_of(panel, page, catalog)
    if grid is None:
        kind = KINDS.get(panel.kind)
        words = panel.note or (kind.empty if kind else "")
        return [lines(wrapped(plain(words), ROOM, _TEXT, 4), _TEXT, LIGHT.ink)], plain(words)
    drawn_table, more, beside = table(grid)
    notes = [one for one in (more_line(more), columns_line(beside), *notes) if one]
    spoken = f"Table: {panel.title}. {', '.join(grid.head)}; {len(grid.rows)} rows."
    return [drawn_table, _notes(notes)], " ".join([plain(spoken), *notes])


def _drawn(chart: Chart, *, alone: bool) -> list[Block]:
    if chart.form == Form.BARS:
        return [legend(chart), bars(chart)]
    return [legend(chart), upright(chart, _TALL if alone else _SHORT)]


def _notes(notes: list[str]) -> Block:
    return lines([line for one in notes for line in wrapped(one, ROOM, 12, 5)], 12, LIGHT.quiet)


def _lines(words: str, most: int) -> list[str]:
    return wrapped(words, ROOM, _SMALL, most)


def _document(parts: list[Block], title: str, spoken: str) -> str:
    """The parts one below the other, on white."""
    drawn, top = list[str](), 24.0
    for part in parts:
        if part.height:
            drawn.append(element("g", {"transform": f"translate(0 {top:.1f})"}, part.svg))
            top += part.height + _GAP
    height = top + 24 - _GAP
    head = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {WIDTH} {height:.0f}",
        "width": WIDTH,
        "height": round(height),
        "role": "img",
        "font-family": LATIN,
    }
    paper = element("rect", {"width": WIDTH, "height": round(height), "fill": LIGHT.surface})
    return element("svg", head, said("title", title), said("desc", spoken), paper, *drawn)
