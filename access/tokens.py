"""Tokens of the API, for scripts: less than an account may, for a time, shown once."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from access.accounts import AccountError, find, reader_of
from access.audit import COMMAND_LINE, note
from access.names import is_name
from access.reader import Reader
from access.rights import Right
from access.rows import as_json, both, of_json, said
from access.sessions import hash_of
from data.scope import Filters
from store.app_store import AppStore
from store.errors import StoreError
from store.tables import Account, ApiToken

USUAL_DAYS, MOST_DAYS = 90, 366
# What a token may have beside figures, by the word of the command line.
MORE = {"comments": Right.COMMENTS, "customers": Right.CUSTOMERS, "rejected": Right.REJECTED}
_ALWAYS = frozenset({Right.VIEW, Right.EXPORT})
_BEGIN = "cxlens_"  # so that programs which look for secrets in code find it
_BYTES = 32
_TOUCH = timedelta(hours=1)  # between two notes of when it was last used
_LOG = logging.getLogger(__name__)


def add(
    store: AppStore,
    account: str,
    name: str,
    more: Iterable[str],
    rows: Filters,
    days: int,
    now: datetime,
) -> tuple[int, str]:
    """A new token in the name of an account. Returns its number, and the token itself.

    Raises AccountError for what the account may not do itself, and for a time that is too long.
    """
    rights = _ALWAYS | {MORE[word] for word in more}
    name = name.strip()
    if not is_name(name, 100):
        raise AccountError("A token needs a name that says what it is for: 1 to 100 letters.")
    if not 0 < days <= MOST_DAYS:
        raise AccountError(f"A token holds for 1 to {MOST_DAYS} days.")
    token = _BEGIN + secrets.token_urlsafe(_BYTES)
    with store.write() as session:
        owner = find(session, account)
        if owner is None or owner.disabled:
            raise AccountError(f"There is no account “{account}” that could have a token.")
        own = reader_of(owner)
        if lacking := sorted(right for right in rights if not own.may(right)):
            raise AccountError(f"{owner.name}, {owner.role}, has no right to {lacking[0]}.")
        if both(own.rows, rows) is None:
            raise AccountError(f"{owner.name} may see none of these rows.")
        made = ApiToken(
            token_hash=hash_of(token),
            account_id=owner.id,
            name=name,
            rights=sorted(right.name for right in rights),
            rows=as_json(rows),
            made_at=now,
            until=now + timedelta(days=days),
        )
        session.add(made)
        session.flush()
        about = f"token {made.id} “{name}” of {owner.name}: {_told(made)}"
        note(session, now, COMMAND_LINE, "token made", about)
        return made.id, token


def revoke(store: AppStore, number: int, now: datetime) -> None:
    """Take a token back; one that is taken back already is no error. Raises AccountError."""
    with store.write() as session:
        found = session.get(ApiToken, number) if number < 2**31 else None
        if found is None:
            raise AccountError(f"There is no token {number}; `token list` shows those there are.")
        if found.revoked_at is None:
            found.revoked_at = now
            note(session, now, COMMAND_LINE, "token taken back", f"token {found.id} “{found.name}”")


def every(store: AppStore, now: datetime) -> list[str]:
    """A line a token: whose it is, what it may, whether it holds, when it was last used."""
    with store.read() as session:
        wanted = select(ApiToken, Account).join(Account, Account.id == ApiToken.account_id)
        found = session.execute(wanted.order_by(ApiToken.id)).all()
    return [
        f"{token.id} “{token.name}” of {owner.name}: {_told(token)}, {_state(token, owner, now)}"
        for token, owner in found
    ]


def read(store: AppStore, token: str, now: datetime) -> Reader | None:
    """Who asks with a token, as far as its account may at this moment; None where it holds not.

    Raises StoreError.
    """
    with store.read() as session:
        found = session.execute(
            select(ApiToken, Account)
            .join(Account, Account.id == ApiToken.account_id)
            .where(ApiToken.token_hash == hash_of(token))
        ).one_or_none()
    if found is None or _state(*found, now) != "holds":
        return None
    kept, owner = found
    own = reader_of(owner)
    rows = both(own.rows, of_json(kept.rows))
    if rows is None:
        return None
    _touch(store, kept, now)
    rights = own.rights & {Right[name] for name in kept.rights if name in Right.__members__}
    name = f"{owner.name}, token {kept.id}"
    totals = own.totals if rows == own.rows else False
    return Reader(None, name, None, rights, rows, totals, anonymous=own.anonymous)


def _touch(store: AppStore, token: ApiToken, now: datetime) -> None:
    if token.used_at is not None and abs(now - token.used_at) < _TOUCH:
        return
    try:
        with store.write() as session:
            session.get_one(ApiToken, token.id).used_at = now
    except StoreError as error:
        _LOG.warning("When a token was last used is not noted: %s", error)


def _state(token: ApiToken, owner: Account, now: datetime) -> str:
    if token.revoked_at is not None:
        return "taken back"
    if now >= token.until:
        return "over"
    return "its account is disabled" if owner.disabled else "holds"


def _told(token: ApiToken) -> str:
    words = [word for word, right in MORE.items() if right.name in token.rights]
    parts = ["figures", *words, said(of_json(token.rows)), f"until {token.until:%Y-%m-%d}"]
    used = f"last used {token.used_at:%Y-%m-%d}" if token.used_at else ""
    return ", ".join(filter(None, [*parts, used]))
