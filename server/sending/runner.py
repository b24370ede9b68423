"""One round of sending: what is due is put into the queue, and what waits there is sent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.reader import Reader
from access.sent.people import NotForThemError, Person
from access.sent.queue import Message, note_failed, note_sent, put, take, unsent, waiting
from access.subscriptions.kept import (
    Kept,
    find_subscription,
    receiver_of,
    running,
)
from access.subscriptions.periods import Rhythm, due_period, new_data_period
from server.sending.message import Written, as_mail
from server.sending.smtp import MailError, UnreachableError
from store.app_store import AppStore
from store.mail_tables import Sent

DIGEST = "digest"
_FAILED = "This message could not be made; the log says why."
_LOG = logging.getLogger(__name__)
# What a subscription says to a reader. Raises UnreadableError.
Make = Callable[[Kept, Person, Reader], Written]


class UnreadableError(Exception):
    """A view could not be read now; the message says why."""


class Sends(Protocol):
    """Hands one message to a mail server. Raises MailError."""

    def send(self, message: EmailMessage, sender: str, receiver: str) -> None:
        """From an address, to an address."""


@dataclass(frozen=True)
class Data:
    """What of the data says when something is due."""

    timezone: str
    last_day: date


@dataclass(frozen=True)
class Runner:
    """What a round needs. `clock`: the moment, in UTC."""

    store: AppStore
    make: Make
    post: Sends
    sender: str
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def round(self, data: Data) -> int:
        """Put what is due into the queue and send what waits there. Returns how many were sent.

        Raises StoreError.
        """
        with self.store.write() as session:
            now = self.clock()
            put(session, due(session, data, now), now)
        sent = 0
        for number in waiting(self.store, DIGEST, self.clock()):
            try:
                sent += self._one(number)
            except UnreachableError:  # the others wait for the next round
                break
        return sent

    def _one(self, number: int) -> bool:
        """Is it sent now? It is made before it is taken, so that a round that dies while it reads
        leaves it waiting. Raises UnreachableError."""
        try:
            said, to, key = self._written(number)
            mail = as_mail(said, self.sender, to, key, self.clock())
        except NotForThemError as error:
            self._failed(number, str(error), again=False)
            return False
        except UnreadableError as error:
            self._failed(number, str(error))
            return False
        except Exception:  # one message that can't be made holds up no other
            _LOG.exception("Message %d could not be made", number)
            self._failed(number, _FAILED)
            return False
        if not take(self.store, number, self.clock()):
            return False
        try:
            self.post.send(mail, self.sender, to)
        except MailError as error:
            _LOG.warning("Message %d was not sent: %s", number, error)
            note_failed(self.store, number, str(error), self.clock(), again=error.again)
            if isinstance(error, UnreachableError):
                raise
            return False
        note_sent(self.store, number, said.subject, self.clock())
        return True

    def _written(self, number: int) -> tuple[Written, str, str]:
        """What it says, where it goes, and its key, which no other store has."""
        with self.store.read() as session:
            wanted = session.get_one(Sent, number)
            kept = find_subscription(session, wanted.source)
            people = kept.people if kept else ()
            person = next((one for one in people if one.account == wanted.account_id), None)
            if kept is None or person is None:
                raise NotForThemError("The subscription was removed, or is no longer for them.")
            reader = receiver_of(session, kept, person.account)
            key = f"{number}-{wanted.made_at:%Y%m%d%H%M%S%f}"
        return self.make(kept, person, reader), person.mail, key

    def _failed(self, number: int, why: str, *, again: bool = True) -> None:
        if take(self.store, number, self.clock()):
            note_failed(self.store, number, why, self.clock(), again=again)


def due(session: Session, data: Data, now: datetime) -> list[Message]:
    """The messages of all that is due and was not put into the queue yet."""
    zone, found = ZoneInfo(data.timezone), list[Message]()
    for one in running(session):
        if one.rhythm is Rhythm.NEW_DATA:
            period = new_data_period(one.data_to, data.last_day)
        else:
            since = one.since.astimezone(zone)
            period = due_period(one.rhythm, one.at, since, now.astimezone(zone))
        if period:
            found += unsent(session, [message_to(person, one, period) for person in one.people])
    return found


def message_to(person: Person, kept: Kept, period: str) -> Message:
    """What somebody gets of a subscription, for a period."""
    return Message(
        kind=DIGEST,
        source=kept.number,
        period=period,
        account=person.account,
        owner=kept.owner,
        receiver=person.name,
        address=person.mail,
        subject=kept.name,
    )
