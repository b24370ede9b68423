"""Notes on dates, as a view shows them: plain data for pages, charts and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from data.grains import DAY, next_start
from data.scope import Filters, Span


@dataclass(frozen=True)
class Note:
    """What somebody wrote on some days. It says of its scope only what its reader may know."""

    number: int  # in its view, from 1, in the order of days
    span: Span
    text: str
    author: str
    written_on: date
    scope: Filters  # () for all of the company
    about: str  # the scope in words


class NewLevel(NamedTuple):
    """A day from which on figures are of a new level, as a note says: charts begin anew.

    `metric`: as a link names it, "" for all.
    """

    day: date
    metric: str = ""


@dataclass(frozen=True)
class Action:
    """A note that says what should come of what was done, on rows that its reader may see whole.

    `metric`: as a link names it. `sign`: 1 where it should rise, -1 where it should fall; `size`:
    by how much at least, in its unit, or None. `periods` of four weeks, after which it is judged.
    """

    note: Note
    metric: str
    sign: int
    size: float | None
    periods: int


def notes_in(notes: Sequence[Note], start: date, grain: str) -> list[Note]:
    """Those that fall into the period that begins on this day."""
    last = next_start(start, grain) - DAY
    return [one for one in notes if one.span.start <= last and start <= one.span.end]
