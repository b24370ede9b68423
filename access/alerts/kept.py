"""Alerts as they are kept: whose there are, and who may be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.accounts import reader_of
from access.alerts.channels import Address, Channel, Kind, host_of
from access.reader import Reader
from access.rights import Right
from access.rows import contained
from access.sent.people import NotForThemError, Person, may_send, people_in
from data.scope import Filters
from store.alert_tables import Alert, AlertChannel, AlertPerson
from store.app_store import AppStore
from store.tables import Account

States = Mapping[str, Mapping[str, Any]]  # by condition: what of its state is kept, as JSON has it
DATA = "data"  # the condition that days without new data bring about
_PAUSE = timedelta(hours=1)  # before an alert that could not be judged is tried again


@dataclass(frozen=True)
class Kept:
    """An alert. `states`: of its conditions, as they were judged."""

    number: int
    owner: int
    name: str
    page: str
    query: str
    metric: str
    conditions: tuple[str, ...]
    states: States
    judged_to: date
    paused: bool
    version: str
    looked_at: datetime
    problem: str
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]


def alerts_of(store: AppStore, account: int) -> list[Kept]:
    """Those of an account, by name."""
    with store.read() as session:
        wanted = select(Alert).where(Alert.account_id == account)
        return sorted(_kept(session, session.scalars(wanted)), key=lambda one: one.name.casefold())


def find_alert(session: Session, number: int) -> Kept | None:
    """The alert of a number; None where there is none."""
    found = session.get(Alert, number)
    return _kept(session, [found])[0] if found else None


def running(session: Session) -> int:
    """How many alerts of the company are not paused: they share its false alarms."""
    return session.scalar(select(func.count()).where(~Alert.paused)) or 0


def to_judge(session: Session, version: str, zone: tzinfo, now: datetime) -> list[Kept]:
    """Alerts that have not been judged by these data; by the calendar alone, once a day.

    `zone`: where days of the company begin. What could not be judged is tried again in an hour.
    """
    today = now.astimezone(zone).date()

    def due(one: Alert) -> bool:
        if one.problem and now < one.looked_at + _PAUSE:
            return False
        late = DATA in one.conditions and one.looked_at.astimezone(zone).date() < today
        return bool(one.problem) or one.version != version or late

    running_ones = session.scalars(select(Alert).where(~Alert.paused).order_by(Alert.id))
    return _kept(session, filter(due, running_ones.all()))


def owner_of(session: Session, kept: Kept) -> Reader:
    """Whose data an alert is judged by, as they may see them now. Raises NotForThemError."""
    owner = session.get_one(Account, kept.owner)
    if owner.disabled or not may_send(reader_of(owner)):
        raise NotForThemError("Whose alert it is may no longer take figures away.")
    return reader_of(owner)


def refuse_receiver(session: Session, account: int | None, owner: Reader, rows: Filters) -> None:
    """Raises NotForThemError where an account does not see all that an alert tells.

    `rows`: those that its figures are of, which the owner saw by then. An alert is one figure for
    everybody: it is not worked out again for a receiver of fewer rows.
    """
    own = session.get(Account, account or 0)
    if own is None or own.disabled:
        raise NotForThemError("The account has ended or is disabled.")
    reader = reader_of(own)
    if not reader.may(Right.VIEW) or (reader.anonymous and not owner.anonymous):
        raise NotForThemError(f"{own.name} does not see the figures that the alert is of.")
    if not contained(rows, reader.rows):
        raise NotForThemError(f"{own.name} does not see all rows that the alert is of.")


def address_of(session: Session, channel: int) -> tuple[Kept, Address] | None:
    """Where messages of a channel go, and the alert that it is of; None where there is none."""
    found = session.get(AlertChannel, channel)
    kept = find_alert(session, found.alert_id) if found else None
    if found is None or kept is None:
        return None
    return kept, Address(Kind(found.kind), found.url, found.secret)


def _kept(session: Session, found: Iterable[Alert]) -> list[Kept]:
    every = list(found)
    numbers = [one.id for one in every]
    people = people_in(session, AlertPerson, "alert_id", numbers)
    channels: dict[int, tuple[Channel, ...]] = dict.fromkeys(numbers, ())
    wanted = select(AlertChannel).where(AlertChannel.alert_id.in_(numbers))
    for one in session.scalars(wanted.order_by(AlertChannel.id)):
        channels[one.alert_id] += (Channel(one.id, Kind(one.kind), host_of(one.url)),)
    return [
        Kept(
            number=one.id,
            owner=one.account_id,
            name=one.name,
            page=one.page,
            query=one.query,
            metric=one.metric,
            conditions=tuple(one.conditions),
            states=one.states,
            judged_to=one.judged_to,
            paused=one.paused,
            version=one.version,
            looked_at=one.looked_at,
            problem=one.problem,
            people=people[one.id],
            channels=channels[one.id],
        )
        for one in every
    ]
