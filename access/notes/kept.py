"""Notes on dates as the store has them, and what of them somebody may know."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from access.reader import Reader
from access.rights import Right
from access.rows import contained, of_json
from data.scope import Filters, Span
from store.app_store import AppStore
from store.tables import Note


@dataclass(frozen=True)
class Expected:
    """What should come of what was done: then the note registers an action.

    `metric`: as `metric=` of a link names it. `sign`: 1 where it should rise, -1 where it should
    fall; `size`: by how much at least, in its unit, above 0, or None. `periods` of four weeks,
    after which it is judged.
    """

    metric: str
    sign: int
    size: float | None
    periods: int

    def as_json(self) -> dict[str, Any]:
        """As the store keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class KeptNote:
    """A note whole. `scope`: the filters that it is about, () for all of the company.

    `new_level`: figures are of another level from its first day on, so that charts begin anew.
    """

    id: int
    span: Span
    text: str
    scope: Filters
    author: str
    written_at: datetime
    expected: Expected | None = None
    new_level: bool = False


class Notes(NamedTuple):
    """All notes as they were at one moment, in the order of their days."""

    version: tuple[object, ...]  # changes with each of them
    notes: tuple[KeptNote, ...]


def read_notes(store: AppStore, known: Notes | None = None) -> Notes:
    """All notes. `known`: as somebody has read them; they are not read again while none changed.

    Raises StoreError.
    """
    with store.read() as session:
        version = tuple(session.execute(_VERSION).one())
        if known is not None and known.version == version:
            return known
        found = session.scalars(select(Note).order_by(Note.first_day, Note.last_day, Note.id))
        return Notes(version, tuple(map(_kept, found)))


def find_note(store: AppStore, note: int) -> KeptNote | None:
    """The note of that id. Raises StoreError."""
    with store.read() as session:
        found = session.get(Note, note)
        return _kept(found) if found else None


# Whoever writes, changes or deletes one changes this sum.
_VERSION = select(func.count(), func.sum(Note.stamp)).select_from(Note)


def _kept(note: Note) -> KeptNote:
    span = Span(note.first_day, note.last_day)
    expected = Expected(**note.expected) if note.expected else None
    scope = of_json(note.scope)
    return KeptNote(
        note.id, span, note.text, scope, note.author, note.written_at, expected, note.new_level
    )


def may_read_notes(who: Reader) -> bool:
    """Whoever sees pages; through a shared link only where it has comments: notes are internal."""
    return who.may(Right.COMMENTS if who.held else Right.VIEW)


def may_write_notes(who: Reader) -> bool:
    """An account with the right to edit: a note has an author."""
    return who.account is not None and who.may(Right.EDIT)


def may_change_note(who: Reader, scope: Filters) -> bool:
    """May they change or delete a note of this scope? Only where it is about rows of theirs."""
    return may_write_notes(who) and all_theirs(who, scope)


def all_theirs(who: Reader, scope: Filters) -> bool:
    """Are all rows of a scope theirs?"""
    return contained(scope, who.rows)
