"""Accounts: made, found and changed. Each change writes its entry of the audit log."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from access.audit import COMMAND_LINE, note
from access.reader import Reader
from access.rights import RIGHTS, Role
from access.rows import as_json, of_json, said
from data.scope import Filters
from store.app_store import AppStore
from store.tables import Account, StoredSession

LONGEST_NAME = 64


class AccountError(Exception):
    """What was asked of an account cannot be done; the message says why."""


@dataclass(frozen=True)
class Changes:
    """What is to change of an account's rights; None for what stays."""

    role: Role | None = None
    rows: Filters | None = None
    totals: bool | None = None
    anonymous: bool | None = None


def key_of(name: str) -> str:
    """A name as names are compared: neither capitals nor space around it tell two apart."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def add(store: AppStore, name: str, password_hash: str, rights: Changes, now: datetime) -> None:
    """A new account, a viewer of all rows unless `rights` says otherwise.

    Raises AccountError for a name that is taken or none.
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise AccountError(
            f"“{name[:LONGEST_NAME]}” is no name of an account; expected 1 to {LONGEST_NAME} "
            "letters, digits or signs in one line."
        )
    with store.write() as session:
        if _find(session, name) is not None:
            raise AccountError(f"There is an account “{name}” already.")
        made = Account(
            key=key_of(name),
            name=name,
            password=password_hash,
            role=rights.role or Role.VIEWER,
            rows=as_json(rights.rows or ()),
            totals=bool(rights.totals),
            anonymous=bool(rights.anonymous),
            disabled=False,
            rights_version=1,
            created_at=now,
        )
        session.add(made)
        note(session, now, COMMAND_LINE, "account added", f"{name}: {_rights(made)}")


def set_password(store: AppStore, name: str, password_hash: str, now: datetime) -> None:
    """Another password; all log-ins of the account end. Raises AccountError."""
    with store.write() as session:
        account = _get(session, name)
        account.password = password_hash
        _end_all(session, account)
        note(session, now, COMMAND_LINE, "password changed", account.name)


def set_rights(store: AppStore, name: str, changes: Changes, now: datetime) -> None:
    """Another role, other rows and the like, from the next request on. Raises AccountError."""
    with store.write() as session:
        account = _get(session, name)
        before = _rights(account)
        account.role = changes.role or account.role
        account.rows = account.rows if changes.rows is None else as_json(changes.rows)
        account.totals = account.totals if changes.totals is None else changes.totals
        if changes.anonymous is not None:
            account.anonymous = changes.anonymous
        account.rights_version += 1
        about = f"{account.name}: {_rights(account)}; before: {before}"
        note(session, now, COMMAND_LINE, "rights changed", about)


def set_disabled(store: AppStore, name: str, disabled: bool, now: datetime) -> None:
    """Let somebody in no longer, and end their log-ins; or let them in again. AccountError."""
    with store.write() as session:
        account = _get(session, name)
        account.disabled = disabled
        _end_all(session, account)
        event = "account disabled" if disabled else "account enabled"
        note(session, now, COMMAND_LINE, event, account.name)


def every(store: AppStore) -> list[str]:
    """A line an account, by name: what it is, what it sees, whether it may log in."""
    with store.read() as session:
        found = session.scalars(select(Account).order_by(Account.key)).all()
    return [f"{one.name}: {_rights(one)}{', disabled' if one.disabled else ''}" for one in found]


def can_anybody_log_in(store: AppStore) -> bool:
    """Is there an account that is not disabled?"""
    with store.read() as session:
        wanted = select(func.count()).select_from(Account).where(Account.disabled.is_(False))
        return bool(session.scalar(wanted))


def find(session: Session, name: str) -> Account | None:
    """The account of a name as somebody typed it, disabled or not."""
    return _find(session, name)


def reader_of(account: Account) -> Reader:
    """What the account may."""
    role = Role(account.role)
    rows = of_json(account.rows)
    # What lies outside their rows is not held apart, so anonymous readers don't compare with it.
    totals = not rows or (account.totals and not account.anonymous)
    anonymous = account.anonymous
    return Reader(account.id, account.name, role, RIGHTS[role], rows, totals, anonymous=anonymous)


def _find(session: Session, name: str) -> Account | None:
    # What was typed may be anything; no name has what databases do not take.
    key = key_of(name)[:255].encode("utf-8", "replace").decode().replace("\0", "?")
    return session.scalars(select(Account).where(Account.key == key)).one_or_none()


def _get(session: Session, name: str) -> Account:
    found = _find(session, name)
    if found is None:
        raise AccountError(f"There is no account “{name}”; `user list` shows those there are.")
    return found


def _end_all(session: Session, account: Account) -> None:
    session.execute(delete(StoredSession).where(StoredSession.account_id == account.id))


def _rights(account: Account) -> str:
    seen = reader_of(account)
    beside = ", with totals" if seen.rows and seen.totals else ""
    alike = ", anonymous" if seen.anonymous else ""
    return f"{account.role}, {said(seen.rows)}{beside}{alike}"
