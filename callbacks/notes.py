"""Notes on dates: the list of them, and the forms to write, change and delete one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from access.notes.kept import KeptNote, find_note, may_change_note, may_write_notes, read_notes
from access.notes.written import LONGEST, Draft, NoteError, add, change, delete
from callbacks.asked import LARGEST, asked_view
from callbacks.log_in_page import go
from callbacks.site import Members
from components.text import day, days
from data.catalog import Catalog
from data.scope import Filters, Span
from data.store.snapshots import Store
from server.current import current
from server.gate.reader import current_reader
from server.gate.table import NEW_NOTE, NOTE, NOTES
from server.notes import as_shown, known_scope, register, scope_words
from view.state import View
from view.url import link

_SHORT = 31  # days of a view that a new note is about whole; of a longer one it is on the last
_DONE = {"changed": "The note is changed.", "deleted": "The note is deleted."}


@dataclass(frozen=True)
class _Typed:
    """What a form says, or shows at first."""

    text: str = ""
    first: str = ""
    last: str = ""
    about: frozenset[str] = frozenset()

    @classmethod
    def sent(cls) -> _Typed:
        """As the form of this request has it."""
        given = request.form
        about = frozenset(given.getlist("about"))
        return cls(given.get("text", ""), given.get("first", ""), given.get("last", ""), about)

    def draft(self, offered: Filters) -> Draft:
        """The note, about those of the offered filters that are chosen. Raises NoteError."""
        first = _day(self.first, "Day")
        last = _day(self.last, "Last day") if self.last.strip() else first
        if last < first:
            raise NoteError("The last day is before the first; one of them is wrong.")
        about = tuple(one for one in offered if one[0] in self.about)
        return Draft(Span(first, last), self.text, about)


def register_notes(server: Flask, members: Members, store: Store) -> None:
    """Add `/notes`, `/notes/new` and `/notes/NUMBER`, and let all requests have notes."""
    site, kept, cookies = members.site, members.store, members.who.cookies
    register(server, kept)

    def listed() -> Response:
        who, catalog = current_reader(), current(store).catalog
        rows = [_row(note, catalog) for note in read_notes(kept).notes]
        return site.page(
            "notes",
            writes=may_write_notes(who),
            message=_DONE.get(request.args.get("done", ""), ""),
            notes=[row for row in reversed(rows) if row],
        )

    def new() -> Response:
        snapshot = current(store)
        view, catalog = asked_view(request.values.get("view", ""), snapshot), snapshot.catalog
        back = link(replace(view, root=site.root), catalog)
        more = {
            "title": "Add a note",
            "button": "Add the note",
            "action": "notes/new",
            "view": link(view, catalog),
            "back": back,
            "back_words": "Back to the view",
        }
        if request.method != "POST":
            return _form(catalog, view.filters, _first(view), more)
        typed = _Typed.sent()
        try:
            draft = typed.draft(view.filters)
            add(kept, current_reader(), draft, datetime.now(UTC), site.address())
        except NoteError as error:
            return _form(catalog, view.filters, typed, more, str(error))
        return go(back)

    def one(number: int) -> Response:
        catalog = current(store).catalog
        note = find_note(kept, number) if number <= LARGEST else None
        if note is None or not _may_change(note, catalog):
            raise NotFound("There is no such note that you may change; it may be deleted.")
        more = {
            "title": "Change a note",
            "button": "Change the note",
            "action": f"notes/{number}",
            "view": "",
            "back": f"{site.root}notes",
            "back_words": "Back to the notes",
        }
        if request.method != "POST":
            return _form(catalog, note.scope, _typed(note.span, note.scope, note.text), more)
        who, now, typed = current_reader(), datetime.now(UTC), _Typed.sent()
        done = "deleted" if "delete" in request.form else "changed"
        try:
            if done == "deleted":
                delete(kept, who, number, now, site.address())
            else:
                change(kept, who, number, typed.draft(note.scope), now, site.address())
        except NoteError as error:
            return _form(catalog, note.scope, typed, more, str(error))
        return go(f"{site.root}notes?done={done}")

    def _form(
        catalog: Catalog, offered: Filters, typed: _Typed, more: dict[str, str], message: str = ""
    ) -> Response:
        form: dict[str, Any] = {
            **more,
            "message": message,
            "text": typed.text,
            "first": typed.first,
            "last": typed.last,
            "longest": LONGEST,
            "deletes": not more["view"],
            "filters": [
                {
                    "key": one[0],
                    "words": scope_words((one,), catalog),
                    "chosen": one[0] in typed.about,
                }
                for one in offered
            ],
            "else": scope_words(current_reader().rows, catalog),
        }
        return site.page("note", 400 if message else 200, cookies.token(), form=form)

    server.add_url_rule("/notes", NOTES, listed)
    server.add_url_rule("/notes/new", NEW_NOTE, new, methods=["GET", "POST"])
    server.add_url_rule("/notes/<int:number>", NOTE, one, methods=["GET", "POST"])


def _first(view: View) -> _Typed:
    """What the form shows at first, of the view's days and filters."""
    span = view.span if view.span.days <= _SHORT else Span(view.span.end, view.span.end)
    return _typed(span, view.filters)


def _typed(span: Span, scope: Filters, text: str = "") -> _Typed:
    last = span.end.isoformat() if span.days > 1 else ""
    return _Typed(text, span.start.isoformat(), last, frozenset(key for key, _ in scope))


def _row(note: KeptNote, catalog: Catalog) -> dict[str, object] | None:
    """A line of the list; None for a note of which the reader knows nothing."""
    # Without limits nothing is hidden: what the data no longer have is named as well.
    scope = known_scope(note, catalog) if current_reader().rows else note.scope
    if scope is None:
        return None
    shown = as_shown(note, scope, catalog, 1)
    return {
        "days": days(shown.span),
        "text": shown.text,
        "about": shown.about,
        "author": shown.author,
        "written": day(shown.written_on),
        "number": note.id if _may_change(note, catalog) else 0,
    }


def _may_change(note: KeptNote, catalog: Catalog) -> bool:
    """Also not where the form would name what the reader's rows do not have."""
    who = current_reader()
    named = not who.rows or known_scope(note, catalog) == note.scope
    return may_change_note(who, note.scope) and named


def _day(typed: str, name: str) -> date:
    """Raises NoteError where it is none."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise NoteError(f"“{name}” is no date; expected one such as 2026-12-31.") from None
