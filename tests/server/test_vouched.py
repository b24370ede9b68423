"""Who somebody is by headers of a proxy: of listed addresses, and of nobody else."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access import accounts
from access.audit import entries
from settings import Settings
from store.app_store import AppStore
from tests.access.people import NOW, PASSWORD
from tests.callbacks.client import UPDATE, body_of
from tests.server.people import dash_header, log_in, with_accounts

PROXY, OTHER = "10.0.0.5", "10.0.0.6"
GIVEN = {
    "log_in": "proxy",
    "identity_from": f"{PROXY}, fd00::/64",
    "groups": "cx-admins=administrator,cx-team=analyst,cx-all=viewer",
}
ANN = {"X-Forwarded-User": "ann", "X-Forwarded-Groups": "staff,cx-team"}


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("proxy"), "/cx/", **GIVEN)


@pytest.fixture
def client(both: tuple[Dash, AppStore]) -> FlaskClient:
    return at(both[0], PROXY)


def at(app: Dash, address: str) -> FlaskClient:
    found: FlaskClient = app.server.test_client()
    found.environ_base["REMOTE_ADDR"] = address
    return found


def test_whom_the_proxy_names_is_in_with_the_rights_of_their_groups(
    both: tuple[Dash, AppStore], client: FlaskClient
) -> None:
    page = client.get("/cx/loyalty", headers=ANN)
    assert page.status_code == 200
    assert '<span class="cx-quiet">ann</span>' in page.text
    assert "Log out" not in page.text  # only the proxy can do that
    assert client.get("/cx/api/overview", headers=ANN).status_code == 200
    assert client.get("/cx/api/audit.csv", headers=ANN).status_code == 403
    viewer = {**ANN, "X-Forwarded-Groups": "cx-all"}
    assert client.get("/cx/api/overview", headers=viewer).status_code == 403
    events = [row[2:5] for batch in entries(both[1]) for row in batch if "ann" in str(row[4])]
    assert events == [
        ("proxy", "account added", "ann: analyst, all rows"),
        ("proxy", "rights changed", "ann: viewer, all rows; before: analyst, all rows"),
    ]


def test_the_page_of_whom_the_proxy_names_works(client: FlaskClient) -> None:
    client.environ_base["HTTP_X_FORWARDED_USER"] = "ann"
    client.environ_base["HTTP_X_FORWARDED_GROUPS"] = "cx-team"
    client.get("/cx/loyalty")
    body = body_of(client, "/cx/loyalty", "")
    foreign = client.post(f"/cx{UPDATE}", json=body)
    assert foreign.status_code == 401  # a foreign page has the proxy's cookies, and no token
    assert (
        client.post(f"/cx{UPDATE}", json=body, headers=dash_header(client, "/cx/")).status_code
        == 200
    )


@pytest.mark.parametrize("address", [OTHER, "127.0.0.1", "localhost", "::1", "fd00:0:0:1::1", ""])
def test_of_others_the_headers_are_not_believed(both: tuple[Dash, AppStore], address: str) -> None:
    client = at(both[0], address)
    forged = {**ANN, "X-Forwarded-For": PROXY, "Forwarded": f"for={PROXY}"}
    for path, status in (("/cx/loyalty", 403), ("/cx/", 403), ("/cx/api/overview", 401)):
        refused = client.get(path, headers=forged)
        assert refused.status_code == status
        assert "Who you are is told to CX Lens by a proxy" in refused.text
        assert "EMEA" not in refused.text


@pytest.mark.parametrize("address", [PROXY, f"::ffff:{PROXY}", "fd00::7"])
def test_an_address_is_listed_however_it_is_written(
    both: tuple[Dash, AppStore], address: str
) -> None:
    assert at(both[0], address).get("/cx/loyalty", headers=ANN).status_code == 200


def test_what_was_forged_is_logged_once(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app, _ = with_accounts(settings, tmp_path, **GIVEN)
    with caplog.at_level(logging.WARNING, "server.gate.vouched"):
        for number in range(5):
            at(app, f"10.1.0.{number}").get("/loyalty", headers=ANN)
    told = [one.getMessage() for one in caplog.records if one.name == "server.gate.vouched"]
    assert len(told) == 1
    assert told[0].startswith("10.1.0.0 sent X-Forwarded-User or X-Forwarded-Groups and is not in")
    assert "ann" not in told[0]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Forwarded-Groups": "cx-admins"},
        {"X-Forwarded-User": "", "X-Forwarded-Groups": "cx-admins"},
        {"X-Forwarded-User": "mallory, ann", "X-Forwarded-Groups": "cx-team"},
        {"X-Forwarded-User": "x" * 256, "X-Forwarded-Groups": "cx-team"},
        {"Remote-User": "ann", "Remote-Groups": "cx-team"},
    ],
)
def test_the_proxy_itself_names_nobody(client: FlaskClient, headers: dict[str, str]) -> None:
    refused = client.get("/cx/loyalty", headers=headers)
    assert refused.status_code == 403
    assert "this request came without that" in refused.text


def test_no_group_and_a_disabled_account_in_words(
    both: tuple[Dash, AppStore], client: FlaskClient
) -> None:
    for groups in ("staff", "", "CX-TEAM", "cx-team;cx-all"):
        refused = client.get(
            "/cx/loyalty", headers={"X-Forwarded-User": "eve", "X-Forwarded-Groups": groups}
        )
        assert refused.status_code == 403
        assert "“eve” is known, but in no group that may see CX Lens." in refused.text
    assert not any("eve" in one for one in accounts.every(both[1]))
    dan = {"X-Forwarded-User": "dan", "X-Forwarded-Groups": "cx-team"}
    assert client.get("/cx/loyalty", headers=dan).status_code == 200
    accounts.set_disabled(both[1], "dan", True, NOW)
    refused = client.get("/cx/loyalty", headers=dan)
    assert (refused.status_code, "“dan” is disabled here" in refused.text) == (403, True)


def test_a_local_account_is_not_the_one_that_a_proxy_names_alike(client: FlaskClient) -> None:
    named = {"X-Forwarded-User": "the administrator", "X-Forwarded-Groups": "cx-all"}
    assert "the administrator (2)" in client.get("/cx/loyalty", headers=named).text
    assert client.get("/cx/api/audit.csv", headers=named).status_code == 403


def test_nobody_logs_in_beside_it(both: tuple[Dash, AppStore], client: FlaskClient) -> None:
    form = {"name": "the administrator", "password": PASSWORD}
    assert client.get("/cx/log-in").status_code == 404
    assert client.post("/cx/log-in", data=form).status_code == 404
    addresses = {rule.rule for rule in both[0].server.url_map.iter_rules()}
    assert not {one for one in addresses if one.startswith(("/log-out", "/log-in/"))}


def test_a_password_beside_it_where_that_is_said(settings: Settings, tmp_path: Path) -> None:
    app, _ = with_accounts(settings, tmp_path, **GIVEN | {"log_in": "proxy,password"})
    other = at(app, OTHER)
    assert other.get("/loyalty", headers=ANN).headers["Location"] == "/log-in?next=/loyalty"
    assert log_in(other, "the viewer").status_code == 303
    assert ">the viewer</span>" in other.get("/loyalty", headers=ANN).text
    assert '<span class="cx-quiet">ann</span>' in at(app, PROXY).get("/loyalty", headers=ANN).text


def test_off_the_headers_say_nothing(settings: Settings, tmp_path: Path) -> None:
    app, _ = with_accounts(settings, tmp_path)
    for address in (PROXY, "127.0.0.1", "localhost"):
        assert at(app, address).get("/loyalty", headers=ANN).status_code == 302


def test_other_names_of_headers(settings: Settings, tmp_path: Path) -> None:
    app, _ = with_accounts(
        settings, tmp_path, **GIVEN, identity_headers="Remote-User,Remote-Groups"
    )
    client = at(app, PROXY)
    assert client.get("/loyalty", headers=ANN).status_code == 403
    named = {"Remote-User": "ann", "Remote-Groups": "cx-team"}
    assert client.get("/loyalty", headers=named).status_code == 200
