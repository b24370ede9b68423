"""Alerts as people make, change, pause and remove them. Each change is in the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.accounts import reader_of
from access.alerts.channels import Kind, host_of, new_secret
from access.alerts.kept import refuse_receiver
from access.audit import note
from access.names import is_name
from access.saved_views.changed import Change
from access.sent.people import NotForThemError, PeopleError, may_send, people_of, put_people
from store.alert_tables import Alert, AlertChannel, AlertPerson
from store.app_store import AppStore
from store.tables import Account

LONGEST = 80  # characters of a name
MOST = 50  # alerts of an account
MOST_CHANNELS = 10  # of an alert


class AlertError(Exception):
    """An alert can't be made or changed as it was asked for; the message says why."""


class NoAlertError(AlertError):
    """There is no such alert for whoever asks."""


@dataclass(frozen=True)
class Wanted:
    """What an alert is to be. `people`: a line each, as they were typed."""

    name: str
    conditions: tuple[str, ...]
    people: str


@dataclass(frozen=True)
class What:
    """What it watches: a link, and a metric of its page, as `metric=` names it."""

    page: str
    query: str
    metric: str


@dataclass(frozen=True)
class Start:
    """From where on it has something to say: of what was before, it is silent.

    `judged_to`: first day of the newest whole period; `version`: of the data.
    """

    judged_to: date
    version: str


def make(store: AppStore, by: Change, what: What, wanted: Wanted, start: Start) -> int:
    """A new alert. Returns its number. Raises AlertError."""
    if by.who.account is None or not may_send(by.who):
        raise AlertError("Alerts are of accounts that may take figures away.")
    with store.write() as session:
        mine = Alert.account_id == by.who.account
        if (session.scalar(select(func.count()).where(mine)) or 0) >= MOST:
            raise AlertError(f"You have {MOST} alerts; remove one that nobody needs.")
        made = Alert(
            account_id=by.who.account,
            name="",
            page=what.page,
            query=what.query,
            metric=what.metric,
            conditions=[],
            states={},
            judged_to=start.judged_to,
            paused=False,
            version=start.version,
            looked_at=by.now,
            problem="",
        )
        session.add(made)
        _fill(session, by, made, wanted)
        _note(session, by, "alert made", made)
        return made.id


def change(store: AppStore, by: Change, number: int, wanted: Wanted) -> None:
    """Another name, other conditions or people. A new condition begins quiet. Raises AlertError."""
    with _own(store, by, number) as (session, own):
        _fill(session, by, own, wanted)
        _note(session, by, "alert changed", own)


def pause(store: AppStore, by: Change, number: int) -> None:
    """Watch nothing for a while. Raises NoAlertError."""
    with _own(store, by, number) as (session, own):
        own.paused = True
        _note(session, by, "alert paused", own)


def go_on(store: AppStore, by: Change, number: int, start: Start) -> None:
    """Watch again, as a new alert would. Raises NoAlertError."""
    with _own(store, by, number) as (session, own):
        own.paused, own.states, own.problem = False, {}, ""
        own.judged_to, own.version, own.looked_at = start.judged_to, start.version, by.now
        _note(session, by, "alert goes on", own)


def remove(store: AppStore, by: Change, number: int) -> None:
    """End it, and forget what it told. What was sent stays in the list. Raises NoAlertError."""
    with _own(store, by, number) as (session, own):
        _note(session, by, "alert removed", own)
        session.delete(own)


def add_channel(store: AppStore, by: Change, number: int, kind: Kind, url: str) -> str:
    """Tell it there as well. Returns the secret that messages are signed with, "" for none.

    `url`: as `server.outgoing` takes it. Raises AlertError.
    """
    with _own(store, by, number) as (session, own):
        there = select(func.count()).where(AlertChannel.alert_id == number)
        if (session.scalar(there) or 0) >= MOST_CHANNELS:
            raise AlertError(f"An alert has at most {MOST_CHANNELS} channels; remove one first.")
        made = AlertChannel(alert_id=own.id, kind=kind, url=url, secret=new_secret(kind))
        session.add(made)
        session.flush()
        _note(session, by, "alert changed", own)
        return made.secret


def remove_channel(store: AppStore, by: Change, number: int, channel: int) -> None:
    """Tell it there no longer. Raises NoAlertError; one that is gone is no error."""
    with _own(store, by, number) as (session, own):
        found = session.get(AlertChannel, channel)
        if found is not None and found.alert_id == own.id:
            session.delete(found)
            session.flush()
        _note(session, by, "alert changed", own)


def leave(store: AppStore, person: int, now: datetime, address: str) -> None:
    """Somebody is told no longer. `person`: number of the place. One that is gone is no error."""
    with store.write() as session:
        found = session.get(AlertPerson, person)
        if found is None:
            return
        own = session.get_one(Alert, found.alert_id)
        name = session.get_one(Account, found.account_id).name
        session.delete(found)
        note(session, now, name, "unsubscribed", f"alert {own.id} “{own.name}”", address)


@contextmanager
def _own(store: AppStore, by: Change, number: int) -> Iterator[tuple[Session, Alert]]:
    with store.write() as session:
        found = session.get(Alert, number)
        if found is None or found.account_id != by.who.account:
            raise NoAlertError("There is no such alert of yours, or no longer.")
        yield session, found


def _fill(session: Session, by: Change, own: Alert, wanted: Wanted) -> None:
    name = wanted.name.strip()
    if not is_name(name, LONGEST):
        raise AlertError(
            f"An alert needs a name: 1 to {LONGEST} letters, digits or signs in one line."
        )
    if not wanted.conditions:
        raise AlertError("Choose what the alert is to tell of: one condition at least.")
    own.name, own.conditions = name, list(wanted.conditions)
    own.states = {key: one for key, one in own.states.items() if key in wanted.conditions}
    owner = reader_of(session.get_one(Account, own.account_id))
    try:
        people = people_of(session, wanted.people)
        for account in people:
            refuse_receiver(session, account, owner, owner.rows)
    except (PeopleError, NotForThemError) as error:
        raise AlertError(str(error)) from None
    session.flush()
    put_people(session, AlertPerson, "alert_id", own.id, people)


def _note(session: Session, by: Change, event: str, own: Alert) -> None:
    people = session.scalars(select(AlertPerson.mail).where(AlertPerson.alert_id == own.id)).all()
    channels = session.execute(
        select(AlertChannel.kind, AlertChannel.url).where(AlertChannel.alert_id == own.id)
    )
    told = [*people, *(f"{kind} at {host_of(url)}" for kind, url in channels)]
    what = f"{own.metric} of {own.page}, {', '.join(own.conditions)}"
    about = f"alert {own.id} “{own.name}” on {what}: {', '.join(told) or 'nobody'}"
    note(session, by.now, by.who.name, event, about, by.address)
