"""Saved views: whose there are, who sees them, and who may change them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from access.names import key_of
from access.reader import Reader
from access.rights import Right
from store.app_store import AppStore
from store.tables import SavedView, StartPage

_COMPANY = "company"


class Audience(StrEnum):
    """Whom a saved view is for."""

    OWN = "own"
    TEAM = "team"
    COMPANY = "company"


@dataclass(frozen=True)
class Kept:
    """A saved view, as somebody sees it in a list. `query` is its author's: never show it."""

    number: int
    name: str
    page: str
    query: str
    audience: Audience
    team: str  # "" for no team
    author: str
    saved_at: datetime
    start: bool  # the reader starts with it
    changeable: bool  # by the reader


def views_of(store: AppStore, who: Reader) -> list[Kept]:
    """All that somebody sees: their own, then those of teams, then the company's; by name."""
    with store.read() as session:
        found = session.scalars(select(SavedView).where(_seen_by(who))).all()
        start = _start(session, who)
    listed = [_kept(one, who, start) for one in found]
    order = list(Audience)
    return sorted(listed, key=lambda one: (order.index(one.audience), one.team, key_of(one.name)))


def view_of_number(store: AppStore, who: Reader, number: int) -> Kept | None:
    """A view that somebody sees; None where there is none of that number for them."""
    with store.read() as session:
        found = find(session, who, number)
        return None if found is None else _kept(found, who, _start(session, who))


def start_page(store: AppStore, who: Reader) -> Kept | None:
    """What somebody starts with, as long as they see it; None for what everybody starts with."""
    with store.read() as session:
        number = _start(session, who)
        found = find(session, who, number) if number else None
        return None if found is None else _kept(found, who, number)


def find(session: Session, who: Reader, number: int) -> SavedView | None:
    """The row of a view that somebody sees."""
    wanted = select(SavedView).where(SavedView.id == number, _seen_by(who))
    return session.scalars(wanted).one_or_none()


def may_keep(who: Reader) -> bool:
    """An account that sees pages; agents have one page, which is as it is."""
    return who.account is not None and who.may(Right.VIEW)


def audiences(who: Reader) -> list[Audience]:
    """Whom somebody may save views for."""
    if not who.may(Right.EDIT):
        return [Audience.OWN]
    return [one for one in Audience if one is not Audience.TEAM or who.team]


def audience_of(view: SavedView) -> Audience:
    """Whom a view is for."""
    if view.account_id is not None:
        return Audience.OWN
    return Audience.TEAM if view.team else Audience.COMPANY


def whose(who: Reader, audience: Audience) -> str:
    """How the store tells whose a view is."""
    match audience:
        case Audience.OWN:
            return f"account {who.account}"
        case Audience.TEAM:
            return f"team {key_of(who.team)}"
        case _:
            return _COMPANY


def may_change(who: Reader, view: SavedView) -> bool:
    """May they change a view that they see? What is a team's or the company's, who may edit."""
    return audience_of(view) is Audience.OWN or who.may(Right.EDIT)


def _seen_by(who: Reader) -> ColumnElement[bool]:
    """One's own, one's team's, the company's; and for administrators those of all teams."""
    teams = [SavedView.whose == whose(who, Audience.TEAM)] if who.team else []
    if who.may(Right.ADMINISTER):
        teams = [SavedView.team != ""]
    return or_(SavedView.account_id == who.account, SavedView.whose == _COMPANY, *teams)


def _start(session: Session, who: Reader) -> int | None:
    wanted = select(StartPage.view_id).where(StartPage.account_id == who.account)
    return session.scalars(wanted).one_or_none()


def _kept(view: SavedView, who: Reader, start: int | None) -> Kept:
    return Kept(
        number=view.id,
        name=view.name,
        page=view.page,
        query=view.query,
        audience=audience_of(view),
        team=view.team,
        author=view.author,
        saved_at=view.saved_at,
        start=view.id == start,
        changeable=may_change(who, view),
    )
