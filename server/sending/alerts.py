"""What alerts told, to people by mail and to channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from sqlalchemy.orm import Session

from access.alerts.channels import Address
from access.alerts.kept import Kept, address_of, find_alert, owner_of, refuse_receiver
from access.alerts.told import ALERT, CHANNEL, find_news
from access.reader import Reader
from access.rows import contained
from access.sent.people import NotForThemError, Person
from access.sent.queue import Message
from data.scope import Filters
from server.outgoing.errors import OutgoingError
from server.sending.by_mail import Mailing, key_of
from server.sending.errors import NotSentError
from server.sending.message import Written
from server.sending.runner import Data, Ready
from store.mail_tables import Sent

TEST = "test "  # how the period of a message begins that somebody asked for


class Post(NamedTuple):
    """What a channel is sent."""

    subject: str
    body: bytes
    headers: Mapping[str, str]


class Wanted(NamedTuple):
    """What is to be sent: what an alert told, as JSON; None of a test. `owner`: of the alert."""

    kept: Kept
    owner: Reader
    said: str | None


# It as a mail, and as the program at an address takes it, where messages have a key. Both raise
# UnreadableError.
Write = Callable[[Wanted, Person], Written]
Prepare = Callable[[Wanted, Address, str], Post]
# Raises OutgoingError.
Send = Callable[[str, bytes, Mapping[str, str]], None]


@dataclass(frozen=True)
class AlertMails:
    """The kind of messages that alerts send to people. They are put into the queue as it tells."""

    write: Write
    mailing: Mailing
    name: ClassVar[str] = ALERT

    def due(self, session: Session, data: Data, now: datetime) -> list[Message]:
        """None by themselves."""
        return []

    def asked(self, session: Session, wanted: Sent) -> Callable[[], Ready]:
        """What was told, to who sees all rows that it is of."""
        kept = find_alert(session, wanted.source)
        people = kept.people if kept else ()
        person = next((one for one in people if one.account == wanted.account_id), None)
        if kept is None or person is None:
            raise NotForThemError("The alert was removed, or is no longer for them.")
        news, rows = _wanted(session, kept, wanted.period)
        refuse_receiver(session, person.account, news.owner, rows)
        key = key_of(wanted)
        return lambda: self.mailing.ready(self.write(news, person), person.mail, key)


@dataclass(frozen=True)
class AlertPosts:
    """The kind of messages that alerts send to channels."""

    prepare: Prepare
    send: Send
    name: ClassVar[str] = CHANNEL

    def due(self, session: Session, data: Data, now: datetime) -> list[Message]:
        """None by themselves."""
        return []

    def asked(self, session: Session, wanted: Sent) -> Callable[[], Ready]:
        """What was told, as the program there takes it."""
        found = address_of(session, wanted.source)
        if found is None:
            raise NotForThemError("The alert or its channel was removed.")
        kept, address = found
        news, _ = _wanted(session, kept, wanted.period)
        key = key_of(wanted)

        def make() -> Ready:
            post = self.prepare(news, address, key)
            return Ready(post.subject, lambda: self._hand_over(address, post))

        return make

    def _hand_over(self, address: Address, post: Post) -> None:
        try:
            self.send(address.url, post.body, post.headers)
        except OutgoingError as error:
            # With a key the receiver can tell that it has a message already; else once is enough.
            again = error.again and (bool(address.secret) or not error.handed_over)
            raise NotSentError(str(error), again=again) from None


def _wanted(session: Session, kept: Kept, name: str) -> tuple[Wanted, Filters]:
    """What was told, and the rows that it is of. Raises NotForThemError where the owner does not
    see them any longer."""
    owner = owner_of(session, kept)
    if name.startswith(TEST):
        return Wanted(kept, owner, None), owner.rows
    found = find_news(session, kept.number, name)
    if found is None or not contained(found[1], owner.rows):
        raise NotForThemError("Whose alert it is does not see these figures any longer.")
    return Wanted(kept, owner, found[0]), found[1]
