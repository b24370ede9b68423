"""Alerts of the sample company: judged as their owner sees the data, told as they were judged."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from dash import Dash
from sqlalchemy import delete

from access import accounts
from access.accounts import Changes
from access.alerts import changed
from access.alerts.changed import Start, Wanted, What
from access.alerts.channels import Kind
from access.alerts.kept import Kept, alerts_of
from access.alerts.told import ALERT, CHANNEL, news_of
from access.rights import Role
from access.saved_views.changed import Change
from api.sending import __main__ as process
from api.sending import alerts as judging
from api.sending.alerts import Alerts
from data.store.snapshots import Snapshot, Store
from exports.alerts.told import of_json
from pages.alerts.judged import Judged, Watched
from server.outgoing.send import send
from server.sending.alerts import AlertMails, AlertPosts
from server.sending.by_mail import Mailing
from server.sending.digests import DIGEST
from server.sending.runner import Data, Runner
from server.sending.smtp import Post
from server.sending.unsubscribe import person_of
from server.sending.watch import look
from settings import Settings
from store.alert_tables import Alert
from store.app_store import AppStore
from store.mail_tables import Sent
from tests.access.people import NOW, QUICK
from tests.access.test_alerts import again
from tests.exports.alerts.news import FELL
from tests.sending.mail_server import mail_server, parts_of
from tests.sending.receivers import receiver
from tests.server.people import with_accounts
from tests.server.sharing import person

Both = tuple[Dash, AppStore]
ADDRESS = "https://cx.example.org"
AT = datetime(2026, 11, 3, 5, 30, tzinfo=UTC)
DATA = Data("Europe/Copenhagen", date(2026, 10, 31), "newer")
KINDS = (ALERT, CHANNEL)
YEARS_AGO = Start(date(2024, 1, 1), "old")


@pytest.fixture(scope="module")
def made(sample_file: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Both:
    found = with_accounts(settings, tmp_path_factory.mktemp("store"))
    rights = Changes(Role.ANALYST, rows=(("region", ("EMEA",)),))
    accounts.add(found[1], "Emma", QUICK.hash("a long password"), rights, NOW)
    return found


@pytest.fixture
def store(made: Both) -> AppStore:
    with made[1].write() as session:
        session.execute(delete(Alert))
        session.execute(delete(Sent))
    return made[1]


@pytest.fixture
def alerts(store: AppStore, settings: Settings) -> Alerts:
    return Alerts(Store(settings.place()[1]), store, ADDRESS, "/", lambda: AT)


def watch(
    store: AppStore,
    query: str,
    *conditions: str,
    who: str = "the analyst",
    people: str = "",
    name: str = "Mine",
) -> int:
    by = Change(again(store, who), NOW, "10.0.0.1")
    what = What("loyalty", query, "nps")
    return changed.make(store, by, what, Wanted(name, conditions, people), YEARS_AGO)


def of(store: AppStore, who: str = "the analyst") -> Kept:
    (found,) = alerts_of(store, again(store, who).account or 0)
    return found


def fell(snapshot: Snapshot, asked: Watched, _: date) -> Judged:
    """As if NPS had fallen in October."""
    return Judged((FELL,), {}, FELL.period)


def test_each_figure_is_that_of_the_json_of_the_link(
    made: Both, store: AppStore, alerts: Alerts
) -> None:
    watch(store, "grain=month&region=EMEA", "change", "target", "answers")
    count = alerts.judge_all(DATA, ())
    assert alerts.judge_all(DATA, ()) == 0
    assert alerts.judge_all(replace(DATA, version="newest"), ()) == 0
    browser, found = person(made, "the analyst"), of(store)
    assert (found.judged_to, found.version, found.problem) == (date(2026, 10, 1), "newest", "")
    with store.read() as session:
        items = news_of(session, again(store, "the analyst"))
    assert len(items) == count > 0
    for item in items:
        told = of_json(item.said)
        assert told.news
        path, _, query = told.about.link.partition("#")[0].removeprefix(ADDRESS).partition("?")
        rows = browser.get(f"/api{path}?{query}").get_json()["panels"]["trend"]["rows"]
        (row,) = [one for one in rows if one["period"] == told.news.period.isoformat()]
        assert (row["value"], row["n"]) == (pytest.approx(told.news.value), told.news.n)


def test_it_is_judged_and_told_as_its_owner_sees_the_data(
    store: AppStore, alerts: Alerts, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[Snapshot]()

    def judge(snapshot: Snapshot, asked: Watched, today: date) -> Judged:
        seen.append(snapshot)
        return fell(snapshot, asked, today)

    monkeypatch.setattr(judging, "judge", judge)
    watch(store, "region=EMEA", "change", who="Emma", people="Emma emma@example.org")
    assert alerts.judge_all(DATA, KINDS) == 1
    region = seen[0].catalog.dimension("region")
    assert region and region.levels == ("EMEA",)
    # A level of others in the link is no level here: it is not judged as if it were not there.
    changed.remove(store, Change(again(store, "Emma"), NOW, ""), of(store, "Emma").number)
    watch(store, "region=APAC", "change", who="Emma")
    assert alerts.judge_all(DATA, KINDS) == 0
    problem = of(store, "Emma").problem
    assert "no longer what it was" in problem and "APAC" not in problem
    assert len(seen) == 1


def test_mail_and_channels_get_what_was_told(
    store: AppStore, alerts: Alerts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "judge", fell)
    people, name = "the viewer vic@example.org", "A “B” <!channel>"
    number = watch(store, "region=EMEA", "change", people=people, name=name)
    by = Change(again(store, "the analyst"), NOW, "10.0.0.1")
    with mail_server() as box, receiver() as there:
        for kind in Kind:
            changed.add_channel(store, by, number, kind, there.url)
        assert alerts.judge_all(DATA, KINDS) == 1
        post = Post(box.server)
        mails = AlertMails(alerts.written, Mailing(post, "cx@example.org"))
        posts = AlertPosts(alerts.prepared, partial(send, hosts=there.hosts))
        runner = Runner(store, [mails, posts])
        assert [runner.round(DATA) for _ in range(2)] == [4, 0]
        post.close()
    text, html = parts_of(box.got[0])
    ended = box.got[0]["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    assert person_of(store.secret, ended, "alert") == of(store).people[0].number
    assert person_of(store.secret, ended, DIGEST) is None
    for words in (text, html):
        assert "−12" in words and "1,312" in words
    assert "<!channel>" in text and "<!channel>" not in html
    bodies = [json.loads(one.body) for one in there.got]
    assert all("−12" in one.body.decode() or "-12" in one.body.decode() for one in there.got)
    assert "<!channel>" not in json.dumps(bodies[0])
    assert there.got[2].headers["webhook-id"] == bodies[2]["id"]
    assert there.got[2].headers["webhook-signature"].startswith("v1,")


def test_a_test_says_that_it_is_one(store: AppStore, alerts: Alerts) -> None:
    from server.sending.alerts import Wanted as ToSend

    watch(store, "region=EMEA", "change", people="the viewer vic@example.org")
    kept = of(store)
    said = alerts.written(ToSend(kept, again(store, "the analyst"), None), kept.people[0])
    assert "this is a test" in said.text.lower()
    assert re.search(rf"{ADDRESS}/loyalty\?\S*region=EMEA", said.text)


def test_what_can_not_be_judged_says_why_and_holds_up_no_other(
    store: AppStore, alerts: Alerts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(snapshot: Snapshot, asked: Watched, today: date) -> Judged:
        if asked.view.levels("region") == ("EMEA",):
            raise ValueError("secret")
        return fell(snapshot, asked, today)

    monkeypatch.setattr(judging, "judge", judge)
    watch(store, "region=EMEA", "change", who="Emma")
    watch(store, "region=APAC", "change")
    assert alerts.judge_all(DATA, ()) == 1
    assert of(store, "Emma").problem == "It could not be judged; the log says why."
    accounts.set_disabled(store, "Emma", True, NOW)
    later = replace(alerts, clock=lambda: AT + timedelta(hours=2))
    assert later.judge_all(DATA, ()) == 0
    accounts.set_disabled(store, "Emma", False, NOW)
    assert "may no longer take figures away" in of(store, "Emma").problem


def test_a_look_starts_the_process_where_new_data_are_to_be_judged(
    store: AppStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, data = list[str](), Store(settings.place()[1])
    look(store, data, (), lambda: started.append("before"))
    assert started == []
    watch(store, "", "change")
    look(store, data, (), lambda: started.append("after"))
    assert started == ["after"]
    monkeypatch.setattr(judging, "judge", fell)
    monkeypatch.setattr(process, "configure", lambda: None)
    monkeypatch.setattr("os.nice", lambda _: 0)
    given = {name: getattr(settings, name) for name in ("mapping", "folder")}
    more = {"access": "accounts", "store": str(store.url)}
    assert process.main(Settings.model_validate({**given, **more})) == 0
    assert of(store).judged_to == FELL.period
    look(store, data, (), lambda: started.append("again"))
    assert started == ["after"]
    assert process.main(Settings.model_validate({**given, "access": "open"})) == 2
