"""In and out: where a log-in leads, what the page says, and what is answered when it is over."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import update

from access import accounts
from access.limits import OF_PAIR
from access.log_in import WRONG
from access.rights import Role
from access.sessions import IDLE
from callbacks.log_in_page import local
from settings import Settings
from store.app_store import AppStore
from store.tables import StoredSession
from tests.access.people import NOW, PASSWORD, QUICK
from tests.callbacks.client import UPDATE, Shown, body_of
from tests.server.people import dash_header, log_in, token_of, with_accounts


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"))


@pytest.fixture
def store(both: tuple[Dash, AppStore]) -> AppStore:
    return both[1]


@pytest.fixture
def browser(both: tuple[Dash, AppStore]) -> FlaskClient:
    found: FlaskClient = both[0].server.test_client()
    return found


def shown(browser: FlaskClient, link: str) -> Shown:
    """Open a link as somebody who is logged in."""
    browser.get(link)
    path, mark, query = link.partition("?")
    body = body_of(browser, path, mark + query)
    response = browser.post(UPDATE, json=body, headers=dash_header(browser))
    assert response.status_code == 200, response.text[:300]
    return Shown(response, response.get_json()["response"]["answer"]["data"])


def test_from_a_link_through_the_log_in_back_to_it(browser: FlaskClient) -> None:
    link = "/loyalty?region=EMEA&period=2026-01-01:2026-03-31&x=%C3%A9+a%26b"
    led = browser.get(link)
    page = browser.get(led.headers["Location"])
    assert "<h1>Log in</h1>" in page.text
    form = {"csrf_token": token_of(page), "name": "the viewer", "password": PASSWORD}
    done = browser.post("/log-in", data=form | {"next": link})
    assert (done.status_code, done.headers["Location"]) == (303, link)
    assert browser.get(link).status_code == 200


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "/%2Fevil",
        "javascript:alert(1)", " //evil.example", "/\t/evil.example", "/\n/evil", "///evil.example",
        "/log-out", "/admin/reload", "/api/overview", "/nowhere", "evil.example", "/../other",
        "/overview/../../other", "/overview\r\nSet-Cookie: a=b", "@evil.example", "/overview@evil",
        "",
    ],
)  # fmt: skip
def test_a_link_leads_to_a_page_of_ours_or_to_the_first_one(evil: str) -> None:
    assert local(evil, "/") == "/"
    assert local(evil, "/cx/") == "/cx/"


@pytest.mark.parametrize(
    ("wanted", "to"),
    [
        ("/", "/cx/"),
        ("/loyalty", "/cx/loyalty"),
        ("/loyalty?a=b&c=d+e", "/cx/loyalty?a=b&c=d+e"),
        ("//loyalty", "/cx/loyalty"),
        ("/loyalty/", "/cx/loyalty"),
        ("/loyalty?x=//evil.example", "/cx/loyalty?x=//evil.example"),
        ("/loyalty?x=\r\nSet-Cookie: a=b", "/cx/loyalty?x=%0D%0ASet-Cookie:%20a=b"),
        ("/loyalty?x=é\\", "/cx/loyalty?x=%C3%A9%5C"),
    ],
)
def test_what_is_kept_of_a_link(wanted: str, to: str) -> None:
    assert local(wanted, "/cx/") == to


def test_the_link_is_not_in_the_log(browser: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    led = browser.get("/customer?customer_id=secret-id")
    with caplog.at_level("INFO", "cxlens.request"):
        browser.get(led.headers["Location"])
    assert "secret-id" not in str([vars(record) for record in caplog.records])


def test_a_wrong_password_says_so_and_keeps_name_and_link(browser: FlaskClient) -> None:
    page = log_in(browser, '"><script>the viewer', "wrong", wanted="/loyalty")
    assert page.status_code == 401
    assert WRONG in page.text
    assert "<script>the" not in page.text
    assert 'value="&#34;&gt;&lt;script&gt;the viewer"' in page.text
    assert 'name="next" value="/loyalty"' in page.text
    assert "wrong" not in page.text


def test_who_fails_too_often_is_told_until_when(both: tuple[Dash, AppStore]) -> None:
    client = both[0].server.test_client()
    client.environ_base = {"REMOTE_ADDR": "10.3.3.3"}
    for _ in range(OF_PAIR):
        assert log_in(client, "the editor", "wrong").status_code == 401
    held = log_in(client, "the editor")
    assert held.status_code == 429
    assert 880 <= int(held.headers["Retry-After"]) <= 900
    assert "Try again in 15 minutes" in held.text
    client.environ_base = {"REMOTE_ADDR": "10.3.3.4"}
    assert log_in(client, "the editor").status_code == 303


def test_the_client_that_a_proxy_names_is_the_one_that_waits(both: tuple[Dash, AppStore]) -> None:
    client = both[0].server.test_client()
    for _ in range(OF_PAIR + 1):
        client.environ_base = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.4.4.4"}
        last = log_in(client, "the editor", "wrong")
    assert last.status_code == 429
    client.environ_base = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.4.4.5"}
    assert log_in(client, "the editor").status_code == 303


def test_who_is_logged_in_stands_in_the_frame_and_can_log_out(browser: FlaskClient) -> None:
    log_in(browser, "the viewer")
    page = browser.get("/loyalty")
    assert '<span class="cx-quiet">the viewer</span>' in page.text
    other_tab = browser.get("/log-in")
    assert "<h1>You are logged in as the viewer</h1>" in other_tab.text
    out = browser.post("/log-out", data={"csrf_token": token_of(page)})
    assert (out.status_code, out.headers["Location"]) == (303, "/log-in")
    assert "<h1>Log in</h1>" in browser.get("/log-in").text
    # The other tab: its form is older than the log-out, and is told so.
    again = browser.post("/log-out", data={"csrf_token": token_of(other_tab)})
    assert again.headers["Location"] == "/log-in?stale=yes"
    assert browser.get("/loyalty").status_code == 302


def test_an_open_dashboard_says_nothing_of_log_ins(client: FlaskClient) -> None:
    page = client.get("/")
    assert "Log out" not in page.text
    assert page.headers.getlist("Set-Cookie") == []
    assert client.get("/log-in").status_code == 404
    assert client.get("/api/audit.csv").status_code == 404


def test_a_session_that_is_over_is_told_so(browser: FlaskClient, store: AppStore) -> None:
    log_in(browser, "the viewer")
    browser.get("/loyalty")
    body, header = body_of(browser, "/loyalty", ""), dash_header(browser)
    with store.write() as session:
        over = datetime.now(UTC) - IDLE - timedelta(seconds=1)
        session.execute(update(StoredSession).values(seen_at=over))
    refused = browser.post(UPDATE, json=body, headers=header)
    assert refused.status_code == 401
    assert refused.get_json()["log_in"] == "/log-in"
    assert browser.get("/loyalty").headers["Location"] == "/log-in?next=/loyalty"
    assert log_in(browser, "the viewer").status_code == 303


def test_a_disabled_account_is_out_at_once(browser: FlaskClient, store: AppStore) -> None:
    accounts.add(store, "leaver", QUICK.hash(PASSWORD), accounts.Changes(), NOW)
    log_in(browser, "leaver")
    assert browser.get("/loyalty").status_code == 200
    accounts.set_disabled(store, "leaver", True, NOW)
    assert browser.get("/loyalty").status_code == 302
    assert log_in(browser, "leaver").status_code == 401


def test_who_is_limited_to_some_rows_knows_of_no_others(
    browser: FlaskClient, store: AppStore
) -> None:
    limited = accounts.Changes(Role.ANALYST, (("region", ("Oceania",)),))
    accounts.add(store, "limited", QUICK.hash(PASSWORD), limited, NOW)
    log_in(browser, "limited")
    for path in ("/loyalty?by=region", "/_dash-layout", "/api/levels/region", "/api/data"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "Latin America" not in answer.text
    told = browser.get("/api/levels/region").get_json()
    assert told["levels"] == ["Oceania", "(not stated)"]


def test_a_viewer_has_no_comments_no_files_and_no_examples(both: tuple[Dash, AppStore]) -> None:
    seen: dict[str, tuple[bool, ...]] = {}
    for name in ("the viewer", "the analyst", "the viewer"):  # and back: nothing is mixed up
        browser = both[0].server.test_client()
        log_in(browser, name)
        pages = {page: shown(browser, f"/{page}") for page in ("loyalty", "data", "touchpoints")}
        words = {page: one.text("content") for page, one in pages.items()}
        links = [href for one in pages.values() for href in one.part("content").hrefs]
        first = browser.get("/loyalty").text
        found = (
            "Newest comments" in words["loyalty"],
            any(".csv" in href for href in links),
            any("customer?" in href for href in links),
            ".csv" in first,
            "Newest comments" in first,
        )
        assert seen.setdefault(name, found) == found
    assert seen["the viewer"] == (False, False, False, False, False)
    assert seen["the analyst"][:2] == (True, True)
    assert seen["the analyst"][3:] == (True, True)


def test_the_page_of_a_customer_is_not_there_for_a_viewer(both: tuple[Dash, AppStore]) -> None:
    browser = both[0].server.test_client()
    log_in(browser, "the viewer")
    told = shown(browser, "/customer?customer_id=C00001")
    assert "These data have nothing to show on “Customer”" in told.text("notices")
    assert told.answer["page"] == "overview"
    assert "C00001" not in told.text("content")
    other = both[0].server.test_client()
    log_in(other, "the analyst")
    assert shown(other, "/customer?customer_id=C00001").answer["page"] == "customer"


def test_administrators_take_the_audit_log(browser: FlaskClient) -> None:
    log_in(browser, "the administrator")
    answer = browser.get("/api/audit.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=audit.csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert list(rows[0]) == ["id", "at", "who", "event", "about", "address"]
    assert rows[0]["event"] == "account added"
    assert (rows[-1]["who"], rows[-1]["event"]) == ("the administrator", "audit log taken")
    assert [int(row["id"]) for row in rows] == sorted(int(row["id"]) for row in rows)
    assert PASSWORD not in answer.text


def test_a_store_that_is_away_lets_nobody_in_and_nothing_is_lost(
    settings: Settings, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own: list[AppStore] = []  # of the app

    def kept(given: Settings) -> AppStore:
        own.append(AppStore(given.store_address()))
        return own[0]

    monkeypatch.setattr("app.store_of", kept)
    app, store = with_accounts(settings, tmp_path)
    store.close()
    browser = app.server.test_client()
    log_in(browser, "the viewer")
    form = token_of(browser.get("/loyalty"))
    body, header = body_of(browser, "/loyalty", ""), dash_header(browser)
    assert store.file
    away = store.file.with_name("away")
    for ending in ("", "-wal", "-shm"):
        beside = store.file.with_name(store.file.name + ending)
        if beside.exists():
            beside.rename(away.with_name(away.name + ending))
    own[0].close()
    answers = [
        browser.get("/loyalty"),
        browser.get("/api/overview"),
        browser.get("/log-in"),
        browser.get("/readyz"),
        browser.post(UPDATE, json=body, headers=header),
        browser.post("/log-out", data={"csrf_token": form}),
    ]
    for answer in answers:
        assert answer.status_code == 503
        assert "Log-ins can't be checked at the moment" in unescape(answer.text)
        assert str(tmp_path) not in answer.text
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/assets/favicon.svg").status_code == 200
    for beside in tmp_path.glob("away*"):
        beside.rename(tmp_path / beside.name.replace("away", "store.sqlite"))
    assert browser.post(UPDATE, json=body, headers=header).status_code == 200
    assert browser.get("/readyz").status_code == 200
