"""Log-ins that hold: an id in the browser, its hash and what is known of it in the store."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from access.accounts import reader_of
from access.audit import note
from access.reader import Reader
from store.app_store import AppStore
from store.errors import StoreError
from store.tables import Account, StoredSession

IDLE = timedelta(hours=8)  # without a request
LONGEST = timedelta(days=7)  # from the log-in on
GRACE = timedelta(seconds=30)  # in which an id that was replaced holds: requests under way have it
_AHEAD = timedelta(minutes=5)  # that another machine's clock may be ahead of ours
_TOUCH = timedelta(minutes=1)  # between two notes of when a session was last seen
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """Who a session is of, and the id that takes its place from now on, if any."""

    reader: Reader
    by_password: bool  # else whoever it is is known outside
    new_id: str | None = None


def hash_of(secret: str) -> str:
    """What the store has of an id or a token, which are random and need no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_id() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def start(session: Session, account: Account, now: datetime) -> str:
    """A new log-in of an account. Returns its id. What is over is cleared away."""
    over = or_(
        StoredSession.created_at < now - LONGEST,
        StoredSession.seen_at < now - IDLE,
        StoredSession.replaced_at < now - GRACE,
    )
    session.execute(delete(StoredSession).where(over))
    return _put(session, account, now, now)


def read(
    store: AppStore, session_id: str, now: datetime, *, renew: bool = True, seen: bool = True
) -> Found | None:
    """Whose session it is; None where it holds no longer, or never did. Raises StoreError.

    Where the account's rights have changed since, the session gets a new id, if `renew`: not
    where the answer cannot bring it to the browser. `seen`: somebody is there, which keeps the
    session from being over; not where a page asked by itself.
    """
    if not session_id:
        return None
    with store.read() as session:
        both = session.execute(
            select(StoredSession, Account)
            .join(Account, Account.id == StoredSession.account_id)
            .where(StoredSession.id_hash == hash_of(session_id))
        ).one_or_none()
    if both is None or not _holds(both[0], now) or both[1].disabled:
        return None
    stored, account = both
    reader, by_password = reader_of(account), account.password is not None
    changed = stored.rights_version != account.rights_version and stored.replaced_at is None
    changed = changed and renew
    if not changed and (not seen or abs(now - stored.seen_at) < _TOUCH):
        return Found(reader, by_password)
    try:
        with store.write() as session:
            new = _noted(session, stored, account, changed, now)
            return Found(reader, by_password, new)
    except StoreError as error:
        # Rights are read anew each time: the session is good, and this can be done later.
        _LOG.warning("When a session was last seen is not noted: %s", error)
        return Found(reader, by_password)


def end(store: AppStore, session_id: str, now: datetime, address: str) -> None:
    """Log out. An id that holds no longer is no error."""
    with store.write() as session:
        stored = session.get(StoredSession, hash_of(session_id))
        if stored is not None:
            account = session.get_one(Account, stored.account_id)
            session.delete(stored)
            note(session, now, account.name, "logged out", address=address)


def forget(session: Session, session_id: str) -> None:
    """An id that another log-in of the same browser takes the place of."""
    session.execute(delete(StoredSession).where(StoredSession.id_hash == hash_of(session_id)))


def _noted(
    session: Session, stored: StoredSession, account: Account, changed: bool, now: datetime
) -> str | None:
    """Note that it was seen; where rights changed, the new id, unless another request had it."""
    current = session.get(StoredSession, stored.id_hash, with_for_update=True)
    if current is None or current.replaced_at is not None:
        return None
    current.seen_at = now
    if not changed:
        return None
    current.replaced_at = now
    return _put(session, account, current.created_at, now)


def _put(session: Session, account: Account, created_at: datetime, now: datetime) -> str:
    made = new_id()
    session.add(
        StoredSession(
            id_hash=hash_of(made),
            account_id=account.id,
            rights_version=account.rights_version,
            created_at=created_at,
            seen_at=now,
            replaced_at=None,
        )
    )
    return made


def _holds(stored: StoredSession, now: datetime) -> bool:
    """Is it neither over nor, where the clock was turned back, of the future?"""
    if max(stored.created_at, stored.seen_at) > now + _AHEAD:
        return False
    if stored.replaced_at is not None and abs(now - stored.replaced_at) > GRACE:
        return False
    return now - stored.created_at < LONGEST and now - stored.seen_at < IDLE
