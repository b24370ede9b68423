"""Tokens of the API through the gate: in a header, for the API alone, and never beside cookies."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import Dash

from access import accounts, tokens
from access.accounts import Changes
from access.rights import Role
from settings import Settings
from store.app_store import AppStore
from tests.access.people import NOW
from tests.server.people import log_in, with_accounts
from tests.server.test_gate import MAY
from tests.server.walk import every_address

# What a token answers; all else that is not for everybody is refused.
ANSWERED = {
    "/api/levels/<key>": 200,
    "/api/work/<work>": 200,
    "/api/<page>": 200,
    "/api/<page>/<panel>.csv": 200,
    "/api/<page>/<panel>.svg": 200,
    "/api/<page>/<panel>.png": 200,
    "/api/<page>.svg": 200,
    "/api/<page>.png": 200,
    "/api/<page>.xlsx": 200,
    "/api/<page>.pptx": 200,
    "/api/<page>.pdf": 200,
    "/api/pack.pptx": 400,  # of no views
    "/api/pack.pdf": 400,  # of no views
    "/api/voice/comments.csv": 404,  # but for tokens that were made with comments
    "/api/data/rejected.csv": 403,  # but for tokens that were made with it
    "/api/openapi.json": 200,
    "/api/": 404,
    "/api/<path:path>": 404,
}


@pytest.fixture(scope="module", params=["/", "/cx/"])
def root(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory, root: str
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"), root)


def made(store: AppStore, *more: str) -> dict[str, str]:
    now = datetime.now(UTC)
    _, token = tokens.add(store, "the analyst", "a script", more, (), 90, now)
    return {"Authorization": f"Bearer {token}"}


def test_a_token_opens_the_api_and_nothing_else(both: tuple[Dash, AppStore], root: str) -> None:
    app, store = both
    header, wrong = made(store), []
    script = app.server.test_client()
    for name, path, _ in every_address(app):
        with script.get(root + path, headers=header) as answer:
            status, cookies = answer.status_code, answer.headers.getlist("Set-Cookie")
        may, good = MAY[name]
        expected = good if None in may else ANSWERED.get(name, 401)
        if status != expected or (None not in may and cookies):
            wrong.append((path, status, cookies))
    assert wrong == []


def test_no_cookie_makes_more_of_it(both: tuple[Dash, AppStore], root: str) -> None:
    app, store = both
    browser = app.server.test_client()
    log_in(browser, "the administrator", root=root)
    assert browser.get(f"{root}api/audit.csv").status_code == 200
    assert browser.get(f"{root}api/audit.csv", headers=made(store)).status_code == 401
    none = {"Authorization": "Bearer cxlens_none"}
    refused = browser.get(f"{root}api/overview", headers=none)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert "This token opens nothing here" in refused.get_json()["errors"][0]


def test_what_it_lacks_is_not_there(both: tuple[Dash, AppStore], root: str) -> None:
    app, store = both
    script = app.server.test_client()
    bare, full = made(store), made(store, "comments", "customers")
    loyalty = f"{root}api/loyalty"
    assert "comments" not in script.get(loyalty, headers=bare).get_json()["panels"]
    assert "comments" in script.get(loyalty, headers=full).get_json()["panels"]
    customer = f"{root}api/customer?customer_id=C00001"
    assert script.get(customer, headers=bare).status_code == 404
    assert script.get(customer, headers=full).status_code == 200


def test_what_its_account_loses_it_loses(both: tuple[Dash, AppStore], root: str) -> None:
    app, store = both
    script, header = app.server.test_client(), made(store)
    for role, status in ((Role.VIEWER, 403), (Role.ANALYST, 200)):
        accounts.set_rights(store, "the analyst", Changes(role), NOW)
        assert script.get(f"{root}api/overview", headers=header).status_code == status
    accounts.set_disabled(store, "the analyst", True, NOW)
    assert script.get(f"{root}api/overview", headers=header).status_code == 401
    accounts.set_disabled(store, "the analyst", False, NOW)


def test_it_is_in_no_log(
    both: tuple[Dash, AppStore], root: str, caplog: pytest.LogCaptureFixture
) -> None:
    header = made(both[1])
    with caplog.at_level("INFO"):
        both[0].server.test_client().get(f"{root}api/overview", headers=header)
    assert header["Authorization"].removeprefix("Bearer ") not in str(
        [vars(one) for one in caplog.records]
    )
