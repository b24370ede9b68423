"""What is shared: links with how often they were opened, and all that happened to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.links.made import may_manage
from access.reader import Reader
from access.rows import of_json, said
from store.app_store import AppStore
from store.tables import Account, AuditEntry, Link, LinkPerson

MOST = 500  # links, and entries of one, that a page lists: the audit log has all


@dataclass(frozen=True)
class Listed:
    """A link in a list."""

    number: int
    account: int  # its maker's
    maker: str
    page: str
    about: str  # what it is held to
    people: str
    until: datetime
    opened: int
    last: datetime | None
    state: str
    open: bool


@dataclass(frozen=True)
class Happened:
    """An entry of the audit log about a link."""

    at: datetime
    who: str
    event: str
    about: str
    address: str


def links_of(store: AppStore, account: int | None, now: datetime) -> list[Listed]:
    """Links of an account, or of all (None); those that open first, then the newest."""
    with store.read() as session:
        wanted = select(Link, Account).join(Account, Account.id == Link.account_id)
        if account is not None:
            wanted = wanted.where(Link.account_id == account)
        wanted = wanted.order_by(Link.revoked_at.is_(None).desc(), Link.id.desc()).limit(MOST)
        found = session.execute(wanted).all()
        numbers = [link.id for link, _ in found]
        openings = _openings(session, numbers)
        people = _people(session, numbers)
    listed = [
        _listed(link, maker, people.get(link.id, []), openings.get(link.id, (0, None)), now)
        for link, maker in found
    ]
    return sorted(listed, key=lambda one: not one.open)


def happened(store: AppStore, who: Reader, link: int) -> tuple[int, list[Happened]] | None:
    """The maker's account and what happened to a link, newest first; None where it isn't theirs."""
    with store.read() as session:
        found = session.get(Link, link)
        if found is None or not may_manage(who, found.account_id):
            return None
        wanted = select(AuditEntry).where(AuditEntry.link == link)
        entries = session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(MOST)).all()
    return found.account_id, [
        Happened(one.at, one.who, one.event, one.about, one.address) for one in entries
    ]


def _openings(session: Session, links: Sequence[int]) -> dict[int, tuple[int, datetime | None]]:
    wanted = (
        select(AuditEntry.link, func.count(), func.max(AuditEntry.at))
        .where(AuditEntry.link.in_(links), AuditEntry.event == "link opened")
        .group_by(AuditEntry.link)
    )
    return {link: (n, last) for link, n, last in session.execute(wanted) if link is not None}


def _people(session: Session, links: Sequence[int]) -> dict[int, list[str]]:
    wanted = (
        select(LinkPerson.link_id, Account.name)
        .join(Account, Account.id == LinkPerson.account_id)
        .where(LinkPerson.link_id.in_(links))
        .order_by(Account.key)
    )
    found: dict[int, list[str]] = {}
    for link, name in session.execute(wanted):
        found.setdefault(link, []).append(name)
    return found


def _listed(
    link: Link,
    maker: Account,
    people: list[str],
    opened: tuple[int, datetime | None],
    now: datetime,
) -> Listed:
    state = "open"
    if link.revoked_at is not None:
        state = f"taken back on {link.revoked_at:%-d %b %Y}"
    elif now >= link.until:
        state = "over"
    elif maker.disabled:
        state = "closed: its maker's account is disabled"
    days = link.period or "any dates"
    if link.first_day and link.last_day:
        days = f"{link.first_day:%-d %b %Y} to {link.last_day:%-d %b %Y}"
    held = said(of_json(link.filters)) if link.filters else "no filter held"
    parts = [held, days, "as seen" if link.version else "live"]
    parts += ["with comments"] if link.comments else []
    parts += ["with exports"] if link.exports else []
    parts += ["anonymous"] if link.anonymous else []
    parts += [f"in frames of {', '.join(link.parents)}"] if link.parents else []
    whom = (", ".join(people) or "nobody any more") if link.named else "anyone with the link"
    if link.team:
        whom = f"the team “{maker.team}”" if maker.team else "nobody: its maker is in no team"
    return Listed(
        number=link.id,
        account=maker.id,
        maker=maker.name,
        page=link.page,
        about=", ".join(parts),
        people=f"{whom}, with a password" if link.password else whom,
        until=link.until,
        opened=opened[0],
        last=opened[1],
        state=state,
        open=state == "open",
    )
