"""A panel's table in words: the one of its page, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from components import text
from components.panels.comments import TOLD
from components.panels.kinds import KINDS
from components.tables import figures_table
from components.theme import LIGHT
from data.catalog import Catalog
from exports.words import plain
from pages.as_json import rows_json
from pages.panel import Kind, Page, Panel

# Classes of what is there for screen readers, or to be clicked, alone: it has no place in a file.
_NOT_READ = frozenset({"visually-hidden", "cx-ways"})


class Grid(NamedTuple):
    """Names of columns, and rows of cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def grid_of(panel: Panel, page: Page, catalog: Catalog) -> Grid | None:
    """The table of a panel as the page shows it; of one that has none there, its rows.

    None where there is no row.
    """
    if panel.frame.empty:
        return None
    if panel.kind in (Kind.CARDS, Kind.BREAKDOWN):
        return _read(figures_table(panel, page.view, catalog))
    if panel.kind in (Kind.COMMENTS, Kind.SOUGHT):
        return _comments(panel, catalog)
    kind = KINDS.get(panel.kind)
    if kind is None:  # sparklines, which the page has inside the cards
        return _records(panel, catalog)
    found = _read(kind.draw(panel, page, catalog, LIGHT))
    if found is None and kind.table:
        found = _read(kind.table(panel, page.view, catalog))
    return found or _records(panel, catalog)


def lines_of(grid: Grid) -> Iterator[str]:
    """Each row as a line of plain text: its name, its value, and what else there is."""
    for name, value, *cells in grid.rows:
        more = [f"{head} {cell}" for head, cell in zip(grid.head[2:], cells, strict=True) if cell]
        yield " · ".join([f"{name}: {value}", *more])


def _comments(panel: Panel, catalog: Catalog) -> Grid:
    """When, which score, at what, and the words themselves."""
    told = [key for key in TOLD if key in panel.frame]
    columns = ["submitted_at", "score", *told, "comment"]
    rows = []
    for at, score, *cells, comment in panel.frame[columns].itertuples(index=False, name=None):
        levels = [_levels(key, cell, catalog) for key, cell in zip(told, cells, strict=True)]
        rows.append((text.day(at), f"{score:g}", *levels, plain(comment)))
    names = [key.capitalize() for key in told]
    return Grid(("Day", "Score", *names, "Comment"), tuple(rows))


def _levels(key: str, cell: object, catalog: Catalog) -> str:
    if not isinstance(cell, str):
        return ""
    dimension = catalog.dimension(key)
    return plain(", ".join(dimension.held(cell)) if dimension else cell)


def _records(panel: Panel, catalog: Catalog) -> Grid:
    """The rows of the JSON twin as they are, columns that hold nothing left out."""
    rows = rows_json(panel, catalog)
    names = [name for name in rows[0] if any(row.get(name) is not None for row in rows)]
    head = tuple(plain(name.replace("_", " ").capitalize()) for name in names)
    return Grid(head, tuple(tuple(_cell(row.get(name)) for name in names) for row in rows))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}".replace("-", "−")
    return plain(str(value))


def _read(drawn: Any) -> Grid | None:  # noqa: ANN401
    """The first table among components, if there is one."""
    table = next((one for one in _inside(drawn) if getattr(one, "_type", "") == "Table"), None)
    if table is None:
        return None
    lines = [
        tuple(plain(_words(cell)) for cell in _inside(row) if _type(cell) in ("Th", "Td"))
        for row in _inside(table)
        if _type(row) == "Tr"
    ]
    if len(lines) < 2:
        return None
    width = max(map(len, lines))
    head, *rows = (line + ("",) * (width - len(line)) for line in lines)
    return Grid(head, tuple(rows))


def _type(one: object) -> str:
    return str(getattr(one, "_type", ""))


def _inside(what: Any) -> Iterator[Any]:  # noqa: ANN401
    """A component and all within it, in reading order."""
    if isinstance(what, list | tuple):
        for one in what:
            yield from _inside(one)
    elif _type(what):
        yield what
        yield from _inside(getattr(what, "children", None))


def _words(what: Any) -> str:  # noqa: ANN401
    """All words within that are seen and no mere way to a form, with a space between elements."""
    if what is None or _NOT_READ & set((getattr(what, "className", None) or "").split()):
        return ""
    if isinstance(what, list | tuple):
        return " ".join(filter(None, map(_words, what)))
    return _words(getattr(what, "children", None)) if _type(what) else str(what)
