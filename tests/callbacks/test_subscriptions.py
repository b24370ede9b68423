"""The page of subscriptions through its forms, and the link that ends one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from access.sent.queue import note_failed, take
from server.sending.digests import DIGEST
from server.sending.unsubscribe import token_of as unsubscribe_token
from settings import Settings
from store.app_store import AppStore
from store.mail_tables import Sent, Subscription, SubscriptionPerson
from tests.server.people import token_of, with_accounts
from tests.server.sharing import person

Both = tuple[Dash, AppStore]
MAIL = {
    "smtp": "smtp://mail.example.org",
    "mail_from": "cx@example.org",
    "public_address": "https://cx.example.org",
}


@pytest.fixture(scope="module")
def made(settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"), **MAIL)


@pytest.fixture
def both(made: Both) -> Both:
    with made[1].write() as session:
        session.execute(delete(Subscription))
        session.execute(delete(Sent))
    return made


def press(browser: FlaskClient, do: str, **said: object) -> TestResponse:
    fields = {
        "name": "Mornings",
        "view": "/loyalty?region=EMEA",
        "rhythm": "daily",
        "at": "07:00",
        "people": "the analyst ann@example.org",
    }
    token = token_of(browser.get("/subscriptions"))
    return browser.post("/subscriptions", data={**fields, "do": do, "csrf_token": token, **said})


def one(store: AppStore) -> Subscription:
    with store.read() as session:
        return session.scalars(select(Subscription)).one()


def test_sharing_leads_to_a_subscription_of_the_same_view(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    form = browser.get(
        "/links/new", query_string={"view": "/loyalty?region=EMEA&plan=Enterprise"}
    ).text
    (link,) = re.findall(r'href="(/subscriptions\?[^"]+)"', unescape(form))
    (view,) = re.findall(r'name="view" value="([^"]+)"', unescape(browser.get(link).text))
    assert press(browser, "made", view=view).status_code == 303
    kept = one(store)
    assert kept.page == "loyalty"
    assert {*kept.query.split("&")} >= {"region=EMEA", "plan=Enterprise"}


def test_what_can_not_be_taken_stands_in_the_form_again(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    typed = {"name": "Evenings", "rhythm": "monthly", "at": "18:30", "people": "nobody n@x.org"}
    page = unescape(press(browser, "made", **typed).text)
    assert "There is no account “nobody”" in page
    for words in (
        'value="Evenings"',
        'value="monthly" selected',
        'value="18:30"',
        ">nobody n@x.org<",
    ):
        assert words in page
    press(browser, "made")
    page = unescape(press(browser, "changed", number=one(store).id, **typed).text)
    own, new = page.split("<h2>Subscribe</h2>")
    assert "<details open>" in own and ">nobody n@x.org<" in own and "nobody" not in new
    assert one(store).name == "Mornings"


def test_made_changed_paused_and_removed(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    assert press(browser, "made").headers["Location"] == "/subscriptions?done=made"
    kept = one(store)
    assert (kept.page, kept.query, kept.paused) == ("loyalty", "region=EMEA", False)
    page = unescape(browser.get("/subscriptions?done=made").text)
    assert "Loyalty · daily, at 07:00" in page
    assert "The subscription is made" in page
    people = "the analyst ann@example.org\nthe viewer vic@example.org"
    press(browser, "changed", number=kept.id, rhythm="new data", people=people)
    assert one(store).rhythm == "new data"
    press(browser, "paused", number=kept.id)
    assert one(store).paused
    assert "· paused" in browser.get("/subscriptions").text
    press(browser, "on", number=kept.id)
    assert not one(store).paused
    press(browser, "removed", number=kept.id)
    with store.read() as session:
        assert session.scalars(select(SubscriptionPerson)).all() == []


def test_what_is_wrong_is_told_and_nothing_kept(both: Both) -> None:
    browser = person(both, "the analyst")
    answer = press(browser, "made", people="nobody n@example.org")
    assert answer.status_code == 400
    assert "There is no account “nobody”" in unescape(answer.text)
    for wrong in ({"rhythm": "hourly"}, {"at": "25:00"}):
        assert press(browser, "made", **wrong).status_code == 400
    with both[1].read() as session:
        assert session.scalars(select(Subscription)).all() == []


def test_nobody_changes_what_is_another_ones(both: Both) -> None:
    press(person(both, "the analyst"), "made")
    number = one(both[1]).id
    other = person(both, "the administrator")
    for do in ("changed", "paused", "removed"):
        assert press(other, do, number=number).status_code == 404
    assert one(both[1]).name == "Mornings"


def test_a_test_goes_to_oneself_and_what_came_of_it_is_told(both: Both) -> None:
    browser, store = person(both, "the analyst"), both[1]
    press(browser, "made")
    number = one(store).id
    assert press(browser, "test", number=number).status_code == 303
    with store.read() as session:
        (sent,) = session.scalars(select(Sent)).all()
    assert (sent.address, sent.state) == ("ann@example.org", "waiting")
    now = datetime.now(UTC)
    assert take(store, sent.id, now)
    note_failed(store, sent.id, "The mail server said no.", now, again=False)
    for who in ("the analyst", "the administrator"):
        page = person(both, who).get("/subscriptions").text
        assert "given up" in page and "The mail server said no." in page
    assert "said no" not in person(both, "the editor").get("/subscriptions").text
    press(browser, "changed", number=number, people="the viewer vic@example.org")
    answer = press(browser, "test", number=number)
    assert (answer.status_code, "not among its people" in answer.text) == (400, True)


def test_a_link_ends_it_by_a_post_alone(both: Both) -> None:
    press(person(both, "the analyst"), "made")
    store, stranger = both[1], both[0].server.test_client()
    with store.read() as session:
        number = session.scalars(select(SubscriptionPerson.id)).one()
    path = f"/unsubscribe/{unsubscribe_token(store.secret, number, DIGEST)}"

    def there() -> bool:
        with store.read() as session:
            return session.get(SubscriptionPerson, number) is not None

    page = stranger.get(path)
    assert page.status_code == 200 and "<form" in page.text and there()
    assert stranger.post(f"{path[:-1]}").status_code == 404 and there()
    answer = stranger.post(path, data={"List-Unsubscribe": "One-Click"})  # as RFC 8058 has it
    assert answer.status_code == 200 and not there()
    assert stranger.post(path).status_code == 200


def test_without_a_mail_server_the_page_says_what_to_set(
    settings: Settings, sample_file: Path, tmp_path: Path
) -> None:
    page = person(with_accounts(settings, tmp_path), "the analyst").get("/subscriptions").text
    assert "CXLENS_SMTP" in page and "CXLENS_PUBLIC_ADDRESS" in page
