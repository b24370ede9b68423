"""Shared links as people make them, and take them back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.accounts import find
from access.audit import note
from access.links.reading import opener, rights_of
from access.reader import Held, Reader
from access.rights import Right
from access.rows import as_json, both, said
from access.sessions import hash_of
from data.scope import Filters, Span
from store.app_store import AppStore
from store.tables import Account, Link, LinkPerson

USUAL_DAYS = 30  # that a link opens, unless told otherwise
MOST_DAYS = 366
_BYTES = 16  # 128 random bits


class LinkError(Exception):
    """A link can't be made, or taken back, as it was asked for; the message says why."""


@dataclass(frozen=True)
class Terms:
    """What a link opens, for whom, and what its openers are held to."""

    page: str
    query: str
    until: datetime
    people: tuple[str, ...] | None = None  # names of accounts; None: anyone who has the link
    team: bool = False  # then for whoever is in the maker's team when they open it
    password: str | None = None  # its hash
    filters: Filters = ()  # held
    rows: Filters = ()  # those of them that are segments
    days: Span | None = None  # held; None where they may move
    period: str = ""  # held; a preset
    compare: str = ""  # held with the dates
    comments: bool = False
    exports: bool = False
    totals: bool = False
    anonymous: bool = False
    version: str = ""  # of the data that it is pinned to
    parents: tuple[str, ...] = ()  # sites that may show it in a frame, of access.links.parents
    figures: Sequence[tuple[str, str, str]] = ()  # (key, name, words) that it shows now

    @property
    def whom(self) -> str:
        """Whom it is for."""
        if self.team:
            return "for the team of its maker"
        return "for anyone" if self.people is None else f"for {', '.join(self.people)}"

    @property
    def said(self) -> str:
        """For the audit log: what may be opened, never what with."""
        days = f"{self.days.start} to {self.days.end}" if self.days else self.period or "any days"
        parts = (
            f"to {self.page}",
            self.whom,
            f"until {self.until:%Y-%m-%d}",
            said(self.filters) if self.filters else "no filter held",
            days,
            "with a password" if self.password else "",
            "with comments" if self.comments else "",
            "with exports" if self.exports else "",
            "anonymous" if self.anonymous else "",
            f"in frames of {' '.join(self.parents)}" if self.parents else "",
            f"as seen in {self.version}" if self.version else "live",
        )
        return ", ".join(filter(None, parts))


def make(
    store: AppStore, maker: Reader, terms: Terms, now: datetime, address: str
) -> tuple[int, str]:
    """A new link. Returns its id and its token, which is in no store.

    Raises LinkError for people whom there are not, a time that is over, and whoever may not.
    """
    token = secrets.token_urlsafe(_BYTES)
    if not now < terms.until:
        raise LinkError("The link would be over already; choose a later day.")
    if (terms.people is not None or terms.team) and terms.parents:
        raise LinkError(
            "A link for some people alone can't be shown in a frame of another site: nobody is "
            "logged in there. Leave out the sites, or let anyone open it who has it."
        )
    with store.write() as session:
        account = session.get(Account, maker.account) if maker.account else None
        if account is None or not maker.may(Right.SHARE):
            raise LinkError("Only somebody with an account and the right to share makes links.")
        if terms.team and not account.team:
            raise LinkError("You are in no team, so there is none to share with.")
        people = _people(session, terms.people)
        # Those of the maker as well: a link does not grow with what they may see later.
        rows = reader_of_terms(maker, terms, now).rows
        made = Link(
            token_hash=hash_of(token),
            account_id=account.id,
            made_at=now,
            until=terms.until,
            page=terms.page,
            query=terms.query,
            filters=as_json(terms.filters),
            rows=as_json(rows),
            first_day=terms.days.start if terms.days else None,
            last_day=terms.days.end if terms.days else None,
            period=terms.period,
            compare=terms.compare,
            named=terms.people is not None,
            team=terms.team,
            password=terms.password,
            comments=terms.comments,
            exports=terms.exports,
            totals=terms.totals and maker.totals,
            anonymous=terms.anonymous or maker.anonymous,
            version=terms.version,
            parents=list(terms.parents),
            figures=_of_then(rows, terms),
        )
        session.add(made)
        session.flush()
        session.add_all(LinkPerson(link_id=made.id, account_id=one.id) for one in people)
        about = f"link {made.id} {terms.said}"
        note(session, now, account.name, "link made", about, address, made.id)
        return made.id, token


def reader_of_terms(maker: Reader, terms: Terms, now: datetime) -> Reader:
    """Who would read figures through such a link, as long as the maker may what they may now.

    Raises LinkError where they would see none.
    """
    rows = both(maker.rows, terms.rows)
    if rows is None:
        raise LinkError("The link would show none of the rows that you may see.")
    held = Held(
        link=0,  # it has no number yet
        page=terms.page,
        query=terms.query,
        filters=terms.filters,
        days=terms.days,
        period=terms.period,
        compare=terms.compare,
        version="",
        maker=maker.name,
        made_at=now,
        until=terms.until,
    )
    rights = rights_of(comments=terms.comments, exports=terms.exports)
    return opener(maker, rights, rows, held, totals=terms.totals, anonymous=terms.anonymous)


def _of_then(rows: Filters, terms: Terms) -> dict[str, Any]:
    if not terms.version:
        return {}
    return {"rows": as_json(rows), "shown": [list(one) for one in terms.figures]}


def revoke(store: AppStore, who: Reader, link: int, now: datetime, address: str) -> None:
    """Take a link back: of one's own, or any for an administrator. LinkError where it is neither.

    One that is taken back already is no error.
    """
    with store.write() as session:
        found = session.get(Link, link)
        if found is None or not may_manage(who, found.account_id):
            raise LinkError("There is no such link of yours.")
        _end(session, [found], who, now, address)


def revoke_all(store: AppStore, who: Reader, account: int, now: datetime, address: str) -> int:
    """Take back all links of an account that still open. Returns how many. Raises LinkError."""
    if not may_manage(who, account):
        raise LinkError("There are no such links of yours.")
    with store.write() as session:
        wanted = select(Link).where(
            Link.account_id == account, Link.revoked_at.is_(None), Link.until > now
        )
        found = session.scalars(wanted).all()
        _end(session, found, who, now, address)
        return len(found)


def may_manage(who: Reader, maker: int) -> bool:
    """May they see and take back the links of an account?"""
    return who.may(Right.ADMINISTER) or (who.account is not None and who.account == maker)


def _end(session: Session, links: Sequence[Link], who: Reader, now: datetime, address: str) -> None:
    for link in links:
        if link.revoked_at is None:
            link.revoked_at = now
            about = f"link {link.id} to {link.page}"
            note(session, now, who.name, "link taken back", about, address, link.id)


def _people(session: Session, names: Sequence[str] | None) -> list[Account]:
    if names is None:
        return []
    if not names:
        raise LinkError("Name at least one account that may open the link.")
    found = {name: find(session, name) for name in names}
    unknown = [name for name, account in found.items() if account is None or account.disabled]
    if unknown:
        raise LinkError(f"There is no account “{unknown[0][:64]}” that could open the link.")
    return list({one.id: one for one in found.values() if one is not None}.values())
