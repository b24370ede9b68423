"""Saved views as people save, rename, replace and delete them, and choose what to start with.

What is a team's or the company's is noted in the audit log; what is somebody's own is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from access.audit import note
from access.names import is_name, key_of
from access.reader import Reader
from access.saved_views.kept import Audience, audience_of, audiences, find, may_change, whose
from store.app_store import AppStore
from store.tables import SavedView, StartPage

LONGEST = 80  # characters of a name
MOST = 200  # views of one person, one team, the company


class ViewError(Exception):
    """A view can't be saved or changed as it was asked for; the message says why."""


class NoViewError(ViewError):
    """There is no such view for whoever asks."""


@dataclass(frozen=True)
class Saved:
    """What is saved: a page and its query, as view.url writes it."""

    page: str
    query: str


@dataclass(frozen=True)
class Change:
    """Who changes something, when, and from where."""

    who: Reader
    now: datetime
    address: str


def save(
    store: AppStore, by: Change, name: str, audience: Audience, saved: Saved, *, start: bool = False
) -> int:
    """A new view, and perhaps the author's start page. Returns its number.

    Raises ViewError for a name that is none or taken, and where the author may not.
    """
    who, name = by.who, name.strip()
    if who.account is None or audience not in audiences(who):
        raise ViewError("You may save views for yourself; for others an editor can.")
    with store.write() as session:
        owner = whose(who, audience)
        _refuse_name(session, name, owner)
        wanted = select(func.count()).select_from(SavedView).where(SavedView.whose == owner)
        if (session.scalar(wanted) or 0) >= MOST:
            raise ViewError(f"There are {MOST} views already; delete one that nobody needs.")
        made = SavedView(
            account_id=who.account if audience is Audience.OWN else None,
            team=who.team if audience is Audience.TEAM else "",
            whose=owner,
            key=key_of(name),
            name=name,
            page=saved.page,
            query=saved.query,
            author=who.name,
            saved_at=by.now,
        )
        session.add(made)
        session.flush()
        _note(session, by, "view saved", made)
        if start:
            session.merge(StartPage(account_id=who.account, view_id=made.id))
        return made.id


def replace(store: AppStore, by: Change, number: int, saved: Saved) -> None:
    """Let a view lead elsewhere; name and start pages stay. Raises ViewError."""
    with _changed(store, by, number) as (session, view):
        view.page, view.query = saved.page, saved.query
        view.author, view.saved_at = by.who.name, by.now
        _note(session, by, "view replaced", view)


def rename(store: AppStore, by: Change, number: int, name: str) -> None:
    """Another name. Raises ViewError."""
    name = name.strip()
    with _changed(store, by, number) as (session, view):
        _refuse_name(session, name, view.whose, number)
        before, view.name, view.key = view.name, name, key_of(name)
        _note(session, by, "view renamed", view, f"; before: “{before}”")


def remove(store: AppStore, by: Change, number: int) -> None:
    """Delete a view; whoever started with it starts as everybody does. Raises ViewError."""
    with _changed(store, by, number) as (session, view):
        _note(session, by, "view deleted", view)
        session.delete(view)


def start_with(store: AppStore, who: Reader, number: int | None) -> None:
    """Start with a view that one sees, or as everybody does. Raises ViewError."""
    with store.write() as session:
        session.execute(delete(StartPage).where(StartPage.account_id == who.account))
        if number is not None:
            session.add(StartPage(account_id=who.account, view_id=_get(session, who, number).id))


@contextmanager
def _changed(store: AppStore, by: Change, number: int) -> Iterator[tuple[Session, SavedView]]:
    with store.write() as session:
        view = _get(session, by.who, number)
        if not may_change(by.who, view):
            raise ViewError("This view is not yours alone: only an editor can change it.")
        yield session, view


def _get(session: Session, who: Reader, number: int) -> SavedView:
    found = find(session, who, number)
    if found is None:
        raise NoViewError("There is no such view, or no longer.")
    return found


def _refuse_name(session: Session, name: str, owner: str, but: int = 0) -> None:
    if not is_name(name, LONGEST):
        raise ViewError(
            f"A view needs a name: 1 to {LONGEST} letters, digits or signs in one line."
        )
    wanted = select(SavedView.id).where(SavedView.whose == owner, SavedView.key == key_of(name))
    if session.scalars(wanted.where(SavedView.id != but)).first() is not None:
        raise ViewError(f"There is a view “{name}” there already; choose another name.")


def _note(session: Session, by: Change, event: str, view: SavedView, more: str = "") -> None:
    audience = audience_of(view)
    if audience is Audience.OWN:
        return
    place = f"the team “{view.team}”" if audience is Audience.TEAM else "the company"
    about = f"view {view.id} “{view.name}” of {place}, to {view.page}{more}"
    note(session, by.now, by.who.name, event, about, by.address)
