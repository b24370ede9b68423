"""A log-in: from a name and a password to a session, or to why not."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime

from access import limits, sessions
from access.accounts import find
from access.audit import note
from access.known import is_known, mark
from access.names import key_of
from access.passwords import BusyError, Passwords
from store.app_store import AppStore
from store.tables import Account

WRONG = "Name and password do not fit together."
_UNKNOWN = "(no such account)"  # what was typed may be a password


@dataclass(frozen=True)
class Attempt:
    """What a browser sends."""

    name: str
    password: str = field(repr=False)
    address: str  # of the client
    mark: str = field(
        default="", repr=False
    )  # of a browser that somebody has logged in from before
    session: str = field(default="", repr=False)  # the id that it has now


@dataclass(frozen=True)
class LoggedIn:
    """The new session's id, and the mark for the browser."""

    session: str
    mark: str


class RefusedError(Exception):
    """No log-in. `status` is HTTP's, `seconds` until another try makes sense; 0 at once."""

    def __init__(self, message: str, status: int, seconds: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.seconds = seconds


def log_in(store: AppStore, passwords: Passwords, attempt: Attempt, now: datetime) -> LoggedIn:
    """Check and begin a session. Raises RefusedError and StoreError."""
    account = _account(store, attempt.name)
    of = account.id if account else None
    known = attempt.mark if is_known(store.secret, of, attempt.mark) else ""
    counted = limits.counted_by(key_of(attempt.name), attempt.address, known)
    try:
        with passwords.line(known=bool(known)):
            numbers = _admitted(store, counted, account, attempt, now)
            kept = account.password if account and not account.disabled else None
            fits = passwords.fits(kept, attempt.password)
    except BusyError:
        raise RefusedError(
            "Many are logging in at the moment. Try again in a few seconds.", 503, 5
        ) from None
    with store.write() as session:
        current = find(session, attempt.name)
        # Not where the password or the account was taken back meanwhile.
        if fits and current and not current.disabled and current.password == kept:
            limits.forgive(session, counted, numbers)
            if attempt.session:
                sessions.forget(session, attempt.session)
            note(session, now, current.name, "logged in", address=attempt.address)
            return LoggedIn(sessions.start(session, current, now), mark(store.secret, current.id))
        who = current.name if current else _UNKNOWN
        note(session, now, who, "log-in failed", address=attempt.address)
    raise RefusedError(WRONG, 401)


def _account(store: AppStore, name: str) -> Account | None:
    with store.read() as session:
        return find(session, name)


def _admitted(
    store: AppStore,
    counted: list[limits.Counted],
    account: Account | None,
    attempt: Attempt,
    now: datetime,
) -> list[int]:
    """The numbers of the try, which counts as failed from here on. Raises RefusedError."""
    with store.write() as session:
        left = limits.wait(session, counted, now)
        if not left:
            numbers = limits.count(session, counted, now)
            if limits.wait(session, counted, now):  # this was the last one
                who = account.name if account else _UNKNOWN
                note(session, now, who, "log-ins held back", address=attempt.address)
            return numbers
    minutes = math.ceil(left.total_seconds() / 60)
    raise RefusedError(
        f"Too many log-ins failed. Try again in {minutes} minute{'' if minutes == 1 else 's'}, or "
        "in a browser that you have logged in from before.",
        429,
        math.ceil(left.total_seconds()),
    )
