"""Rounds of sending with a post and a clock of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage

from sqlalchemy import select

from access import accounts
from access.accounts import Changes, reader_of
from access.accounts import find as account_of
from access.reader import Reader
from access.rights import Role
from access.saved_views.changed import Change
from access.sent.people import Person
from access.subscriptions import changed
from access.subscriptions.changed import Wanted, What
from access.subscriptions.kept import Kept
from access.subscriptions.periods import Rhythm
from server.sending.by_mail import Mailing, Sends
from server.sending.digests import DigestMails, Make
from server.sending.message import Written
from server.sending.runner import Data, Runner
from store.app_store import AppStore
from store.mail_tables import Sent
from tests.access.people import QUICK

BEGIN = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)  # a Sunday
DATA = Data("Europe/Helsinki", date(2026, 10, 31), "v1")
SEVEN = datetime(2026, 11, 30, 5, 0, tzinfo=UTC)  # at 07:00 in Helsinki


class Posted:
    """Keeps what it is given, or fails as it is told."""

    def __init__(self) -> None:
        self.to: list[str] = []
        self.fails: Callable[[], None] = lambda: None

    def send(self, message: EmailMessage, sender: str, receiver: str) -> None:
        self.fails()
        assert (message["From"].addresses[0].addr_spec, message["To"]) == (sender, receiver)
        self.to.append(receiver)


class Clock:
    def __init__(self, now: datetime = BEGIN) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def made(kept: Kept, person: Person, reader: Reader) -> Written:
    return Written(f"{kept.name} for {reader.name}", "text", "<p>text</p>", "https://x/u")


def person(store: AppStore, name: str) -> Reader:
    accounts.add(store, name, QUICK.hash("a long password"), Changes(Role.ANALYST), BEGIN)
    with store.read() as session:
        found = account_of(session, name)
        assert found
        return reader_of(found)


def subscribed(
    store: AppStore, rhythm: Rhythm = Rhythm.DAILY, people: tuple[str, ...] = ("Ann", "Bob")
) -> tuple[Reader, int]:
    who = [person(store, name) for name in people]
    lines = "\n".join(f"{name} {name.lower()}@example.org" for name in people)
    wanted = Wanted("Mornings", rhythm, time(7, 0), lines)
    by = Change(who[0], BEGIN, "10.0.0.1")
    return who[0], changed.subscribe(store, by, What("overview", ""), wanted, DATA.last_day)


def runner(store: AppStore, post: Sends, clock: Clock, make: Make = made) -> Runner:
    return Runner(store, [DigestMails(make, Mailing(post, "cx@example.org", clock))], clock)


def walked(
    store: AppStore, post: Posted, clock: Clock, hours: float, minutes: int = 10
) -> list[datetime]:
    """Rounds every few minutes; when something was sent."""
    found, end = [], clock.now + timedelta(hours=hours)
    while clock.now < end:
        if runner(store, post, clock).round(DATA):
            found.append(clock.now)
        clock.now += timedelta(minutes=minutes)
    return found


def states(store: AppStore) -> Counter[str]:
    with store.read() as session:
        return Counter(session.scalars(select(Sent.state)))
