"""Alerts: judged by new data, and what they say to people and to channels."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from access.alerts.channels import Address, Kind
from access.alerts.kept import Kept, owner_of, running, to_judge
from access.alerts.told import ALERT, Looked, Told, note_judged, note_problem
from access.reader import Reader
from access.sent.people import NotForThemError, Person
from api.sending.reading import reading_for, view_to_send
from data.store.snapshots import Snapshot, Store
from exports.alerts import mail, slack, teams, told, webhook
from exports.alerts.words import headline
from pages.alerts.judged import News, Watched, judge
from pages.alerts.states import conditions_of, states_as_json, states_of_json
from pages.figures.series import Subject, subject_of
from server.sending.alerts import Post, Wanted
from server.sending.errors import UnreadableError
from server.sending.message import Written
from server.sending.runner import Data
from server.sending.unsubscribe import token_of
from store.app_store import AppStore
from view.pages import metrics_of
from view.state import View

_FAILED = "It could not be judged; the log says why."
_JSON = {"Content-Type": "application/json"}
_LOG = logging.getLogger("cxlens.alerts")


@dataclass(frozen=True)
class Alerts:
    """Judges and words them. `address`: of the dashboard, without a path; `root`: where it lives
    there; `clock`: the moment, in UTC."""

    store: Store
    accounts: AppStore
    address: str
    root: str
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _app: Flask = field(default_factory=lambda: Flask(__name__))

    def judge_all(self, data: Data, kinds: Collection[str]) -> int:
        """Judge all that new data or a new day asks for. Returns how many pieces of news there are.

        `kinds`: of messages, those that are sent here. Raises StoreError.
        """
        with self.accounts.read() as session:
            found = to_judge(session, data.version, ZoneInfo(data.timezone), self.clock())
            alerts = running(session)
        return sum(len(self._judged(one, data, alerts, kinds)) for one in found)

    def written(self, wanted: Wanted, person: Person) -> Written:
        """The mail to one of an alert's people. Raises UnreadableError."""
        token = token_of(self.accounts.secret, person.number, ALERT)
        end = f"{self.address}{self.root}unsubscribe/{token}"
        said = mail.letter(self._told(wanted), end)
        return Written(said.subject, said.text, said.html, end)

    def prepared(self, wanted: Wanted, to: Address, key: str) -> Post:
        """What a channel is sent. Raises UnreadableError."""
        said = self._told(wanted)
        headers = _JSON
        match to.kind:
            case Kind.SLACK:
                body = slack.body(said)
            case Kind.TEAMS:
                body = teams.body(said)
            case Kind.WEBHOOK:
                body = webhook.body(said, key)
                headers = webhook.headers(body, to.secret, self.clock(), key)
        return Post(f"{said.name}: {headline(said)}", body, headers)

    def _judged(
        self, kept: Kept, data: Data, alerts: int, kinds: Collection[str]
    ) -> Sequence[Told]:
        now = self.clock()
        try:
            with self.accounts.read() as session:
                owner = owner_of(session, kept)
            with reading_for(self._app, owner):
                looked = self._looked(kept, owner, data, alerts, now)
        except (NotForThemError, UnreadableError) as error:
            note_problem(self.accounts, kept, str(error), now)
        except Exception:  # one alert that can't be judged holds up no other
            _LOG.exception("Alert %d could not be judged", kept.number)
            note_problem(self.accounts, kept, _FAILED, now)
        else:
            return note_judged(self.accounts, kept, looked, now, kinds)
        return ()

    def _looked(self, kept: Kept, owner: Reader, data: Data, alerts: int, now: datetime) -> Looked:
        snapshot, view, subject = self._watched(kept)
        asked = Watched(
            view=view,
            subject=subject,
            conditions=conditions_of(kept.conditions),
            states=states_of_json(kept.states),
            judged_to=kept.judged_to,
            alerts=alerts,
        )
        found = judge(snapshot, asked, now.astimezone(ZoneInfo(data.timezone)).date())

        def kept_as(news: News) -> Told:
            said = told.told_of(kept.name, news, view, subject, snapshot.catalog, self.address, now)
            return Told(_name(news), headline(said), told.as_json(said))

        return Looked(
            owner=owner,
            states=states_as_json(found.states),
            judged_to=found.judged_to,
            version=data.version,
            news=[kept_as(one) for one in found.news],
        )

    def _watched(self, kept: Kept) -> tuple[Snapshot, View, Subject]:
        """Raises UnreadableError where the data have not (any longer) what is watched."""
        snapshot, parsed = view_to_send(self.store, kept.page, kept.query, self.root)
        catalog = snapshot.catalog
        if kept.metric not in metrics_of(kept.page, catalog):
            raise UnreadableError("The data have no longer the figure that this alert watches.")
        if parsed.notices and not catalog.anonymous:
            raise UnreadableError(f"The view is no longer what it was: {parsed.notices[0]}")
        return snapshot, parsed.view, subject_of(catalog, kept.metric)

    def _told(self, wanted: Wanted) -> told.Told:
        if wanted.said is not None:
            return told.of_json(wanted.said)
        with reading_for(self._app, wanted.owner):
            snapshot, view, subject = self._watched(wanted.kept)
            name, now = wanted.kept.name, self.clock()
            return told.told_of(name, None, view, subject, snapshot.catalog, self.address, now)


def _name(news: News) -> str:
    """No other news of the alert has it: data may be late twice while a period lasts."""
    day = news.period
    if news.condition == "data":
        day = news.since if news.begins else news.last_day
    return f"{news.condition} {'began' if news.begins else 'ended'} {day}"
