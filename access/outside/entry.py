"""Whoever is known outside gets an account here, with the rights of their groups, and no others."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import sessions
from access.accounts import LONGEST_NAME, change, end_all, find, make, reader_of
from access.audit import note
from access.known import mark
from access.log_in import LoggedIn, RefusedError
from access.outside.groups import Groups
from access.outside.identity import Identity
from access.reader import Reader
from store.app_store import AppStore
from store.tables import Account
from store.tables import Identity as Stored

_MOST_ALIKE = 99
_NO_GROUP = (
    "“{name}” is known, but in no group that may see CX Lens. Whoever runs it can say which group "
    "that is, and put you into it."
)
_DISABLED = "The account “{name}” is disabled here. Whoever runs CX Lens can help."


def log_in(
    store: AppStore, groups: Groups, known: Identity, replaced: str, now: datetime, address: str
) -> LoggedIn:
    """Begin a session, with role and rows as the groups say now. `replaced`: the browser's id.

    Raises RefusedError where they say nothing or the account is disabled, and StoreError.
    """
    with store.write() as session:
        account = _account(session, known)
        refused = _refusal(groups, known, account)
        if refused is None:
            account = _updated(session, groups, known, account, now)
            if replaced:
                sessions.forget(session, replaced)
            note(session, now, account.name, "logged in", f"by {known.issuer}", address)
            return LoggedIn(sessions.start(session, account, now), mark(store.secret, account.id))
        if account is not None:  # what holds elsewhere was given for groups of before
            end_all(session, account)
        who = account.name if account else _shown(known.name)
        note(session, now, who, "log-in refused", f"by {known.issuer}: {refused}", address)
    raise RefusedError(refused, 403)


def reader_by_headers(store: AppStore, groups: Groups, known: Identity, now: datetime) -> Reader:
    """Who a request is of that a proxy vouches for: asked each time, written when it changes.

    Raises RefusedError and StoreError.
    """
    with store.read() as session:
        account = _account(session, known)
    refused = _refusal(groups, known, account)
    if refused is not None:
        raise RefusedError(refused, 403)
    if account is None or _differs(groups, known, account):
        with store.write() as session:
            account = _updated(session, groups, known, _account(session, known), now)
    if account.disabled:  # since it was read
        raise RefusedError(_DISABLED.format(name=account.name), 403)
    return reader_of(account)


def _account(session: Session, known: Identity) -> Account | None:
    wanted = select(Account).join(Stored, Stored.account_id == Account.id)
    wanted = wanted.where(Stored.issuer == known.issuer, Stored.subject == known.subject)
    return session.scalars(wanted).one_or_none()


def _refusal(groups: Groups, known: Identity, account: Account | None) -> str | None:
    """Why nobody is let in, in words; None where they are."""
    if account is not None and account.disabled:
        return _DISABLED.format(name=account.name)
    if groups.rights_of(known.groups) is None:
        return _NO_GROUP.format(name=account.name if account else _shown(known.name))
    return None


def _differs(groups: Groups, known: Identity, account: Account) -> bool:
    rights, now = groups.rights_of(known.groups), reader_of(account)
    return rights is None or (rights.role, rights.rows) != (now.role, now.rows)


def _updated(
    session: Session, groups: Groups, known: Identity, account: Account | None, now: datetime
) -> Account:
    """The account, made or changed as the groups say, which must say something."""
    rights = groups.rights_of(known.groups)
    if rights is None:
        raise LookupError("These groups have no role; ask _refusal first")
    if account is None:
        made = make(session, _free_name(session, known.name), None, rights, now, known.issuer[:100])
        session.flush()  # it has an id now
        session.add(Stored(issuer=known.issuer, subject=known.subject, account_id=made.id))
        return made
    if _differs(groups, known, account):
        change(session, account, rights, now, known.issuer[:100])
    return account


def _free_name(session: Session, wanted: str) -> str:
    """A name that no other account has: who is called as somebody here is still not them."""
    shown = _shown(wanted)
    for number in range(2, _MOST_ALIKE):
        if find(session, shown) is None:
            return shown
        shown = f"{_shown(wanted)[: LONGEST_NAME - 5]} ({number})"
    return f"{_shown(wanted)[: LONGEST_NAME - 20]} ({secrets.token_hex(6)})"


def _shown(name: str) -> str:
    """In one line, and not longer than other names."""
    line = "".join(sign for sign in name if sign.isprintable()).strip()
    return line[:LONGEST_NAME].strip() or "somebody"
