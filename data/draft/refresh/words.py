"""Words of what changed: names in quotes, counts, days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_MOST = 5


def shown(names: Sequence[str]) -> str:
    """Names in quotes, the first of many."""
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(f"'{name}'" for name in names[:_MOST]) + more


def rows(number: int) -> str:
    """`1 row`, `1,204 rows`."""
    return f"{number:,} row{'' if number == 1 else 's'}"


def span(first: date, last: date) -> str:
    """`3 June 2026 to 30 June 2026`."""
    return f"{first:%-d %B %Y} to {last:%-d %B %Y}" if first != last else f"{first:%-d %B %Y}"
