"""What is too much for one panel: cells that nobody could read, and that would take minutes."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from data.catalog import Catalog, Dimension
from view.state import View

_MOST_CELLS = 250_000
_MOST_RANKED = 10_000  # levels: each pair of them is compared
_FILTER = "Filter to some of them first."


def too_many_cells(catalog: Catalog, view: View, table: str, crossed: Sequence[Dimension]) -> str:
    """Why dimensions of a table can't be shown crossed in the view; empty where they can."""
    levels = [len(view.levels(one.key) or one.levels) for one in crossed]
    rows = next(one.accepted for one in catalog.tables if one.table == table)
    if min(prod(levels), rows) <= _MOST_CELLS:  # each row is in one cell
        return ""
    named = (f"{n:,} ({one.label})" for n, one in zip(levels, crossed, strict=True))
    return f"{' by '.join(named)} levels are too many cells to show. {_FILTER}"


def too_many_ranked(size: int, dimension: Dimension) -> str:
    """Why so many levels can't be ranked; empty where they can."""
    if size <= _MOST_RANKED:
        return ""
    return f"{size:,} {dimension.noun}s are too many to rank. {_FILTER}"
