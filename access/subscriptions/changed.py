"""Subscriptions as people make, change, pause and remove them. Each change is in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.audit import note
from access.names import is_name
from access.saved_views.changed import Change
from access.sent.people import HOW, PeopleError, may_send, people_of, put_people
from access.subscriptions.periods import Rhythm
from store.app_store import AppStore
from store.mail_tables import Subscription, SubscriptionPerson
from store.tables import Account

LONGEST = 80  # characters of a name
MOST = 50  # subscriptions of an account


class SubscriptionError(Exception):
    """A subscription can't be made or changed as it was asked for; the message says why."""


class NoSubscriptionError(SubscriptionError):
    """There is no such subscription for whoever asks."""


@dataclass(frozen=True)
class Wanted:
    """What a subscription is to be. `people`: a line each, as they were typed."""

    name: str
    rhythm: Rhythm
    at: time
    people: str


@dataclass(frozen=True)
class What:
    """What it sends: a link, and perhaps the saved view that it is of."""

    page: str
    query: str
    view: int | None = None


def subscribe(store: AppStore, by: Change, what: What, wanted: Wanted, data_to: date) -> int:
    """A new subscription, from the next period on. Returns its number.

    `data_to`: the last day of the data. Raises SubscriptionError.
    """
    if by.who.account is None or not may_send(by.who):
        raise SubscriptionError("Subscriptions are of accounts that may take figures away.")
    with store.write() as session:
        mine = Subscription.account_id == by.who.account
        if (session.scalar(select(func.count()).where(mine)) or 0) >= MOST:
            raise SubscriptionError(f"You have {MOST} subscriptions; remove one that nobody reads.")
        made = Subscription(
            account_id=by.who.account,
            name="",
            view_id=what.view,
            page=what.page,
            query=what.query,
            rhythm=wanted.rhythm,
            at=wanted.at,
            paused=False,
            since=by.now,
            data_to=data_to,
        )
        session.add(made)
        _fill(session, made, wanted)
        _note(session, by, "subscription made", made)
        return made.id


def change(store: AppStore, by: Change, number: int, wanted: Wanted, data_to: date) -> None:
    """Another name, rhythm or other people.

    Another rhythm holds from the next period on; new people get the next digest that is sent.
    Raises SubscriptionError.
    """
    with store.write() as session:
        own = _own(session, by, number)
        if (own.rhythm, own.at) != (wanted.rhythm, wanted.at):
            own.since, own.data_to = by.now, data_to
        own.rhythm, own.at = wanted.rhythm, wanted.at
        _fill(session, own, wanted)
        _note(session, by, "subscription changed", own)


def pause(store: AppStore, by: Change, number: int, data_to: date, *, paused: bool) -> None:
    """Send nothing for a while, or go on with the next period. Raises NoSubscriptionError."""
    with store.write() as session:
        own = _own(session, by, number)
        own.paused, own.since, own.data_to = paused, by.now, data_to
        _note(session, by, "subscription paused" if paused else "subscription goes on", own)


def remove(store: AppStore, by: Change, number: int) -> None:
    """End it. What was sent stays in the list. Raises NoSubscriptionError."""
    with store.write() as session:
        own = _own(session, by, number)
        _note(session, by, "subscription removed", own)
        session.delete(own)


def unsubscribe(store: AppStore, person: int, now: datetime, address: str) -> None:
    """Somebody gets it no longer. `person`: number of the place. One that is gone is no error."""
    with store.write() as session:
        found = session.get(SubscriptionPerson, person)
        if found is None:
            return
        own = session.get_one(Subscription, found.subscription_id)
        name = session.get_one(Account, found.account_id).name
        session.delete(found)
        note(session, now, name, "unsubscribed", f"subscription {own.id} “{own.name}”", address)


def _own(session: Session, by: Change, number: int) -> Subscription:
    found = session.get(Subscription, number)
    if found is None or found.account_id != by.who.account:
        raise NoSubscriptionError("There is no such subscription of yours, or no longer.")
    return found


def _fill(session: Session, own: Subscription, wanted: Wanted) -> None:
    name = wanted.name.strip()
    if not is_name(name, LONGEST):
        raise SubscriptionError(
            f"A subscription needs a name: 1 to {LONGEST} letters, digits or signs in one line."
        )
    own.name = name
    try:
        people = people_of(session, wanted.people)
    except PeopleError as error:
        raise SubscriptionError(str(error)) from None
    if not people:
        raise SubscriptionError(f"A subscription is for somebody: {HOW}.")
    session.flush()
    put_people(session, SubscriptionPerson, "subscription_id", own.id, people)


def _note(session: Session, by: Change, event: str, own: Subscription) -> None:
    people = session.scalars(
        select(SubscriptionPerson.mail).where(SubscriptionPerson.subscription_id == own.id)
    ).all()
    about = f"subscription {own.id} “{own.name}” to {own.page}, {own.rhythm}: {', '.join(people)}"
    note(session, by.now, by.who.name, event, about[:1000], by.address)
