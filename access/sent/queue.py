"""What is to be sent: put there once, taken by one runner at a time, and what came of it.

Writers of the store take turns, on SQLite and on PostgreSQL, so that no two runners of whatever
processes and machines take the same message.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from store.app_store import AppStore
from store.mail_tables import Sent

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(hours=24)
LEASE = timedelta(minutes=10)  # in which a runner that took a message says what came of it
KEPT = timedelta(days=400)  # what was sent stays in the list
_LONGEST = 500
_UNKNOWN = (
    "Sending was interrupted after it had begun: whether it arrived is not known, and so that "
    "nobody gets it twice it is not sent again."
)


class State(StrEnum):
    """Of a message."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # and is tried again
    GIVEN_UP = "given up"


@dataclass(frozen=True)
class Message:
    """One message to one receiver, for a period."""

    kind: str
    source: int
    period: str
    account: int
    owner: int
    receiver: str
    address: str
    subject: str


def unsent(session: Session, messages: Sequence[Message]) -> list[Message]:
    """Those that were never put into the queue, whatever became of the others."""
    there = {
        (*key, account)
        for key in {(one.kind, one.source, one.period) for one in messages}
        for account in session.scalars(
            select(Sent.account_id).where(
                Sent.kind == key[0], Sent.source == key[1], Sent.period == key[2]
            )
        )
    }
    return [one for one in messages if (one.kind, one.source, one.period, one.account) not in there]


def is_put(session: Session, kind: str, source: int, first: str, last: str) -> bool:
    """Was a message of a source put into the queue for a period from the one to the other?

    Periods are compared by their names.
    """
    wanted = select(Sent.id).where(
        Sent.kind == kind, Sent.source == source, Sent.period >= first, Sent.period <= last
    )
    return session.scalars(wanted.limit(1)).first() is not None


def put(session: Session, messages: Sequence[Message], now: datetime) -> None:
    """Let them be sent. `messages`: none that was put before, in the same transaction."""
    for one in messages:
        made = Sent(
            kind=one.kind,
            source=one.source,
            period=one.period,
            account_id=one.account,
            owner_id=one.owner,
            receiver=one.receiver,
            address=one.address,
            subject=one.subject,
            state=State.WAITING,
            attempts=0,
            next_at=now,
            error="",
            made_at=now,
        )
        session.add(made)


def waiting(store: AppStore, kind: str, now: datetime) -> list[int]:
    """Numbers of what of a kind is to be tried now, those of one source one after the other.

    What a runner had taken and never came back from is given up first; what is old is forgotten.
    """
    with store.write() as session:
        lost = select(Sent).where(Sent.state == State.SENDING, Sent.next_at <= now)
        for one in session.scalars(lost):
            one.state, one.error, one.next_at = State.GIVEN_UP, _UNKNOWN, now
        over = Sent.state.in_([State.SENT, State.GIVEN_UP])
        session.execute(delete(Sent).where(over, Sent.made_at < now - KEPT))
        untried = Sent.state.in_([State.WAITING, State.FAILED])
        due = Sent.kind == kind, untried, Sent.next_at <= now
        return list(session.scalars(select(Sent.id).where(*due).order_by(Sent.source, Sent.id)))


def is_waiting(session: Session, kinds: Collection[str], now: datetime) -> bool:
    """Is anything of these kinds to be tried now, or to be given up?"""
    still = Sent.state.in_([State.WAITING, State.FAILED, State.SENDING])
    wanted = select(Sent.id).where(Sent.kind.in_(kinds), still, Sent.next_at <= now)
    return session.scalars(wanted.limit(1)).first() is not None


def take(store: AppStore, number: int, now: datetime) -> bool:
    """From now on the caller alone sends it. Says whether it was free."""
    with store.write() as session:
        found = session.get(Sent, number)
        if found is None or found.state not in (State.WAITING, State.FAILED):
            return False
        if found.next_at > now:
            return False
        found.state, found.next_at = State.SENDING, now + LEASE
        found.attempts += 1
        return True


def note_sent(store: AppStore, number: int, subject: str, now: datetime) -> None:
    """It was taken by the other side."""
    with store.write() as session:
        found = session.get_one(Sent, number)
        found.state, found.next_at, found.error = State.SENT, now, ""
        found.subject = subject[:200]


def note_failed(
    store: AppStore, number: int, error: str, now: datetime, *, again: bool = True
) -> None:
    """It was not sent: tried again after a pause that grows, or given up after a day."""
    with store.write() as session:
        found = session.get_one(Sent, number)
        pause = min(FIRST_PAUSE * 2 ** max(found.attempts - 1, 0), LONGEST_PAUSE)
        over = now + pause > found.made_at + GIVEN_UP_AFTER
        found.state = State.GIVEN_UP if over or not again else State.FAILED
        found.error = error[:_LONGEST]
        found.next_at = now if found.state == State.GIVEN_UP else now + pause
