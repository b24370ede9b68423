"""No foreign page sends our forms or asks our callbacks; a log-in has cookies as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access import accounts
from access.accounts import Changes
from access.rights import Role
from settings import Settings
from store.app_store import AppStore
from tests.access.people import NOW, PASSWORD
from tests.callbacks.client import UPDATE, body_of
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


def test_a_callback_needs_the_token_of_its_session(
    browser: FlaskClient, both: tuple[Dash, AppStore]
) -> None:
    log_in(browser, "the viewer")
    browser.get("/loyalty")
    body = body_of(browser, "/loyalty", "")
    assert browser.post(UPDATE, json=body, headers=dash_header(browser)).status_code == 200
    other = both[0].server.test_client()
    log_in(other, "the administrator")
    other.get("/")
    for header in (
        {},
        {"X-CSRFToken": ""},
        {"X-CSRFToken": "x"},
        dash_header(other),
        {"X-CSRFToken": dash_header(browser)["X-CSRFToken"][:-1]},
    ):
        refused = browser.post(UPDATE, json=body, headers=header)
        assert refused.status_code == 401
        assert refused.get_json() == {
            "errors": ["This page is older than the log-in of this browser. Load it anew."],
            "log_in": "/log-in",
        }


def test_a_token_holds_as_long_as_the_session(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(browser, "the viewer")
    browser.get("/loyalty")
    body, header = body_of(browser, "/loyalty", ""), dash_header(browser)
    monkeypatch.setattr(
        "itsdangerous.timed.TimestampSigner.get_timestamp", lambda _: 99_999_999_999
    )
    assert browser.post(UPDATE, json=body, headers=header).status_code == 200


@pytest.mark.parametrize("token", ["", "x", None])
def test_a_form_without_its_token_logs_nobody_in_or_out(
    browser: FlaskClient, token: str | None
) -> None:
    form = {"name": "the viewer", "password": PASSWORD} | ({"csrf_token": token} if token else {})
    refused = browser.post("/log-in", data=form)
    assert (refused.status_code, refused.headers["Location"]) == (303, "/log-in?stale=yes")
    assert browser.get("/").status_code == 302
    again = browser.get("/log-in?stale=yes")
    assert "This form was older than the log-in of this browser, or cookies" in again.text
    log_in(browser, "the viewer")
    refused = browser.post("/log-out", data={"csrf_token": token or ""})
    assert (refused.status_code, refused.headers["Location"]) == (303, "/log-in?stale=yes")
    assert browser.get("/").status_code == 200


def test_a_form_of_another_browser_logs_nobody_in(
    browser: FlaskClient, both: tuple[Dash, AppStore]
) -> None:
    foreign = token_of(both[0].server.test_client().get("/log-in"))
    browser.get("/log-in")
    form = {"csrf_token": foreign, "name": "the viewer", "password": PASSWORD}
    assert browser.post("/log-in", data=form).headers["Location"] == "/log-in?stale=yes"
    assert browser.get("/").status_code == 302


def test_the_cookies_are_out_of_reach(browser: FlaskClient) -> None:
    browser.get("/log-in")
    done = log_in(browser, "the viewer")
    set_now = done.headers.getlist("Set-Cookie")
    by_name = {one.partition("=")[0]: one for one in set_now}
    assert set(by_name) == {"cxlens_session", "cxlens_known"}
    for one in set_now:
        assert "HttpOnly" in one
        assert "SameSite=Lax" in one
        assert "Path=/" in one
        assert "Domain" not in one
        assert "Secure" not in one
    assert "Max-Age" not in by_name["cxlens_session"]  # it goes with the browser
    page = browser.get("/")
    (token,) = page.headers.getlist("Set-Cookie")
    assert token.startswith("_csrf_token=")
    assert "HttpOnly" not in token  # Dash reads it
    assert PASSWORD not in str(set_now)


@pytest.mark.parametrize(
    ("peer", "scheme", "secure"),
    [
        ("127.0.0.1", "https", True),
        ("127.0.0.1", "http, https", True),  # the nearest proxy counts
        ("127.0.0.1", "https, http", False),
        ("127.0.0.1", "", False),
        ("10.0.0.7", "https", False),  # no proxy of ours
    ],
)
def test_cookies_are_for_tls_alone_where_a_proxy_of_ours_says_so(
    both: tuple[Dash, AppStore], peer: str, scheme: str, secure: bool
) -> None:
    client = both[0].server.test_client()
    client.environ_base = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_PROTO": scheme}
    cookies = client.get("/log-in").headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all(("Secure" in one) == secure for one in cookies)


def test_the_id_changes_at_the_log_in_and_that_of_before_opens_nothing(
    browser: FlaskClient, both: tuple[Dash, AppStore]
) -> None:
    browser.get("/log-in")
    planted = browser.get_cookie("cxlens_session")
    log_in(browser, "the viewer")
    own = browser.get_cookie("cxlens_session")
    assert planted
    assert own
    assert planted.value != own.value
    attacker = both[0].server.test_client()
    attacker.set_cookie("cxlens_session", planted.value)
    assert attacker.get("/").status_code == 302


def test_a_change_of_rights_brings_another_id_with_its_token(
    browser: FlaskClient, store: AppStore
) -> None:
    log_in(browser, "the viewer")
    browser.get("/loyalty")
    body, header = body_of(browser, "/loyalty", ""), dash_header(browser)
    old = browser.get_cookie("cxlens_session")
    assert browser.get("/api/overview").status_code == 403
    accounts.set_rights(store, "the viewer", Changes(Role.ANALYST), NOW)
    try:
        # What proxies keep, and the log-in, which has no use for it, bring none.
        for path in ("/_dash-component-suites/dash/dcc/async-graph.js", "/log-in"):
            with browser.get(path) as answer:
                assert answer.status_code == 200
                assert "cxlens_session" not in str(answer.headers)
        # The callback of a page that was loaded before; its token is of the old id.
        assert browser.post(UPDATE, json=body, headers=header).status_code == 200
        new = browser.get_cookie("cxlens_session")
        assert old
        assert new
        assert new.value != old.value
        assert dash_header(browser) != header
        assert browser.get("/api/overview").status_code == 200
        assert browser.post(UPDATE, json=body, headers=dash_header(browser)).status_code == 200
    finally:
        accounts.set_rights(store, "the viewer", Changes(Role.VIEWER), NOW)


def test_reload_has_its_own_token(settings: Settings, tmp_path: Path) -> None:
    app, _ = with_accounts(settings, tmp_path)
    answer = app.server.test_client().post("/admin/reload")
    assert answer.status_code == 404
    assert "CXLENS_RELOAD_TOKEN is unset" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/views/999", 404, "There is nothing here"),
        ("/links/999", 404, "There is nothing here"),
        ("/links/all", 403, "This is not open to you"),
        ("/notes/new", 403, "This is not open to you"),
        ("/themes/new", 403, "This is not open to you"),
    ],
)
def test_what_is_not_shown_leads_back(
    browser: FlaskClient, path: str, status: int, title: str
) -> None:
    """A page for people with the message and the dashboard, never a line of bare text."""
    log_in(browser, "the viewer")
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert f"<h1>{title}</h1>" in answer.text
    assert '<a href="/">Back to the dashboard</a>' in answer.text
