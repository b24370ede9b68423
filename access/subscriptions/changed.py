"""Subscriptions as people make, change, pause and remove them. Each change is in the audit log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from access.accounts import find, reader_of
from access.audit import note
from access.names import is_name
from access.rights import Right
from access.saved_views.changed import Change
from access.subscriptions.kept import may_subscribe
from access.subscriptions.periods import Rhythm
from store.app_store import AppStore
from store.mail_tables import Subscription, SubscriptionPerson
from store.tables import Account

LONGEST = 80  # characters of a name
MOST = 50  # subscriptions of an account, and people of one
# What all mail servers take: no quotes, no comments, nothing that could end a line or a name.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAIL = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LONGEST_MAIL = 254
_HOW = "expected a line for each, an account and where its mail goes, such as “Ann ann@example.org”"


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
    if by.who.account is None or not may_subscribe(by.who):
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

    Another rhythm holds from the next period on; new people get that of the period that has begun.
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
    people = _people(session, wanted.people)
    session.flush()
    gone = SubscriptionPerson.account_id.not_in(people)
    ours = SubscriptionPerson.subscription_id == own.id
    session.execute(delete(SubscriptionPerson).where(ours, gone))
    there = {one.account_id: one for one in session.scalars(select(SubscriptionPerson).where(ours))}
    for account, mail in people.items():
        if account in there:
            there[account].mail = mail
        else:
            session.add(SubscriptionPerson(subscription_id=own.id, account_id=account, mail=mail))


def _people(session: Session, typed: str) -> dict[int, str]:
    """Accounts with their addresses. Raises SubscriptionError for what is none."""
    found: dict[int, str] = {}
    for line in filter(str.strip, typed.splitlines()):
        name, _, mail = line.strip().rpartition(" ")
        if len(mail) > _LONGEST_MAIL or not _MAIL.fullmatch(mail) or not name.strip():
            raise SubscriptionError(f"“{line.strip()[:100]}” can't be understood: {_HOW}.")
        account = find(session, name)
        if account is None or account.disabled or not reader_of(account).may(Right.VIEW):
            raise SubscriptionError(
                f"There is no account “{name.strip()}” that sees pages; write it as it logs in."
            )
        if account.id in found:
            raise SubscriptionError(f"“{account.name}” stands there twice.")
        found[account.id] = mail
    if not 1 <= len(found) <= MOST:
        raise SubscriptionError(f"A subscription is for 1 to {MOST} people: {_HOW}.")
    return found


def _note(session: Session, by: Change, event: str, own: Subscription) -> None:
    people = session.scalars(
        select(SubscriptionPerson.mail).where(SubscriptionPerson.subscription_id == own.id)
    ).all()
    about = f"subscription {own.id} “{own.name}” to {own.page}, {own.rhythm}: {', '.join(people)}"
    note(session, by.now, by.who.name, event, about[:1000], by.address)
