"""Names of columns out of the rows of a header: none, one, or several that belong together."""

from __future__ import annotations

from collections.abc import Sequence

from data.space import SPACE
from data.sql import unique_names

BETWEEN = " - "


def column_names(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """A name of its own for each of `width` columns, `column_3` where the header says nothing.

    Of several rows each but the last may head several columns: what it says holds to the right,
    until it says something else. `Food`, empty over `Taste`, `Price` are `Food - Taste` and
    `Food - Price`.
    """
    parts = [_spread(row, width) for row in rows[:-1]]
    parts += [_padded(row, width) for row in rows[-1:]]
    columns = zip(*parts, strict=True) if parts else [()] * width
    return unique_names(BETWEEN.join(dict.fromkeys(filter(None, told))) for told in columns)


def _padded(row: Sequence[str], width: int) -> list[str]:
    cells = [cell.strip(SPACE) for cell in row[:width]]
    return cells + [""] * (width - len(cells))


def _spread(row: Sequence[str], width: int) -> list[str]:
    last, told = "", []
    for cell in _padded(row, width):
        last = cell or last
        told.append(last)
    return told
