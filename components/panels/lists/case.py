"""A case in one line."""

from __future__ import annotations

from datetime import date

from components import text


def case_words(status: str, owner: str, due: date, closed_on: date | None) -> str:
    """`open, Ann, due 3 Nov 2026`, and once it is closed `solved, Ann, closed on 3 Nov 2026`."""
    when = f"closed on {text.day(closed_on)}" if closed_on else f"due {text.day(due)}"
    return f"{status}, {owner or 'nobody’s'}, {when}"
