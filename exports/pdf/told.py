"""What a PDF says of a page, as plain data for its template."""

from __future__ import annotations

import re

from components.panels.kinds import KINDS
from data.catalog import Catalog
from exports.about import About, findings_of
from exports.charts import charts_of
from exports.grid import Grid, grid_of
from exports.pictures import chart_svg
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
from pages.panel import Kind, Page, Panel

_ROWS, _COLUMNS = 25, 13  # of tables: of more, the first; key figures are there whole
_TOGETHER = 14  # rows of a table that is not broken between two sheets
_LETTERS = 160  # of a cell
_LONG = re.compile(r"(\S{18})(?=\S)")  # no word is wider than its column


def view_told(page: Page, catalog: Catalog, about: About) -> dict[str, object]:
    """Briefing, panels in the order of the page, scope and link."""
    quiet = (page.rest, page.note, page.account, page.details, page.promise)
    return {
        "headline": plain(page.headline),
        "findings": [plain(one) for one in findings_of(page, catalog)],
        "quiet": [plain(one) for one in quiet if one],
        "panels": [_panel(one, page, catalog, about) for one in page.panels if one.kind in KINDS],
        "scope": scope_line(about),
        "link": about.link,
    }


def _panel(panel: Panel, page: Page, catalog: Catalog, about: About) -> dict[str, object]:
    rows = rows_json(panel, catalog)
    charts = charts_of(panel, page, catalog)
    grid = None if charts else grid_of(panel, page, catalog)
    notes = notes_of(panel, rows, page.view, catalog)
    if charts:
        notes = [more_line(charts[0].left_out), *notes]
    elif grid is not None:
        most = len(grid.rows) if panel.kind == Kind.CARDS else _ROWS
        left = more_line(len(grid.rows) - most, panel)
        notes = [left, columns_line(len(grid.head) - _COLUMNS), *notes]
        grid = Grid(grid.head[:_COLUMNS], tuple(row[:_COLUMNS] for row in grid.rows[:most]))
    elif not notes:
        notes = [plain(KINDS[panel.kind].empty)]
    alone = len(charts) == 1
    return {
        "title": plain(panel.title),
        "subtitle": subtitle_line(panel),
        "charts": [
            {
                "svg": chart_svg(one, panel.title, alone=alone),
                "heard": heard(one, panel.title, "Bars and bands"),
            }
            for one in charts
        ],
        "table": _table(grid) if grid else None,
        "notes": [one for one in notes if one],
        "known": known_line(panel, rows, about),
        "long": grid is not None and len(grid.rows) > _TOGETHER,
    }


def _table(grid: Grid) -> dict[str, object]:
    return {"head": _cells(grid.head), "rows": [_cells(row) for row in grid.rows]}


def _cells(row: tuple[str, ...]) -> list[str]:
    return [_LONG.sub("\\1\u200b", plain(cell, _LETTERS)) for cell in row]
