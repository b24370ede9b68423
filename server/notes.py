"""The notes that a request may know of: one place for pages, charts, JSON, CSV and lists."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, current_app, g

from access.notes.kept import KeptNote, Notes, all_theirs, may_read_notes, read_notes
from access.rows import both, contained, within
from data.catalog import Catalog
from data.scope import Filters, Span
from server.gate.reader import current_reader
from store.app_store import AppStore
from view.notes import Action, NewLevel, Note
from view.pages import PAGES, applied, metrics_of
from view.state import View

_NAME = "cxlens_notes"
_COMPANY = "All of the company"


class _Kept:
    """All notes, as this process has read them last. For many threads."""

    def __init__(self, store: AppStore) -> None:
        self._store = store
        self._notes: Notes | None = None

    def all(self) -> tuple[KeptNote, ...]:
        """All there are now. Raises StoreError."""
        found = self._notes = read_notes(self._store, self._notes)
        return found.notes

    def of(self, span: Span) -> Iterator[KeptNote]:
        """Those on these days, now. Raises StoreError."""
        for one in self.all():
            if one.span.start <= span.end and span.start <= one.span.end:
                yield one


def register(server: Flask, store: AppStore) -> None:
    """Let requests of this server have notes: there are none where nobody logs in."""
    server.extensions[_NAME] = _Kept(store)


def current_notes(view: View, catalog: Catalog) -> tuple[Note, ...]:
    """Those on the days of a view, of rows that it shows. `catalog`: of `current`.

    They are looked up once by each request: so no process shows what another one has changed, and
    an answer is kept by the very notes that are in it. Raises StoreError.
    """
    if g.get("notes_of") != view:
        g.notes, g.notes_of = _read(view, catalog), view
    read: tuple[Note, ...] = g.notes
    return read


def _read(view: View, catalog: Catalog) -> tuple[Note, ...]:
    kept: _Kept | None = current_app.extensions.get(_NAME)
    if kept is None or not may_read_notes(current_reader()) or not PAGES[view.page].tables:
        return ()
    shown = applied(view, catalog).filters
    found: list[Note] = []
    for note in kept.of(view.span):
        scope = known_scope(note, catalog)
        if scope is not None and within(scope, shown) is not None:
            found.append(as_shown(note, scope, catalog, len(found) + 1))
    return tuple(found)


def current_actions(view: View, catalog: Catalog) -> tuple[Action, ...]:
    """The registered actions that a page may tell of, whatever its days, the newest first.

    None for whom a shared view was opened by, nor for readers of whose views each stands for
    itself. An action of rows that its reader may not all see is not shown to them. Raises
    StoreError.
    """
    kept: _Kept | None = current_app.extensions.get(_NAME)
    who = current_reader()
    closed = who.held is not None or catalog.anonymous or catalog.days_held
    if kept is None or closed or not may_read_notes(who) or view.page != "why":
        return ()
    shown, able = applied(view, catalog).filters, {*metrics_of(view.page, catalog)}
    found: list[Action] = []
    for note in kept.all():
        expected = note.expected
        if expected is None or expected.metric not in able:
            continue
        whole = all_theirs(who, note.scope) and known_scope(note, catalog) == note.scope
        if whole and within(note.scope, shown) is not None:
            one = as_shown(note, note.scope, catalog, len(found) + 1)
            found.append(
                Action(one, expected.metric, expected.sign, expected.size, expected.periods)
            )
    return tuple(sorted(found, key=lambda one: one.note.span.start, reverse=True))


def new_levels(view: View, catalog: Catalog) -> tuple[NewLevel, ...]:
    """What notes say of all rows of a view, up to its last day. Raises StoreError."""
    kept: _Kept | None = current_app.extensions.get(_NAME)
    who = current_reader()
    if kept is None or not may_read_notes(who) or not PAGES[view.page].tables:
        return ()
    shown = both(who.rows, applied(view, catalog).filters) or ()
    return tuple(
        NewLevel(note.span.start, note.expected.metric if note.expected else "")
        for note in kept.all()
        if note.new_level and note.span.start <= view.span.end and contained(shown, note.scope)
    )


def known_scope(note: KeptNote, catalog: Catalog) -> Filters | None:
    """The scope of a note as its reader may know it; None where it is of none of their rows.

    That is without levels outside of their rows, and those that these rows do not have.
    """
    own = within(note.scope, current_reader().rows)
    known = {one.key: one.places for one in catalog.dimensions}
    return own and within(own, tuple((key, tuple(known.get(key, ()))) for key, _ in own))


def as_shown(note: KeptNote, scope: Filters, catalog: Catalog, number: int) -> Note:
    """The note for its reader. `scope`: what they may know of its scope."""
    about, written_on = scope_words(scope, catalog), note.written_at.date()
    return Note(number, note.span, note.text, note.author, written_on, scope, about)


def scope_words(scope: Filters, catalog: Catalog) -> str:
    """`Region: EMEA, APAC`."""
    labels = {one.key: one.label for one in catalog.dimensions}
    said = (f"{labels.get(key, key)}: {', '.join(levels)}" for key, levels in scope)
    return "; ".join(said) or _COMPANY
