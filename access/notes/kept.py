"""Notes on dates as the store has them, and what of them somebody may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from access.reader import Reader
from access.rights import Right
from access.rows import of_json
from data.scope import Filters, Span
from store.app_store import AppStore
from store.tables import Note


@dataclass(frozen=True)
class KeptNote:
    """A note whole. `scope`: the filters that it is about, () for all of the company."""

    id: int
    span: Span
    text: str
    scope: Filters
    author: str
    written_at: datetime


def notes_of(store: AppStore, span: Span | None = None) -> list[KeptNote]:
    """All notes, or those on these days, in the order of their days. Raises StoreError."""
    wanted = _COLUMNS.order_by(Note.first_day, Note.last_day, Note.id)
    if span is not None:
        wanted = wanted.where(Note.last_day >= span.start, Note.first_day <= span.end)
    return _read(store, wanted)


def find_note(store: AppStore, note: int) -> KeptNote | None:
    """The note of that id. Raises StoreError."""
    return next(iter(_read(store, _COLUMNS.where(Note.id == note))), None)


# Columns and not objects: every view of a page asks for them.
_COLUMNS = select(
    Note.id, Note.first_day, Note.last_day, Note.text, Note.scope, Note.author, Note.written_at
)


def _read(store: AppStore, wanted: Select[Any]) -> list[KeptNote]:
    with store.read() as session:
        found = session.execute(wanted).all()
    return [
        KeptNote(number, Span(first, last), text, of_json(scope), author, written_at)
        for number, first, last, text, scope, author, written_at in found
    ]


def may_read_notes(who: Reader) -> bool:
    """Whoever sees pages; through a shared link only where it has comments: notes are internal."""
    return who.may(Right.COMMENTS if who.held else Right.VIEW)


def may_write_notes(who: Reader) -> bool:
    """An account with the right to edit: a note has an author."""
    return who.account is not None and who.may(Right.EDIT)


def may_change_note(who: Reader, scope: Filters) -> bool:
    """May they change or delete a note of this scope? Only where it is about rows of theirs."""
    own = dict(scope)
    theirs = all(own.get(key) and {*own[key]} <= {*levels} for key, levels in who.rows)
    return may_write_notes(who) and theirs


def within(scope: Filters, rows: Filters) -> Filters | None:
    """The scope without levels outside of these rows; None where they have no row in common.

    Rows of keys that the scope says nothing of leave it as it is: it is about all levels of these.
    """
    limits = dict(rows)
    cut = tuple(
        (key, tuple(level for level in levels if level in limits.get(key, levels)))
        for key, levels in scope
    )
    return cut if all(levels for _, levels in cut) else None
