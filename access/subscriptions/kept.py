"""Subscriptions as they are kept: whose there are, and what one is of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.accounts import reader_of
from access.reader import Reader
from access.rights import Right
from access.rows import both
from access.saved_views.kept import find
from access.sent.people import NotForThemError, Person, may_send, people_in
from access.subscriptions.periods import Rhythm
from store.app_store import AppStore
from store.mail_tables import Subscription, SubscriptionPerson
from store.tables import Account


@dataclass(frozen=True)
class Kept:
    """A subscription. Page and query are of its saved view as that is now, if it has one."""

    number: int
    owner: int
    name: str
    page: str
    query: str
    rhythm: Rhythm
    at: time
    paused: bool
    since: datetime
    data_to: date
    people: tuple[Person, ...]


def subscriptions_of(store: AppStore, account: int) -> list[Kept]:
    """Those of an account, by name."""
    with store.read() as session:
        wanted = select(Subscription).where(Subscription.account_id == account)
        return sorted(_kept(session, session.scalars(wanted)), key=lambda one: one.name.casefold())


def running(session: Session) -> list[Kept]:
    """All that are not paused."""
    return _kept(session, session.scalars(select(Subscription).where(~Subscription.paused)))


def find_subscription(session: Session, number: int) -> Kept | None:
    """The subscription of a number; None where there is none."""
    found = session.get(Subscription, number)
    return _kept(session, [found])[0] if found else None


def receiver_of(session: Session, kept: Kept, account: int | None) -> Reader:
    """Who reads what is sent to an account: what it and the owner may both see, as they are now.

    The owner says where the mail goes, so it holds nothing that they could not take away
    themselves. Raises NotForThemError.
    """
    owner, own = session.get(Account, kept.owner), session.get(Account, account or 0)
    if own is None or own.disabled:
        raise NotForThemError("The account has ended or is disabled.")
    if owner is None or owner.disabled or not may_send(reader_of(owner)):
        raise NotForThemError("Whose subscription it is may no longer take figures away.")
    one, other = reader_of(own), reader_of(owner)
    rows = both(one.rows, other.rows)
    if rows is None or not one.may(Right.VIEW):
        raise NotForThemError("The account sees none of the rows that the subscription is of.")
    anonymous = one.anonymous or other.anonymous
    return replace(
        one,
        rights=one.rights & other.rights,
        rows=rows,
        totals=not rows or (one.totals and other.totals and not anonymous),
        anonymous=anonymous,
    )


def _kept(session: Session, found: Iterable[Subscription]) -> list[Kept]:
    every = list(found)
    people = people_in(session, SubscriptionPerson, "subscription_id", [one.id for one in every])
    return [
        Kept(
            number=one.id,
            owner=one.account_id,
            name=one.name,
            page=page,
            query=query,
            rhythm=Rhythm(one.rhythm),
            at=one.at,
            paused=one.paused,
            since=one.since,
            data_to=one.data_to,
            people=people[one.id],
        )
        for one in every
        for page, query in [_view(session, one)]
    ]


def _view(session: Session, kept: Subscription) -> tuple[str, str]:
    """Page and query: of the saved view, as long as its subscriber sees it."""
    if kept.view_id is not None:
        owner = reader_of(session.get_one(Account, kept.account_id))
        view = find(session, owner, kept.view_id)
        if view is not None:
            return view.page, view.query
    return kept.page, kept.query
