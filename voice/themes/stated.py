"""The reasons in a cell: one, or several as of a question with several choices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_BETWEEN = re.compile(r"[;；|\n]")  # what surveys write between several choices


def reasons_in(cells: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Those of each different cell; several only where each stands in another cell too.

    “Other; please say” is one reason: its parts stand in no other cell.
    """
    parts = {cell: _parts(cell) for cell in set(cells)}
    where = Counter(part for own in parts.values() for part in own)
    return {
        cell: own if len(own) < 2 or all(where[part] > 1 for part in own) else (cell,)
        for cell, own in parts.items()
    }


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for one in _BETWEEN.split(cell) if (part := one.strip())))
