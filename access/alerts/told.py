"""What alerts told: kept with the state of the alert and with the messages to all who are told,
in one transaction, so that nothing is told twice and nothing is lost, whenever a process dies."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from access.alerts.kept import Kept, States
from access.reader import Reader
from access.rows import as_json, contained, of_json
from access.sent.queue import KEPT, Message, put, unsent
from data.scope import Filters
from store.alert_tables import Alert, AlertNews
from store.app_store import AppStore

ALERT, CHANNEL = "alert", "channel"  # kinds of messages: by mail, and to channels
_LONGEST_HEADLINE, _LONGEST_PROBLEM, _LONGEST_ADDRESS = 300, 500, 254
_MOST = 100  # that a page and a feed have
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """One piece of news. `name`: no other one of the alert has it; `said`: all of it, as JSON."""

    name: str
    headline: str
    said: str


@dataclass(frozen=True)
class Looked:
    """What came of judging an alert by a version of the data, for its owner."""

    owner: Reader
    states: States
    judged_to: date
    version: str
    news: Sequence[Told] = ()


@dataclass(frozen=True)
class Item:
    """News of an account's alerts, as a page or a feed lists them."""

    number: int
    alert: str
    headline: str
    said: str
    made_at: datetime


def note_judged(
    store: AppStore, kept: Kept, looked: Looked, now: datetime, kinds: Collection[str]
) -> list[Told]:
    """Keep what came of it, and let those who are to know be told. Returns what is new.

    Nothing is kept where the alert was changed or judged meanwhile: then it is judged again.
    `kept`: as it was judged; `kinds`: of messages, those that are sent here.
    """
    with store.write() as session:
        own = session.get(Alert, kept.number)
        if own is None or _judged_before(own) != _judged_before(kept):
            return []
        own.states = {name: dict(state) for name, state in looked.states.items()}
        own.judged_to, own.version = looked.judged_to, looked.version
        own.looked_at, own.problem = now, ""
        there = {*session.scalars(select(AlertNews.name).where(AlertNews.alert_id == own.id))}
        new = [one for one in looked.news if one.name not in there]
        for one in new:
            session.add(
                AlertNews(
                    alert_id=own.id,
                    name=one.name,
                    headline=one.headline[:_LONGEST_HEADLINE],
                    said=one.said,
                    rows=as_json(looked.owner.rows),
                    made_at=now,
                )
            )
            put(session, unsent(session, messages_of_news(kept, one.name, kinds)), now)
        session.execute(delete(AlertNews).where(AlertNews.made_at < now - KEPT))
        return new


def note_problem(store: AppStore, kept: Kept, problem: str, now: datetime) -> None:
    """Why it could not be judged; it is tried again."""
    with store.write() as session:
        own = session.get(Alert, kept.number)
        if own is not None:
            own.problem, own.looked_at = problem[:_LONGEST_PROBLEM], now


def messages_of_news(kept: Kept, period: str, kinds: Collection[str]) -> list[Message]:
    """What everybody who is told gets, under the name of a piece of news; `kinds`: as above."""
    people = [(ALERT, kept.number, one.account, one.name, one.mail) for one in kept.people]
    places = [(CHANNEL, one.number, kept.owner, one.kind, one.host) for one in kept.channels]
    return [
        Message(
            kind=kind,
            source=source,
            period=period,
            account=account,
            owner=kept.owner,
            receiver=receiver,
            address=address[:_LONGEST_ADDRESS],
            subject=kept.name,
        )
        for kind, source, account, receiver, address in people + places
        if kind in kinds
    ]


def _judged_before(one: Alert | Kept) -> tuple[object, ...]:
    """What judging depends on, and what it changes."""
    return (one.judged_to, one.version, one.looked_at, one.paused, tuple(one.conditions))


def find_news(session: Session, alert: int, name: str) -> tuple[str, Filters] | None:
    """What was told under a name, as JSON, and the rows that its figures are of."""
    wanted = select(AlertNews).where(AlertNews.alert_id == alert, AlertNews.name == name)
    found = session.scalars(wanted).one_or_none()
    return (found.said, of_json(found.rows)) if found else None


def news_of(session: Session, who: Reader) -> list[Item]:
    """The newest of an account's alerts, the newest first, of rows that it still sees."""
    wanted = (
        select(AlertNews, Alert.name)
        .join(Alert, Alert.id == AlertNews.alert_id)
        .where(Alert.account_id == who.account)
        .order_by(AlertNews.made_at.desc(), AlertNews.id.desc())
        .limit(_MOST)
    )
    return [
        Item(one.id, name, one.headline, one.said, one.made_at)
        for one, name in session.execute(wanted)
        if _is_seen(one, who)
    ]


def _is_seen(one: AlertNews, who: Reader) -> bool:
    """Are its rows still theirs? Those that this version can't read, as another one kept them, are
    nobody's."""
    try:
        return contained(of_json(one.rows), who.rows)
    except (TypeError, ValueError):
        _LOG.warning("News %d are of rows that can't be read, and are left out", one.id)
        return False
