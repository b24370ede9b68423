"""Shared links as browsers open them: every time all that they may is looked up anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from access import limits
from access.audit import note
from access.links.reading import HOLDS, NOT_LOGGED_IN, reader_through
from access.passwords import BusyError, Passwords
from access.reader import Held, Reader
from access.sessions import hash_of, new_id
from store.app_store import AppStore
from store.tables import Account, Link, LinkSession

NOBODY_KNOWN = "(not logged in)"
BUSY = "Many passwords are being checked at the moment. Try again in a few seconds."
WRONG = "That is not the password of this link."


@dataclass(frozen=True)
class Opening:
    """What a browser sends to open a link."""

    token: str = field(repr=False)
    reader: Reader | None  # who is logged in there
    address: str
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Opened:
    """The id of the browser's session of the link, and what it shows."""

    session: str
    held: Held


class ClosedError(Exception):
    """Nothing is opened, for whatever reason: strangers are told the same of all."""


class NeedsLogInError(Exception):
    """The link is for people with accounts, and nobody is logged in."""


class NeedsPasswordError(Exception):
    """The link has a password. `message` says what was wrong with the one that was given."""

    def __init__(self, message: str = "", status: int = 200, seconds: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.seconds = seconds
        self.parents: tuple[str, ...] = ()  # sites that may show the form in a frame


def open_link(store: AppStore, passwords: Passwords, asked: Opening, now: datetime) -> Opened:
    """Begin a session of the link. Raises the three errors above, and StoreError.

    Every opening and every refusal is an entry of the audit log, but for what comes too often.
    """
    with store.read() as session:
        link, reader, why = _found(session, asked, now)
    if why == NOT_LOGGED_IN:
        raise NeedsLogInError
    if link is None or reader is None or reader.held is None:
        _refuse(store, asked, link, why, now)
        raise ClosedError
    try:
        numbers = _checked(store, passwords, asked, link, now) if link.password else []
    except NeedsPasswordError as wanted:
        wanted.parents = reader.held.parents
        raise
    with store.write() as session:
        # Not where it was taken back, or its maker lost what it needs, meanwhile.
        current, again, _ = _found(session, asked, now)
        if current is None or again is None or current.password != link.password:
            raise ClosedError
        if numbers:
            counted = limits.counted_of_link(link.id, asked.address)
            limits.forgive(session, counted, numbers)
        session.execute(delete(LinkSession).where(LinkSession.opened_at < now - HOLDS))
        made = new_id()
        session.add(LinkSession(id_hash=hash_of(made), link_id=link.id, opened_at=now))
        _note(session, now, asked, "link opened", link)
    return Opened(made, reader.held)


def read(
    store: AppStore, link: int, session_id: str, logged_in: Reader | None, now: datetime
) -> Reader | None:
    """Who reads through a link in a browser that opened it; None where it opens nothing now."""
    if not session_id:
        return None
    # All at once, since it is asked with every request.
    wanted = (
        select(LinkSession, Link, Account)
        .join(Link, Link.id == LinkSession.link_id)
        .join(Account, Account.id == Link.account_id)
        .where(LinkSession.id_hash == hash_of(session_id), LinkSession.link_id == link)
    )
    with store.read() as session:
        found = session.execute(wanted).one_or_none()
        if found is None or not abs(now - found[0].opened_at) < HOLDS:
            return None
        return reader_through(session, found[1], logged_in, now)[0]


def _found(
    session: Session, asked: Opening, now: datetime
) -> tuple[Link | None, Reader | None, str]:
    wanted = select(Link).where(Link.token_hash == hash_of(asked.token))
    link = session.scalars(wanted).one_or_none()
    if link is None:
        return None, None, "there is no such link"
    return link, *reader_through(session, link, asked.reader, now)


def _checked(
    store: AppStore, passwords: Passwords, asked: Opening, link: Link, now: datetime
) -> list[int]:
    """The password was right: the numbers of the try, which counts as failed until then."""
    if asked.password is None:
        raise NeedsPasswordError
    counted = limits.counted_of_link(link.id, asked.address)
    try:
        with passwords.line(known=False):
            with store.write() as session:
                left = limits.wait(session, counted, now)
                numbers = [] if left else limits.count(session, counted, now)
                if numbers and limits.wait(session, counted, now):  # this was the last one
                    _note(session, now, asked, "link held back", link, "too many wrong passwords")
            if left:
                minutes = -(-int(left.total_seconds()) // 60)
                raise NeedsPasswordError(
                    f"Too many passwords were wrong. Try again in {minutes} "
                    f"minute{'' if minutes == 1 else 's'}.",
                    429,
                    int(left.total_seconds()) + 1,
                )
            fits = passwords.fits(link.password, asked.password)
    except BusyError:
        raise NeedsPasswordError(BUSY, 503, 5) from None
    if not fits:
        with store.write() as session:
            _note(session, now, asked, "link refused", link, "the password was wrong")
        raise NeedsPasswordError(WRONG, 401)
    return numbers


def _refuse(store: AppStore, asked: Opening, link: Link | None, why: str, now: datetime) -> None:
    """Note it, as long as the address has not done so often: nobody fills the log from outside."""
    counted = limits.counted_of_stranger(asked.address)
    with store.read() as session:
        if limits.wait(session, counted, now):
            return
    with store.write() as session:
        limits.count(session, counted, now)
        _note(session, now, asked, "link refused", link, why)


def _note(
    session: Session, now: datetime, asked: Opening, event: str, link: Link | None, why: str = ""
) -> None:
    who = asked.reader.name if asked.reader else NOBODY_KNOWN
    about = ": ".join(filter(None, (f"link {link.id} to {link.page}" if link else "", why)))
    note(session, now, who, event, about, asked.address, link.id if link else None)
