"""Notes on dates, as people write, change and delete them."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access import audit
from access.names import TextError, one_line
from access.notes.kept import Expected, may_change_note, may_write_notes
from access.reader import Reader
from access.rows import as_json, both, of_json, said
from data.scope import Filters, Span
from store.app_store import AppStore
from store.tables import Note

LONGEST = 200  # characters
MOST = 500  # notes
PERIODS = (3, 6, 12)  # of four weeks, after which an action may be judged
_LARGEST = 1e9  # change of a metric that may be expected


class NoteError(Exception):
    """A note can't be written, changed or deleted as it was asked for; the message says why."""


@dataclass(frozen=True)
class Draft:
    """What somebody wants to write, and about what: filters, or () for all that they may see."""

    span: Span
    text: str
    scope: Filters = ()
    expected: Expected | None = None
    new_level: bool = False


def add(store: AppStore, who: Reader, draft: Draft, now: datetime, address: str) -> int:
    """Write a new note. Returns its id. Raises NoteError and StoreError."""
    text, scope = checked_text(draft.text), _scope(who, draft)
    with store.write() as session:
        if (session.scalar(select(func.count()).select_from(Note)) or 0) >= MOST:
            raise NoteError(f"There are {MOST:,} notes, which is the most. Delete some first.")
        made = Note(
            first_day=draft.span.start,
            last_day=draft.span.end,
            text=text,
            scope=as_json(scope),
            expected=_expected(draft, scope),
            new_level=draft.new_level,
            author=who.name,
            written_at=now,
            stamp=_stamp(),
        )
        session.add(made)
        session.flush()
        audit.note(session, now, who.name, "note added", _about(made), address)
        return made.id


def change(
    store: AppStore, who: Reader, note: int, draft: Draft, now: datetime, address: str
) -> None:
    """Write a note anew: then it is by whoever did. Raises NoteError and StoreError."""
    text, scope = checked_text(draft.text), _scope(who, draft)
    with store.write() as session:
        found = _own(session, who, note)
        found.first_day, found.last_day = draft.span.start, draft.span.end
        found.text, found.scope = text, as_json(scope)
        found.expected = _expected(draft, scope)
        found.new_level = draft.new_level
        found.author, found.written_at, found.stamp = who.name, now, _stamp()
        audit.note(session, now, who.name, "note changed", _about(found), address)


def checked_action(who: Reader, draft: Draft) -> tuple[Filters, Expected]:
    """What an action would be registered as: its rows, and what is expected. Raises NoteError."""
    scope = _scope(who, draft)
    _expected(draft, scope)
    if draft.expected is None:
        raise NoteError("Choose the metric that should change.")
    return scope, draft.expected


def delete(store: AppStore, who: Reader, note: int, now: datetime, address: str) -> None:
    """Take a note away. Raises NoteError and StoreError."""
    with store.write() as session:
        found = _own(session, who, note)
        audit.note(session, now, who.name, "note deleted", _about(found), address)
        session.delete(found)


def checked_text(text: str) -> str:
    """The text as it is kept, in one line. Raises NoteError."""
    try:
        words = one_line(text, "The note", LONGEST)
    except TextError as error:
        raise NoteError(str(error)) from None
    if not words:
        raise NoteError("The note is empty: write what happened, in a few words.")
    return words


def _stamp() -> int:
    return secrets.randbits(48)


def _scope(who: Reader, draft: Draft) -> Filters:
    """With the rows that its author is limited to."""
    if not may_write_notes(who):
        raise NoteError("Only somebody with an account and the right to edit writes notes.")
    scope = both(who.rows, draft.scope)
    if scope is None:
        raise NoteError("The note would be about none of the rows that you may see.")
    return scope


def _expected(draft: Draft, scope: Filters) -> dict[str, Any]:
    """As it is kept, {} where nothing is. Raises NoteError."""
    one = draft.expected
    if one is None:
        return {}
    if one.sign not in (1, -1) or one.periods not in PERIODS or not 0 < len(one.metric) <= 100:
        raise NoteError("Choose the metric, which way it should go, and when that is judged.")
    if one.size is not None and not (math.isfinite(one.size) and 0 < one.size <= _LARGEST):
        raise NoteError("“By at least” is no size of a change; expected a number above 0.")
    if not scope:
        raise NoteError(
            "What is done everywhere can't be judged: nothing is left to compare with. Choose the "
            "segment in which it is done first."
        )
    return one.as_json()


def _own(session: Session, who: Reader, note: int) -> Note:
    found = session.get(Note, note)
    if found is None or not may_change_note(who, of_json(found.scope)):
        raise NoteError("There is no such note that you may change; it may be deleted.")
    return found


def _about(note: Note) -> str:
    days = f"{note.first_day} to {note.last_day}"
    if note.first_day == note.last_day:
        days = str(note.first_day)
    scope = said(of_json(note.scope)) if note.scope else "all of the company"
    told = f"note {note.id} on {days}, {scope}: {note.text}"
    if note.new_level:
        told += "; charts begin anew"
    if not note.expected:
        return told
    way = "up" if note.expected["sign"] > 0 else "down"
    size = "" if note.expected["size"] is None else f" by {note.expected['size']:g} or more"
    weeks = 4 * note.expected["periods"]
    return f"{told}; expected: {note.expected['metric']} {way}{size} after {weeks} weeks"
