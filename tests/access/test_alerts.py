"""Alerts by themselves: whose they are, whom they tell, and that news are kept once."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from access import accounts
from access.accounts import Changes, reader_of
from access.accounts import find as account_of
from access.alerts import changed, feeds, told
from access.alerts.changed import AlertError, NoAlertError, Start, Wanted, What
from access.alerts.channels import Kind, host_of, new_secret
from access.alerts.kept import Kept, alerts_of, find_alert, refuse_receiver, running, to_judge
from access.alerts.told import ALERT, CHANNEL, Looked, Told, news_of, note_judged, note_problem
from access.audit import entries
from access.reader import Reader
from access.rights import Role
from access.saved_views.changed import Change
from access.sent.people import NotForThemError
from data.scope import Filters
from store.alert_tables import AlertFeed, AlertNews, AlertPerson
from store.app_store import AppStore
from store.mail_tables import Sent
from tests.access.people import NOW, QUICK

EMEA: Filters = (("region", ("EMEA",)),)
START = Start(date(2026, 9, 1), "v1")
ZONE = ZoneInfo("Europe/Helsinki")
FELL = Told("change began 2026-10-01", "NPS fell", "{}")
HOOK = "https://hooks.example.org/services/T0/B0/hidden"


def person(
    store: AppStore, name: str, role: Role = Role.ANALYST, rows: Filters = (), **more: bool
) -> Reader:
    rights = Changes(role, rows=rows, **more)  # type: ignore[arg-type]
    accounts.add(store, name, QUICK.hash("a long password"), rights, NOW)
    return again(store, name)


def again(store: AppStore, name: str) -> Reader:
    with store.read() as session:
        found = account_of(session, name)
        assert found
        return reader_of(found)


def by(who: Reader) -> Change:
    return Change(who, NOW, "10.0.0.1")


def wanted(people: str = "", *conditions: str) -> Wanted:
    return Wanted("EMEA", conditions or ("change",), people)


def made(store: AppStore, who: Reader, people: str = "", *conditions: str) -> Kept:
    what = What("loyalty", "region=EMEA", "nps")
    number = changed.make(store, by(who), what, wanted(people, *conditions), START)
    return kept(store, number)


def kept(store: AppStore, number: int) -> Kept:
    with store.read() as session:
        found = find_alert(session, number)
        assert found
        return found


def looked(owner: Reader, *news: Told, version: str = "v2") -> Looked:
    states = {"change": {"direction": -1, "since": "2026-10-01", "level": None}}
    return Looked(owner, states, date(2026, 10, 1), version, news)


def sent(store: AppStore) -> list[tuple[str, int, str, str]]:
    with store.read() as session:
        rows = session.scalars(select(Sent).order_by(Sent.id))
        return [(one.kind, one.source, one.period, one.address) for one in rows]


def test_whose_they_are(store: AppStore) -> None:
    ann, eve = person(store, "Ann"), person(store, "Eve", Role.ADMINISTRATOR)
    one = made(store, ann, "Ann ann@example.org\nEve eve@example.org")
    assert [each.mail for each in one.people] == ["ann@example.org", "eve@example.org"]
    assert alerts_of(store, eve.account or 0) == []
    for do in (changed.pause, changed.remove):
        with pytest.raises(NoAlertError):
            do(store, by(eve), one.number)
    with pytest.raises(NoAlertError):
        changed.add_channel(store, by(eve), one.number, Kind.SLACK, HOOK)
    with pytest.raises(AlertError, match="may take figures away"):
        made(store, person(store, "Vic", Role.VIEWER))
    changed.leave(store, one.people[1].number, NOW, "10.0.0.2")
    changed.leave(store, one.people[1].number, NOW, "10.0.0.2")
    assert [each.name for each in kept(store, one.number).people] == ["Ann"]
    changed.remove(store, by(ann), one.number)
    with store.read() as session:
        assert session.scalars(select(AlertPerson)).all() == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Wanted(" ", ("change",), ""), "needs a name"),
        (Wanted("A", (), ""), "one condition at least"),
        (Wanted("A", ("change",), "Nobody n@x.org"), "no account “Nobody”"),
        (Wanted("A", ("change",), "Bob bob@x.org"), "Bob does not see all rows"),
        (Wanted("A", ("change",), "Uma u@x.org"), "Uma does not see the figures"),
    ],
)
def test_what_can_not_be_is_refused_in_words(store: AppStore, given: Wanted, why: str) -> None:
    ann = person(store, "Ann")
    person(store, "Bob", rows=EMEA)
    person(store, "Uma", anonymous=True)
    with pytest.raises(AlertError, match=why):
        changed.make(store, by(ann), What("loyalty", "", "nps"), given, START)
    assert alerts_of(store, ann.account or 0) == []


def test_who_is_told_sees_at_least_the_rows_of_the_figures(store: AppStore) -> None:
    limited = person(store, "Ann", rows=EMEA)
    whole, other = person(store, "Eve"), person(store, "Bob", rows=(("region", ("APAC",)),))
    both = person(store, "Cy", rows=(("region", ("APAC", "EMEA")),))
    with store.read() as session:
        for may in (whole, both, limited):
            refuse_receiver(session, may.account, limited, EMEA)
        with pytest.raises(NotForThemError, match="not see all rows"):
            refuse_receiver(session, other.account, limited, EMEA)
        with pytest.raises(NotForThemError, match="not see all rows"):
            refuse_receiver(session, both.account, whole, ())
    accounts.set_disabled(store, "Eve", True, NOW)
    with store.read() as session, pytest.raises(NotForThemError, match="ended or is disabled"):
        refuse_receiver(session, whole.account, limited, EMEA)


def test_news_are_kept_and_sent_once(store: AppStore) -> None:
    ann = person(store, "Ann")
    one = made(store, ann, "Ann ann@example.org")
    changed.add_channel(store, by(ann), one.number, Kind.SLACK, HOOK)
    one = kept(store, one.number)
    assert note_judged(store, one, looked(ann, FELL), NOW, (ALERT, CHANNEL)) == [FELL]
    assert sent(store) == [
        (ALERT, one.number, FELL.name, "ann@example.org"),
        (CHANNEL, one.channels[0].number, FELL.name, "hooks.example.org"),
    ]
    # Who judged the same at the same time comes too late; whoever judges it again has nothing new.
    assert note_judged(store, one, looked(ann, FELL), NOW, (ALERT, CHANNEL)) == []
    later = kept(store, one.number)
    assert (later.states["change"]["direction"], later.judged_to) == (-1, date(2026, 10, 1))
    assert note_judged(store, later, looked(ann, FELL, version="v3"), NOW, (ALERT, CHANNEL)) == []
    assert kept(store, one.number).version == "v3"
    assert len(sent(store)) == 2
    with store.read() as session:
        assert [item.headline for item in news_of(session, ann)] == ["NPS fell"]


def test_without_mail_people_are_not_put_into_the_queue(store: AppStore) -> None:
    ann = person(store, "Ann")
    one = made(store, ann, "Ann ann@example.org")
    assert note_judged(store, one, looked(ann, FELL), NOW, (CHANNEL,)) == [FELL]
    assert sent(store) == []


def test_a_process_that_dies_keeps_all_or_nothing(
    store: AppStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = person(store, "Ann")
    one = made(store, ann, "Ann ann@example.org")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(told, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        note_judged(store, one, looked(ann, FELL), NOW, (ALERT, CHANNEL))
    monkeypatch.undo()
    assert kept(store, one.number) == one
    with store.read() as session:
        assert session.scalars(select(AlertNews)).all() == []
    assert note_judged(store, one, looked(ann, FELL), NOW, (ALERT, CHANNEL)) == [FELL]
    assert len(sent(store)) == 1


def test_what_was_changed_while_it_was_judged_is_judged_again(store: AppStore) -> None:
    ann = person(store, "Ann")
    one = made(store, ann)
    changed.change(store, by(ann), one.number, wanted("", "data"))
    assert note_judged(store, one, looked(ann, FELL), NOW, (ALERT, CHANNEL)) == []
    assert kept(store, one.number).version == "v1"
    changed.remove(store, by(ann), one.number)
    assert note_judged(store, one, looked(ann, FELL), NOW, (ALERT, CHANNEL)) == []


def test_when_an_alert_is_judged(store: AppStore) -> None:
    ann = person(store, "Ann")
    changes, days = made(store, ann), made(store, ann, "", "change", "data")

    def due(version: str, **later: int) -> list[int]:
        with store.read() as session:
            found = to_judge(session, version, ZONE, NOW + timedelta(**later))
            return [one.number for one in found]

    assert due("v1", minutes=1) == []
    assert due("v2", minutes=1) == [changes.number, days.number]
    # 12:00 UTC is 14:00 in Helsinki: its next day begins in ten hours.
    assert due("v1", hours=9, minutes=59) == []
    assert due("v1", hours=10, minutes=1) == [days.number]
    note_problem(store, changes, "The database is away.", NOW)
    assert due("v2", minutes=59) == [days.number]
    assert due("v1", minutes=61) == [changes.number]
    changed.pause(store, by(ann), days.number)
    assert due("v2", minutes=61) == [changes.number]
    with store.read() as session:
        assert running(session) == 1


def test_what_goes_on_is_silent_of_what_was_meanwhile(store: AppStore) -> None:
    ann = person(store, "Ann")
    one = made(store, ann)
    note_judged(store, one, looked(ann, FELL), NOW, (ALERT, CHANNEL))
    changed.pause(store, by(ann), one.number)
    assert note_judged(store, replace(one, paused=False), looked(ann), NOW, (ALERT, CHANNEL)) == []
    changed.go_on(store, by(ann), one.number, Start(date(2026, 11, 1), "v9"))
    found = kept(store, one.number)
    assert (found.states, found.judged_to, found.version) == ({}, date(2026, 11, 1), "v9")


def test_a_condition_that_is_dropped_is_forgotten(store: AppStore) -> None:
    ann = person(store, "Ann")
    one = made(store, ann)
    note_judged(store, one, looked(ann), NOW, (ALERT, CHANNEL))
    changed.change(store, by(ann), one.number, wanted("", "data", "change"))
    assert set(kept(store, one.number).states) == {"change"}
    changed.change(store, by(ann), one.number, wanted("", "data"))
    assert kept(store, one.number).states == {}


def test_news_of_rows_that_are_not_seen_any_longer_are_not_shown(store: AppStore) -> None:
    ann = person(store, "Ann")
    note_judged(store, made(store, ann), looked(ann, FELL), NOW, (ALERT, CHANNEL))
    accounts.set_rights(store, "Ann", Changes(rows=EMEA), NOW)
    with store.read() as session:
        assert news_of(session, again(store, "Ann")) == []
        assert len(news_of(session, ann)) == 1


def test_addresses_of_channels_are_secrets(store: AppStore) -> None:
    ann = person(store, "Ann")
    one = made(store, ann)
    assert changed.add_channel(store, by(ann), one.number, Kind.TEAMS, HOOK) == ""
    secret = changed.add_channel(store, by(ann), one.number, Kind.WEBHOOK, HOOK)
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert new_secret(Kind.WEBHOOK) != secret
    found = kept(store, one.number)
    assert [place.host for place in found.channels] == ["hooks.example.org"] * 2
    everything = f"{found} {[row for batch in entries(store) for row in batch]}"
    assert "hidden" not in everything and secret not in everything
    assert "webhook at hooks.example.org" in everything
    assert host_of("https://[::1") == ""
    changed.remove_channel(store, by(ann), one.number, found.channels[0].number)
    assert [place.kind for place in kept(store, one.number).channels] == [Kind.WEBHOOK]
    other = made(store, ann)
    changed.remove_channel(store, by(ann), other.number, found.channels[1].number)
    assert len(kept(store, one.number).channels) == 1
    for _ in range(changed.MOST_CHANNELS):
        changed.add_channel(store, by(ann), other.number, Kind.TEAMS, HOOK)
    with pytest.raises(AlertError, match="at most 10 channels"):
        changed.add_channel(store, by(ann), other.number, Kind.TEAMS, HOOK)


def test_a_feed_opens_by_its_newest_address_while_its_account_may(store: AppStore) -> None:
    ann = person(store, "Ann")
    first, second = feeds.renew(store, by(ann)), feeds.renew(store, by(ann))
    assert feeds.reader_of_feed(store, first) is None
    assert feeds.reader_of_feed(store, second) == ann
    with store.read() as session:
        assert second not in session.scalars(select(AlertFeed.token_hash)).one()
    accounts.set_disabled(store, "Ann", True, NOW)
    assert feeds.reader_of_feed(store, second) is None
    accounts.set_disabled(store, "Ann", False, NOW)
    accounts.set_rights(store, "Ann", Changes(Role.VIEWER), NOW)
    assert feeds.reader_of_feed(store, second) is None
    accounts.set_rights(store, "Ann", Changes(Role.ANALYST), NOW)
    feeds.end(store, by(ann))
    assert feeds.reader_of_feed(store, second) is None
    assert feeds.feed_since(store, ann.account or 0) is None
