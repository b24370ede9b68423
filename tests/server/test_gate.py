"""No exit is forgotten: every address and callback, as nobody and as each role, with and without
a prefix, against a table that is written here by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access.rights import Role
from server.gate.table import CALLBACKS, ENDPOINTS
from settings import Settings
from store.app_store import AppStore
from tests.callbacks.client import UPDATE
from tests.server.people import PEOPLE, dash_header, log_in, with_accounts
from tests.server.walk import every_address, every_callback

ALL = {None, *Role}
LOGGED_IN = set(Role) - {Role.AGENT}
WITH_PAGE = set(Role)  # an agent has one page
MORE = {Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR}
WRITERS = {Role.EDITOR, Role.ADMINISTRATOR}
# What a GET asks for as a page: it leads an agent to theirs.
LED = {"/", "/<path:path>", "/_dash-update-component", "/log-out"}
# Address below the root -> who is answered, and with what.
MAY = {
    "/healthz": (ALL, 200),
    "/readyz": (ALL, 200),
    "/metrics": (ALL, 200),
    "/log-in": (ALL, 200),
    "/assets/<path:filename>": (ALL, 200),
    "/assets/style.css": (ALL, 200),
    "/assets/first.js": (ALL, 200),
    "/assets/theme.js": (ALL, 200),
    "/admin/reload": (ALL, 405),  # a GET; with POST it asks for its token
    "/intake/<name>": (ALL, 405),  # a GET; HEAD and POST in tests/intake
    "/log-out": (WITH_PAGE, 404),  # a POST alone; a GET names no page
    "/": (WITH_PAGE, 200),
    "/<path:path>": (WITH_PAGE, 200),
    "/_dash-layout": (WITH_PAGE, 200),
    "/_dash-dependencies": (WITH_PAGE, 200),
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": (WITH_PAGE, 200),
    "/_dash-update-component": (WITH_PAGE, 404),  # a POST alone; a GET names no page
    "/_favicon.ico": (LOGGED_IN, 200),
    "/_reload-hash": (LOGGED_IN, 200),
    "/static/<path:filename>": (LOGGED_IN, 404),
    "/api/levels/<key>": (LOGGED_IN, 200),
    "/api/work/<work>": (LOGGED_IN, 200),
    "/api/new-data/<page>": (WITH_PAGE, 200),
    "/api/<page>": (MORE, 200),
    "/api/<page>.xlsx": (MORE, 200),
    "/api/<page>/<panel>.csv": (MORE, 200),
    "/api/<page>/<panel>.svg": (MORE, 200),
    "/api/<page>/<panel>.png": (MORE, 200),
    "/api/<page>.svg": (MORE, 200),
    "/api/<page>.png": (MORE, 200),
    "/api/<page>.pptx": (MORE, 200),
    "/api/<page>.pdf": (MORE, 200),
    "/api/pack.pptx": (MORE, 400),  # of no views
    "/api/pack.pdf": (MORE, 400),  # of no views
    "/api/voice/comments.csv": (MORE, 200),
    "/api/data/rejected.csv": (MORE, 200),
    "/api/openapi.json": (MORE, 200),
    "/api/": (MORE, 404),
    "/api/<path:path>": (MORE, 404),
    "/api/cases.csv": (MORE, 200),
    "/api/audit.csv": ({Role.ADMINISTRATOR}, 200),
    "/s/<path:token>": (ALL, 404),  # there is no such link
    "/links": (LOGGED_IN, 200),  # one's own
    "/links/<int:number>": (LOGGED_IN, 404),  # there is none
    "/links/new": (MORE, 200),
    "/links/all": ({Role.ADMINISTRATOR}, 200),
    "/views": (LOGGED_IN, 200),  # one's own, and those for everybody
    "/views/new": (LOGGED_IN, 200),
    "/views/<int:number>": (LOGGED_IN, 404),  # there is none
    "/notes": (LOGGED_IN, 200),
    "/notes/new": (WRITERS, 200),
    "/notes/<int:number>": (WRITERS, 404),  # there is none
    "/cases": (MORE, 200),
    "/cases/new": (MORE, 404),  # of no customer
    "/cases/<int:number>": (MORE, 404),  # there is none
    "/subscriptions": (MORE, 200),  # one's own
    "/unsubscribe/<token>": (ALL, 404),  # we made no such token
    "/alerts": (MORE, 200),  # one's own
    "/feeds/<token>": (ALL, 404),  # there is no such feed
    "/own-data": (WRITERS, 200),
    "/own-data/new": (WRITERS, 404),  # it is begun by POST; there is no such upload
    "/own-data/edit": (WRITERS, 403),  # the sample's mapping is a stated one
    "/own-data/<upload>": (WRITERS, 404),  # there is none
    "/own-data/<upload>/use": (WRITERS, 404),  # there is none
    "/own-data/<upload>/refresh": (WRITERS, 404),
    "/own-data/<upload>/<int:number>": (WRITERS, 405),  # a PUT alone
    "/themes": (WRITERS, 200),
    "/themes/new": (WRITERS, 200),
    "/themes/<key>": (WRITERS, 404),  # there is none
}


@pytest.fixture(scope="module", params=["/", "/cx/"])
def root(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory, root: str
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"), root)


@pytest.fixture(scope="module")
def app(both: tuple[Dash, AppStore]) -> Dash:
    return both[0]


@pytest.fixture(scope="module")
def people(app: Dash, root: str) -> dict[Role | None, FlaskClient]:
    """A browser of nobody, and one of each role."""
    found: dict[Role | None, FlaskClient] = {None: app.server.test_client()}
    for name, role in PEOPLE.items():
        found[role] = app.server.test_client()
        assert log_in(found[role], name, root=root).status_code == 303
    return found


def test_every_address_stands_in_this_table(app: Dash) -> None:
    assert {name for name, _, _ in every_address(app)} == set(MAY)


def test_every_address_stands_in_the_table_of_the_gate(app: Dash) -> None:
    elsewhere = {"oidc_page", "oidc_go", "oidc_back", "no_log_in"}  # see tests/oidc
    assert {rule.endpoint for rule in app.server.url_map.iter_rules()} == set(ENDPOINTS) - elsewhere


def test_every_callback_stands_in_the_table_of_the_gate(app: Dash) -> None:
    assert set(every_callback(app)) == set(CALLBACKS) == {"answer.data"}


@pytest.mark.parametrize("root", ["/cx/"], indirect=True, scope="module")  # and without it
@pytest.mark.parametrize("who", [None, *Role])
def test_everybody_gets_what_they_may_and_nothing_else(
    app: Dash, people: dict[Role | None, FlaskClient], who: Role | None, root: str
) -> None:
    people[Role.VIEWER].get(root)  # now Dash knows its scripts
    session = people[who].get_cookie("cxlens_session", path=root)
    # Where a proxy takes the prefix off: the browser sends its cookie all the same.
    cookies = {"Cookie": f"cxlens_session={session.value}"} if session else {}
    asking = app.server.test_client(use_cookies=False)
    wrong = []
    for name, path, _ in every_address(app):
        may, good = MAY[name]
        for asked in {f"/{path}", root + path}:
            with asking.get(asked, headers=cookies) as answer:
                status = answer.status_code
                text = "" if status == 200 else answer.get_data(as_text=True)
            good = 302 if who == Role.AGENT and name in LED else good
            expected = {good} if who in may else {302, 401, 405} if who is None else {403, 405}
            if status not in expected or (who not in may and "EMEA" in text):
                wrong.append((asked, status))
    assert wrong == []


def test_pages_lead_to_the_log_in_and_the_rest_is_told_so(
    people: dict[Role | None, FlaskClient], root: str
) -> None:
    nobody = people[None]
    page = nobody.get(f"{root}loyalty?region=EMEA&period=all")
    assert page.status_code == 302
    wanted = "/loyalty%3Fregion%3DEMEA%26period%3Dall"
    assert page.headers["Location"] == f"{root}log-in?next={wanted}"
    assert nobody.head(f"{root}loyalty").status_code == 302
    refused = [
        nobody.get(f"{root}api/overview"),
        nobody.get(f"{root}api/levels/region?find=E"),
        nobody.get(f"{root}_dash-layout"),
        nobody.post(root + UPDATE[1:], json={"output": "answer.data"}),
        nobody.post(f"{root}loyalty"),
        nobody.delete(f"{root}api/overview"),
    ]
    for answer in refused:
        assert answer.status_code == 401
        body = answer.get_json()
        assert body["errors"] == ["Log in first: nobody is logged in here, or no longer."]
        assert body["log_in"] == f"{root}log-in"
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_link_too_long_for_another_one_leads_to_the_log_in_all_the_same(
    people: dict[Role | None, FlaskClient], root: str
) -> None:
    answer = people[None].get(f"{root}loyalty?region=" + "%C3%A9" * 1000)
    assert answer.headers["Location"] == f"{root}log-in"


def test_readiness_tells_nobody_of_the_company(
    people: dict[Role | None, FlaskClient], root: str
) -> None:
    told = people[None].get(f"{root}readyz").get_json()
    assert set(told) == {"status", "version"}
    assert "Quillmere" not in people[None].get(f"{root}log-in").get_data(as_text=True)


def test_what_stands_in_no_table_is_refused(settings: Settings, tmp_path: Path) -> None:
    app, _ = with_accounts(settings, tmp_path)
    app.server.add_url_rule("/new", "new", lambda: "secret", methods=["GET", "POST"])
    client = app.server.test_client()
    assert client.get("/new").status_code == 401
    log_in(client, "the administrator")
    answers = [client.get("/new"), client.post("/new", headers=dash_header(client))]
    assert [one.status_code for one in answers] == [403, 401]  # no page was loaded: no token
    assert "stands in no table of rights" in answers[0].get_data(as_text=True)


def test_a_callback_that_stands_in_no_table_is_refused(settings: Settings, tmp_path: Path) -> None:
    app, _ = with_accounts(settings, tmp_path)
    known: dict[str, Any] = app.callback_map["answer.data"]
    app.callback_map["secret.data"] = {**known}
    client = app.server.test_client()
    log_in(client, "the administrator")
    client.get("/")
    answer = client.post(UPDATE, json={"output": "secret.data"}, headers=dash_header(client))
    assert answer.status_code == 403
