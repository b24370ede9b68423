"""Accounts: made, found and changed. Each change writes its entry of the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from access.audit import COMMAND_LINE, note
from access.names import is_name, key_of
from access.reader import Reader
from access.rights import RIGHTS, Role
from access.rows import as_json, of_json, said
from data.scope import Filters
from store.app_store import AppStore
from store.tables import Account, Identity, StoredSession

LONGEST_NAME = 64
LONGEST_AGENT = 200


class AccountError(Exception):
    """What was asked of an account cannot be done; the message says why."""


@dataclass(frozen=True)
class Changes:
    """What is to change of an account's rights; None for what stays."""

    role: Role | None = None
    rows: Filters | None = None
    totals: bool | None = None
    team: str | None = None  # "" for none
    anonymous: bool | None = None
    agent: str | None = None  # whose work they see, of the role agent alone


def add(store: AppStore, name: str, password_hash: str, rights: Changes, now: datetime) -> None:
    """A new account, a viewer of all rows unless `rights` says otherwise.

    Raises AccountError for a name that is taken or none, of the account or its team.
    """
    name = name.strip()
    if not is_name(name, LONGEST_NAME):
        raise AccountError(
            f"“{name[:LONGEST_NAME]}” is no name of an account; expected 1 to {LONGEST_NAME} "
            "letters, digits or signs in one line."
        )
    _refuse_team(rights.team)
    with store.write() as session:
        if _find(session, name) is not None:
            raise AccountError(f"There is an account “{name}” already.")
        make(session, name, password_hash, rights, now, COMMAND_LINE)


def make(
    session: Session, name: str, password: str | None, rights: Changes, now: datetime, who: str
) -> Account:
    """A new account of a name that is free; `password`: its hash, or None for no password."""
    made = Account(
        key=key_of(name),
        name=name,
        password=password,
        role=rights.role or Role.VIEWER,
        rows=as_json(rights.rows or ()),
        totals=bool(rights.totals),
        anonymous=bool(rights.anonymous),
        agent=(rights.agent or "").strip(),
        team=(rights.team or "").strip(),
        disabled=False,
        rights_version=1,
        created_at=now,
    )
    _refuse_agent(made)
    session.add(made)
    note(session, now, who, "account added", f"{name}: {_rights(made)}")
    return made


def set_password(store: AppStore, name: str, password_hash: str, now: datetime) -> None:
    """Another password; all log-ins of the account end. Raises AccountError."""
    with store.write() as session:
        account = _get(session, name)
        _refuse_outside(session, account, "its password is asked for there, and none is kept here")
        account.password = password_hash
        end_all(session, account)
        note(session, now, COMMAND_LINE, "password changed", account.name)


def set_rights(store: AppStore, name: str, changes: Changes, now: datetime) -> str:
    """Another role, other rows or another team, from the next request on. Returns what it is then.

    Raises AccountError.
    """
    if changes == Changes():
        raise AccountError(
            "Say what is to change: a role, --rows, --totals, --anonymous, --agent, --team or "
            "--no-team."
        )
    _refuse_team(changes.team)
    with store.write() as session:
        account = _get(session, name)
        if (changes.role, changes.rows, changes.totals, changes.agent) != (None,) * 4:
            _refuse_outside(session, account, "its role and rows follow from its groups there")
        change(session, account, changes, now, COMMAND_LINE)
        return f"{account.name}: {_rights(account)}"


def change(session: Session, account: Account, changes: Changes, now: datetime, who: str) -> None:
    """Other rights, noted; its sessions get a new id at their next request."""
    before = _rights(account)
    account.role = changes.role or account.role
    account.rows = account.rows if changes.rows is None else as_json(changes.rows)
    account.totals = account.totals if changes.totals is None else changes.totals
    if changes.anonymous is not None:
        account.anonymous = changes.anonymous
    account.team = account.team if changes.team is None else changes.team.strip()
    if changes.agent is not None:
        account.agent = changes.agent.strip()
    elif account.role != Role.AGENT:
        account.agent = ""
    _refuse_agent(account)
    account.rights_version += 1
    about = f"{account.name}: {_rights(account)}; before: {before}"
    note(session, now, who, "rights changed", about)


