"""The slides of one page: its briefing, then a slide a panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx.util import Inches

from components.panels.kinds import KINDS
from components.theme import LIGHT
from data.catalog import Catalog
from exports.about import About, findings_of
from exports.charts import charts_of
from exports.grid import Grid, grid_of
from exports.slides.drawn import draw
from exports.slides.place import Place
from exports.slides.slide import Foot, add_slide, add_text, text_height
from exports.slides.table import COLUMNS, draw_table, fitting, is_wide_enough
from exports.words import (
    Rows,
    columns_line,
    hidden_line,
    known_line,
    more_line,
    notes_of,
    scope_line,
    subtitle_line,
)
from pages.as_json import rows_json
from pages.panel import Kind, Page, Panel

_TEXT, _QUIET, _SMALL = 16, 13, 11  # points
_GAP = Inches(0.1)
_CHART = 0.42  # of the width, beside a table


@dataclass(frozen=True)
class _Deck:
    """What all slides of a page have in common."""

    deck: Any
    layout: Any
    page: Page
    catalog: Catalog
    about: About


def add_page(deck: Any, layout: Any, page: Page, catalog: Catalog, about: About) -> None:  # noqa: ANN401
    """Add all slides of a page, in the order of its panels."""
    into = _Deck(deck, layout, page, catalog, about)
    shown = _add_briefing(into)
    for panel in page.panels:
        if panel.kind in KINDS and panel is not shown:  # sparklines are a part of the cards
            _add_panel(into, panel)


def _add_briefing(into: _Deck) -> Panel | None:
    """The headline and the findings. Returns the key figures, where they have room below."""
    page, about = into.page, into.about
    cards = next((one for one in page.panels if one.kind == Kind.CARDS), None)
    rows = rows_json(cards, into.catalog) if cards else []
    known = known_line(cards, rows, about) if cards else about.until
    foot = Foot(scope_line(about), known, about.link)
    slide, place = add_slide(into.deck, into.layout, page.headline, foot, _spoken(page))
    lines = findings_of(page, into.catalog)
    place = place.below(add_text(slide, place, lines, _TEXT, bullets=True) + _GAP)
    quiet = [words for words in (page.rest, page.note, page.details) if words]
    place = place.below(add_text(slide, place, quiet, _QUIET, LIGHT.quiet))
    grid = grid_of(cards, page, into.catalog) if cards else None
    if cards is None or grid is None or notes_of(cards, rows, page.view, into.catalog):
        return None
    if fitting(grid, place) < len(grid.rows):
        return None
    draw_table(slide, grid, cards.title, place, 0, len(grid.rows))
    return cards


def _add_panel(into: _Deck, panel: Panel) -> None:
    rows = rows_json(panel, into.catalog)
    charts = charts_of(panel, into.page, into.catalog)
    grid = None if charts else grid_of(panel, into.page, into.catalog)
    if charts:
        slide, place = _start(into, panel, rows)
        notes = notes_of(panel, rows, into.page.view, into.catalog)
        room = _noted(slide, place, [more_line(charts[0].left_out), *notes])
        if panel.kind == Kind.BREAKDOWN:
            room = _beside(into, slide, panel, room)
        for chart, part in zip(charts, room.parts(len(charts)), strict=True):
            draw(slide, chart, panel.title, part)
    elif grid is not None:
        _add_tables(into, panel, rows, grid)
    else:
        slide, place = _start(into, panel, rows)
        add_text(slide, place, [panel.note or KINDS[panel.kind].empty], _TEXT)


def _add_tables(into: _Deck, panel: Panel, rows: Rows, grid: Grid) -> None:
    """A slide with as many rows as it has room for; key figures go on, on more slides."""
    goes_on, start = panel.kind == Kind.CARDS, 0
    beside = len(grid.head) - COLUMNS
    said = [columns_line(beside), *notes_of(panel, rows, into.page.view, into.catalog)]
    while start < len(grid.rows):
        slide, place = _start(into, panel, rows, continued=start > 0)
        most = fitting(grid, _above(place, [more_line(len(grid.rows), panel), *said]), start)
        left = 0 if goes_on else len(grid.rows) - most
        room = _noted(slide, place, [more_line(left, panel), *said])
        draw_table(slide, grid, panel.title, room, start, most)
        start = start + most if goes_on else len(grid.rows)


def _beside(into: _Deck, slide: Any, panel: Panel, room: Place) -> Place:  # noqa: ANN401
    """The figures of levels in words at the right, if all have room. Returns what is left."""
    grid = grid_of(panel, into.page, into.catalog)
    chart, right = room.sides(_CHART)
    if grid is None or not is_wide_enough(grid, right.width):
        return room
    if fitting(grid, right) < len(grid.rows):
        return room
    draw_table(slide, grid, panel.title, right, 0, len(grid.rows))
    return chart


def _start(into: _Deck, panel: Panel, rows: Rows, *, continued: bool = False) -> tuple[Any, Place]:
    """A slide with the title of a panel, and what its figures are in."""
    about = into.about
    foot = Foot(scope_line(about), known_line(panel, rows, about), about.link)
    title = f"{panel.title}, continued" if continued else panel.title
    hidden = hidden_line(rows, into.page.view, into.catalog)
    spoken = " ".join(filter(None, (panel.note, hidden, _spoken(into.page))))
    slide, place = add_slide(into.deck, into.layout, title, foot, spoken)
    subtitle = subtitle_line(panel)
    lines = [subtitle] if subtitle else []
    return slide, place.below(add_text(slide, place, lines, _QUIET, LIGHT.quiet))


def _noted(slide: Any, place: Place, lines: list[str]) -> Place:  # noqa: ANN401
    """Put lines at the bottom of a place. Returns what is left above them."""
    room, said = _above(place, lines), [one for one in lines if one]
    add_text(slide, place.below(room.height), said, _SMALL, LIGHT.quiet)
    return room


def _above(place: Place, lines: list[str]) -> Place:
    """What is left of a place above these lines."""
    height = text_height([one for one in lines if one], place.width, _SMALL)
    return place._replace(height=place.height - height)


def _spoken(page: Page) -> str:
    return " ".join(filter(None, (page.account, page.details, page.promise)))
