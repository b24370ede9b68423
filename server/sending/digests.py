"""Digests: when they are due, and to whom they go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.reader import Reader
from access.sent.people import NotForThemError, Person
from access.sent.queue import Message, is_put
from access.subscriptions.kept import Kept, find_subscription, receiver_of, running
from access.subscriptions.periods import Rhythm, due_period, latest_period, new_data_period
from server.sending.by_mail import Mailing, key_of
from server.sending.message import Written
from server.sending.runner import Data, Ready
from store.mail_tables import Sent

DIGEST = "digest"
# What a subscription says to a reader. Raises UnreadableError.
Make = Callable[[Kept, Person, Reader], Written]


@dataclass(frozen=True)
class DigestMails:
    """The kind of messages that subscriptions send."""

    make: Make
    mailing: Mailing
    name: ClassVar[str] = DIGEST

    def due(self, session: Session, data: Data, now: datetime) -> list[Message]:
        """Of the subscriptions whose period has begun."""
        return due(session, data, now)

    def asked(self, session: Session, wanted: Sent) -> Callable[[], Ready]:
        """The digest of what both its subscriber and its receiver may see."""
        kept = find_subscription(session, wanted.source)
        people = kept.people if kept else ()
        person = next((one for one in people if one.account == wanted.account_id), None)
        if kept is None or person is None:
            raise NotForThemError("The subscription was removed, or is no longer for them.")
        reader, key = receiver_of(session, kept, person.account), key_of(wanted)
        return lambda: self.mailing.ready(self.make(kept, person, reader), person.mail, key)


def due(session: Session, data: Data, now: datetime) -> list[Message]:
    """The messages of all that is due and was not put into the queue yet.

    A period is of those who get it as it is sent: whoever is added later gets the next one.
    """
    zone, found = ZoneInfo(data.timezone), list[Message]()
    for one in running(session):
        if one.rhythm is Rhythm.NEW_DATA:
            period = new_data_period(one.data_to, data.last_day)
        else:
            since = one.since.astimezone(zone)
            period = due_period(one.rhythm, one.at, since, now.astimezone(zone))
        if period and not is_put(
            session, DIGEST, one.number, period, latest_period(one.rhythm, period)
        ):
            found += [message_to(person, one, period) for person in one.people]
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