def set_disabled(store: AppStore, name: str, disabled: bool, now: datetime) -> None:
    """Let somebody in no longer, and end their log-ins; or let them in again. AccountError."""
    with store.write() as session:
        account = _get(session, name)
        account.disabled = disabled
        end_all(session, account)
        event = "account disabled" if disabled else "account enabled"
        note(session, now, COMMAND_LINE, event, account.name)


def every(store: AppStore) -> list[str]:
    """A line an account, by name: what it is, what it sees, whether it may log in."""
    with store.read() as session:
        found = session.scalars(select(Account).order_by(Account.key)).all()
        outside = {one.account_id: one.issuer for one in session.scalars(select(Identity))}
    return [
        f"{one.name}: {_rights(one)}"
        f"{f', by {outside[one.id]}' if one.id in outside else ''}"
        f"{', disabled' if one.disabled else ''}"
        for one in found
    ]


def can_anybody_log_in(store: AppStore) -> bool:
    """Is there an account with a password that is not disabled?"""
    with store.read() as session:
        wanted = select(func.count()).select_from(Account).where(Account.disabled.is_(False))
        return bool(session.scalar(wanted.where(Account.password.is_not(None))))


def find(session: Session, name: str) -> Account | None:
    """The account of a name as somebody typed it, disabled or not."""
    return _find(session, name)


def reader_of(account: Account) -> Reader:
    """What the account may."""
    role = Role(account.role)
    rows = of_json(account.rows)
    # What lies outside their rows is not held apart, so anonymous readers don't compare with it.
    totals = not rows or (account.totals and not account.anonymous)
    return Reader(
        account=account.id,
        name=account.name,
        role=role,
        rights=RIGHTS[role],
        rows=rows,
        totals=totals,
        team=account.team,
        anonymous=account.anonymous,
        agent=account.agent,
    )


def end_all(session: Session, account: Account) -> None:
    """End all log-ins of an account."""
    session.execute(delete(StoredSession).where(StoredSession.account_id == account.id))


def _find(session: Session, name: str) -> Account | None:
    # What was typed may be anything; no name has what databases do not take.
    key = key_of(name)[:255].encode("utf-8", "replace").decode().replace("\0", "?")
    return session.scalars(select(Account).where(Account.key == key)).one_or_none()


def _get(session: Session, name: str) -> Account:
    found = _find(session, name)
    if found is None:
        raise AccountError(f"There is no account “{name}”; `user list` shows those there are.")
    return found


def _refuse_outside(session: Session, account: Account, why: str) -> None:
    known = session.scalars(select(Identity).where(Identity.account_id == account.id)).one_or_none()
    if known is not None:
        raise AccountError(f"“{account.name}” is known by {known.issuer}: {why}.")


def _refuse_team(team: str | None) -> None:
    if team and not is_name(team.strip(), LONGEST_NAME):
        raise AccountError(
            f"“{team[:LONGEST_NAME]}” is no name of a team; expected 1 to {LONGEST_NAME} letters, "
            "digits or signs in one line."
        )


def _refuse_agent(account: Account) -> None:
    """An agent is tied to a name, and limited to that alone; nobody else is."""
    if account.role != Role.AGENT:
        if account.agent:
            raise AccountError("--agent goes with the role agent alone.")
    elif not is_name(account.agent, LONGEST_AGENT):
        raise AccountError(
            "An agent sees the work of one name of the column agent: say which, as the data have "
            'it, such as --agent "Anna K".'
        )
    elif account.rows or account.totals or account.anonymous:
        raise AccountError(
            "--rows, --totals and --anonymous do not go with the role agent: an agent sees their "
            "own work alone, beside their team as a whole."
        )


def _rights(account: Account) -> str:
    if account.role == Role.AGENT:
        return f"{account.role}, the work of “{account.agent}” alone"
    seen = reader_of(account)
    beside = ", with totals" if seen.rows and seen.totals else ""
    alike = ", anonymous" if seen.anonymous else ""
    team = f", team “{seen.team}”" if seen.team else ""
    return f"{account.role}, {said(seen.rows)}{beside}{alike}{team}"
