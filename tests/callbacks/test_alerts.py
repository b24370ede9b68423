"""The page of alerts through its forms, the feed, and the link that ends mail."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from access.alerts.kept import Kept, alerts_of
from access.alerts.told import ALERT, CHANNEL, Looked, Told, note_judged
from access.reader import Reader
from access.rights import Role
from exports.alerts.told import as_json
from server.sending.unsubscribe import token_of as unsubscribe_token
from settings import Settings
from store.alert_tables import Alert, AlertChannel, AlertFeed
from store.app_store import AppStore
from store.mail_tables import Sent
from store.tables import Account
from tests.access.test_alerts import again
from tests.callbacks.test_saved_views import save
from tests.exports.alerts.news import told
from tests.server.noting import limited
from tests.server.people import log_in, token_of, with_accounts
from tests.server.sharing import opened, person, place_of, share

Both = tuple[Dash, AppStore]
SENDS = {
    "smtp": "smtp://mail.example.org",
    "mail_from": "cx@example.org",
    "public_address": "https://cx.example.org",
    "outgoing_hosts": "hooks.example.org",
}
HOOK = "https://hooks.example.org/services/unguessable"


@pytest.fixture(scope="module")
def made(settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"), **SENDS)


@pytest.fixture
def both(made: Both) -> Both:
    with made[1].write() as session:
        for table in (Alert, AlertFeed, Sent):
            session.execute(delete(table))
    return made


def press(browser: FlaskClient, do: str, root: str = "/", /, **said: object) -> TestResponse:
    fields = {
        "name": "NPS of EMEA",
        "view": "/loyalty?region=EMEA",
        "metric": "nps",
        "condition": ["change"],
        "people": "the analyst ann@example.org",
    }
    token = token_of(browser.get(f"{root}alerts"))
    return browser.post(f"{root}alerts", data={**fields, "do": do, "csrf_token": token, **said})


def test_who_may_send_finds_the_way_there_on_every_page(both: Both) -> None:
    ways = [
        f'<a class="cx-own" href="/{one.lower()}">{one}</a>' for one in ("Subscriptions", "Alerts")
    ]
    for name, found in (("the analyst", True), ("the viewer", False)):
        page = person(both, name).get("/loyalty").text
        assert [way in page for way in ways] == [found, found]
    place = place_of(opened(person(both, "the viewer"), share(person(both), "/loyalty")))
    assert "Alerts" not in person(both).get(f"{place}loyalty").text


def test_links_are_below_the_prefix(settings: Settings, sample_file: Path, tmp_path: Path) -> None:
    below = with_accounts(settings, tmp_path, prefix="/cx/", **SENDS)
    analyst = below[0].server.test_client()
    log_in(analyst, "the analyst", root="/cx/")
    assert press(analyst, "made", "/cx/").status_code == 303
    page = analyst.get("/cx/alerts?view=/loyalty?region=EMEA").text
    links = re.findall(r'(?:href|action)="(/[^"]*)"', page)
    assert [one for one in links if not one.startswith("/cx/")] == []
    assert links.count("/cx/loyalty?region=EMEA") == 2  # of the alert, and of what may be watched


def test_a_condition_that_the_figure_has_not_is_refused_as_it_is_changed(both: Both) -> None:
    analyst = person(both)
    press(analyst, "made", view="/service", metric="tickets_opened")
    number = str(one(both[1]).number)
    answer = press(analyst, "changed", number=number, condition=["change", "answers"])
    assert (answer.status_code, "can&#39;t be watched" in answer.text) == (400, True)
    assert one(both[1]).conditions == ("change",)


def test_saved_views_of_others_tell_no_level_that_one_does_not_see(both: Both) -> None:
    save(person(both, "the editor"), "/loyalty?region=EMEA", "Theirs", audience="company")
    page = limited(both, "Ola", (("region", ("APAC",)),), Role.ANALYST).get("/alerts").text
    assert "Theirs" in page
    assert "EMEA" not in page
    assert "EMEA" in person(both, "the analyst").get("/alerts").text


def owner(store: AppStore) -> Reader:
    return again(store, "the analyst")


def one(store: AppStore) -> Kept:
    (found,) = alerts_of(store, owner(store).account or 0)
    return found


def tell(store: AppStore) -> Told:
    """A change began, as a look would have kept it."""
    said = told(name=one(store).name)
    news = Told("change began 2026-10-01", "NPS fell beyond noise", as_json(said))
    states = {"change": {"direction": -1, "since": "2026-10-01", "level": None}}
    judged = Looked(owner(store), states, date(2026, 10, 1), "v", [news])
    assert note_judged(store, one(store), judged, datetime.now(UTC), (ALERT, CHANNEL))
    return news


def test_sharing_leads_to_an_alert_on_the_same_view(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    view = "/loyalty?region=EMEA&plan=Enterprise&grain=week"
    form = browser.get("/links/new", query_string={"view": view}).text
    (link,) = re.findall(r'href="(/alerts\?[^"]+)"', unescape(form))
    page = unescape(browser.get(link).text)
    assert "about one false alarm in two years" in page.lower()
    (view,) = re.findall(r'name="view" value="([^"]+)"', page)
    assert '<option value="nps" selected>' in page
    assert press(browser, "made", view=view).headers["Location"] == "/alerts?done=made"
    found = one(store)
    assert (found.page, found.metric, found.conditions) == ("loyalty", "nps", ("change",))
    assert {*found.query.split("&")} >= {"region=EMEA", "plan=Enterprise", "grain=week"}
    # The sample company's data end on 31 October 2026, a Saturday.
    assert found.judged_to == date(2026, 10, 19)
    assert "NPS by week · quiet" in browser.get("/alerts").text


def test_changed_paused_and_removed(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    press(browser, "made")
    number = one(store).number
    press(browser, "changed", number=number, condition=["data", "change", "nonsense"], people="")
    found = one(store)
    assert (found.conditions, found.people) == (("change", "data"), ())
    press(browser, "paused", number=number)
    assert "· paused" in browser.get("/alerts").text
    press(browser, "on", number=number)
    assert not one(store).paused
    tell(store)
    page = unescape(browser.get("/alerts").text)
    assert "since 1 Oct 2026: NPS lower than before" in page
    assert "NPS of EMEA: NPS fell beyond noise" in page
    assert "NPS fell" not in person(both, "the editor").get("/alerts").text
    for do in ("changed", "paused", "on", "removed", "test", "channel", "channel-off"):
        answer = press(person(both, "the administrator"), do, number=number, kind="slack", url=HOOK)
        assert answer.status_code == 404, do
    press(browser, "removed", number=number)
    with store.read() as session:
        assert session.scalars(select(Alert)).all() == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"people": "nobody n@x.org"}, "There is no account “nobody”"),
        ({"people": "the agent a@x.org"}, "There is no account “the agent”"),
        ({"condition": []}, "one condition at least"),
        ({"condition": ["target"], "metric": "sentiment"}, "can't be watched for"),
        ({"metric": "nothing"}, "Choose a figure"),
        ({"kind": "slack", "url": "http://hooks.example.org/x"}, "Only https"),
        ({"kind": "slack", "url": "https://127.0.0.1/x"}, "is no number"),
        ({"kind": "slack", "url": "https://other.example.org/x"}, "not among the hosts"),
    ],
)
def test_what_can_not_be_taken_stands_in_the_form_again(
    both: Both, wrong: dict[str, object], why: str
) -> None:
    browser = person(both, "the analyst")
    answer = press(browser, "made", **{"name": "Mine", "condition": ["data"], **wrong})
    page = unescape(answer.text)
    assert (answer.status_code, why in page) == (400, True), page
    assert 'value="Mine"' in page and 'name="view" value="/loyalty?region=EMEA' in page
    assert f'value="{wrong.get("url", "")}"' in page
    ticked = re.findall(r'name="condition" value="(\w+)" checked', page)
    assert ticked == wrong.get("condition", ["data"])
    with both[1].read() as session:
        assert session.scalars(select(Alert)).all() == []


def test_secrets_are_shown_once_or_never(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    answer = press(browser, "made", kind="webhook", url=HOOK)
    (secret,) = re.findall(r'value="(whsec_[^"]+)"', unescape(answer.text))
    with store.read() as session:
        assert session.scalars(select(AlertChannel.secret)).one() == secret
    press(browser, "channel", number=one(store).number, kind="slack", url=HOOK)
    page = browser.get("/alerts").text
    assert "webhook) at hooks.example.org" in page and "Slack at hooks.example.org" in page
    assert "unguessable" not in page and secret not in unescape(page)
    wrong = press(browser, "channel", number=one(store).number, kind="teams", url="http://typed")
    assert (wrong.status_code, 'value="http://typed"' in wrong.text) == (400, True)
    assert "unguessable" not in answer.text
    audit = person(both, "the administrator").get("/api/audit.csv").text
    assert "webhook at hooks.example.org" in audit and "unguessable" not in audit
    press(browser, "channel-off", number=one(store).number, channel=one(store).channels[0].number)
    assert [place.kind for place in one(store).channels] == ["slack"]


def test_a_test_goes_to_oneself_and_the_channels(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    people = "the analyst ann@example.org\nthe editor ed@example.org"
    press(browser, "made", people=people, kind="slack", url=HOOK)
    assert press(browser, "test", number=one(store).number).status_code == 303
    with store.read() as session:
        rows = {(each.kind, each.address) for each in session.scalars(select(Sent))}
    assert rows == {(ALERT, "ann@example.org"), (CHANNEL, "hooks.example.org")}
    assert "waiting" in browser.get("/alerts").text
    press(browser, "removed", number=one(store).number)
    press(browser, "made", people="")
    answer = press(browser, "test", number=one(store).number)
    assert (answer.status_code, "nowhere to go" in answer.text) == (400, True)


def test_a_feed_of_ones_own_alerts(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    press(browser, "made")
    tell(store)
    stranger = both[0].server.test_client()

    def address() -> str:
        found = re.search(r'value="http://localhost(/feeds/[^"]+)"', press(browser, "feed").text)
        assert found
        return found[1]

    first = address()
    answer = stranger.get(first)
    assert answer.mimetype == "application/atom+xml"
    (entry,) = fromstring(answer.text).findall("{http://www.w3.org/2005/Atom}entry")
    assert (entry.findtext("{http://www.w3.org/2005/Atom}title") or "").startswith("NPS of EMEA: ")
    (here,) = fromstring(answer.text).findall("{http://www.w3.org/2005/Atom}id")
    assert here.text == "https://cx.example.org/alerts"
    assert first not in browser.get("/alerts").text
    second = address()
    assert [stranger.get(each).status_code for each in (first, second)] == [404, 200]
    assert stranger.post(second).status_code in (401, 405)
    press(browser, "feed-off")
    assert stranger.get(second).status_code == 404


def test_a_link_ends_mail_by_a_post_alone(both: Both) -> None:
    store, stranger = both[1], both[0].server.test_client()
    press(person(both, "the analyst"), "made")
    place = one(store).people[0].number
    path = f"/unsubscribe/{unsubscribe_token(store.secret, place, ALERT)}"
    assert stranger.get(path).status_code == 200 and one(store).people
    assert stranger.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert one(store).people == ()
    assert stranger.post(path).status_code == 200


def test_names_are_text_wherever_they_stand(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    name = '<script>alert(1)</script> {{ 7*7 }} "{figure}" <!channel>'
    press(browser, "made", name=name)
    tell(store)
    page = browser.get("/alerts").text
    assert "<script>alert" not in page and "<!channel>" not in page
    assert name in unescape(page)


def test_what_is_not_set_up_is_told(settings: Settings, sample_file: Path, tmp_path: Path) -> None:
    app, store = with_accounts(settings, tmp_path)
    browser = person((app, store), "the analyst")
    page = browser.get("/alerts").text
    assert "CXLENS_SMTP" in page and "CXLENS_OUTGOING_HOSTS" in page and 'name="url"' not in page
    answer = press(browser, "made", kind="slack", url=HOOK)
    assert (answer.status_code, "no host is allowed" in answer.text) == (400, True)
    with store.read() as session:
        assert session.scalars(select(Account)).all() and not session.scalars(select(Alert)).all()
