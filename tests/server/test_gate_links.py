"""No exit is forgotten, through shared links as well: every address below each kind of link, with
and without a prefix, against a table that is written here by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import update

from access import accounts
from access.accounts import Changes
from access.rights import Role
from server.gate.table import ENDPOINTS, THROUGH_LINKS
from settings import Settings
from store.app_store import AppStore
from store.tables import Link
from tests.access.people import NOW, PASSWORD, QUICK
from tests.server.people import log_in, with_accounts
from tests.server.sharing import ask, opened, place_of, share
from tests.server.test_gate import MAY
from tests.server.walk import EXAMPLES, every_address, every_callback

VIEW = "/touchpoints?touchpoint=Billing&period=all"
SECRET = "a secret of the link"
# What a link to Touchpoints answers; every other address is refused.
ANSWERED = {
    "/<path:path>": 200,
    "/": 302,  # to the page of the link
    "/_dash-layout": 200,
    "/_dash-dependencies": 200,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": 200,
    # With POST alone: a GET is one of a page that there is not, and leads to that of the link.
    "/_dash-update-component": 302,
    "/log-out": 302,
    "/api/levels/<key>": 200,
    "/api/work/<work>": 200,
    "/api/new-data/<page>": 200,
}
PAGES = ("/", "/<path:path>", "/_dash-update-component", "/log-out")
EXPORTED = {
    "/api/<page>": 200,
    "/api/<page>.xlsx": 200,
    "/api/<page>/<panel>.csv": 200,
    "/api/<page>/<panel>.svg": 200,
    "/api/<page>/<panel>.png": 200,
    "/api/<page>.svg": 200,
    "/api/<page>.png": 200,
    "/api/<page>.pptx": 200,
    "/api/<page>.pdf": 200,
    "/api/voice/comments.csv": 400,  # of another page than the link's
}
PAGE = {"page": "touchpoints", "path": "touchpoints", "panel": "by_month"}


@dataclass
class Kind:
    """A link: what its form says, who opens it, and what happens to it afterwards."""

    said: dict[str, Any] = field(default_factory=dict)
    opener: str = ""  # who is logged in
    exports: bool = False
    closed: str = ""  # what was done to it since it was opened


KINDS = {
    "live": Kind(),
    "free dates": Kind({"dates": "free"}),
    "moving": Kind({"dates": "moving"}),
    "as seen": Kind({"data": "seen"}),
    "nothing held": Kind({"hold": []}),
    "with comments": Kind({"more": ["comments"]}),
    "with exports": Kind({"more": ["exports", "comments"]}, exports=True),
    "password": Kind({"password": SECRET}),
    "password not given": Kind({"password": SECRET, "more": ["exports"]}, closed="not given"),
    "embedded": Kind({"parents": "https://intranet.example.org"}),
    "embedded, revoked": Kind(
        {"parents": "https://intranet.example.org", "more": ["exports"]}, closed="revoked"
    ),
    "as seen, revoked": Kind({"data": "seen", "more": ["exports"]}, closed="revoked"),
    "named": Kind({"who": "named", "people": "the viewer"}, opener="the viewer"),
    "team": Kind({"who": "team"}, opener="the viewer"),
    "its maker": Kind({"who": "named", "people": "the viewer"}, opener="the analyst"),
    "an administrator opens": Kind(opener="the administrator"),
    "revoked": Kind({"more": ["exports"]}, closed="revoked"),
    "expired": Kind({"more": ["exports"]}, closed="expired"),
    "maker disabled": Kind({"more": ["exports"]}, closed="disabled"),
    "maker demoted": Kind({"more": ["exports"]}, closed="demoted"),
    "opener in another team": Kind(
        {"who": "team", "more": ["exports"]}, opener="the viewer", closed="another team"
    ),
    "opener logged out": Kind(
        {"who": "named", "people": "the viewer", "more": ["exports"]},
        opener="the viewer",
        closed="logged out",
    ),
}


@pytest.fixture(scope="module", params=["/", "/cx/"])
def root(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory, root: str
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"), root)


def end(store: AppStore, how: str, maker: str, link: str, browser: FlaskClient, root: str) -> None:
    """Close the link in one of the ways in which links close."""
    number = int(re.findall(r"/shared/([0-9]+)/", link)[0])
    match how:
        case "revoked" | "expired":
            column = "revoked_at" if how == "revoked" else "until"
            with store.write() as session:
                change = update(Link).where(Link.id == number)
                session.execute(change.values({column: datetime.now(UTC)}))
        case "disabled":
            accounts.set_disabled(store, maker, True, NOW)
        case "demoted":
            accounts.set_rights(store, maker, Changes(Role.VIEWER), NOW)
        case "another team":
            accounts.set_rights(store, "the viewer", Changes(team="Sales"), NOW)
        case "not given":
            # It has the form, and the cookie that belongs to the form.
            form = browser.get_cookie("cxlens_link", path=f"{root}s/")
            assert form
            browser.set_cookie("cxlens_link", form.value, path=link)
        case "logged out":
            browser.delete_cookie("cxlens_session", path=root)


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_answers_what_it_is_for_and_nothing_else(
    both: tuple[Dash, AppStore], root: str, kind: str
) -> None:
    app, store = both
    of = KINDS[kind]
    maker = "the analyst"
    if of.closed in ("disabled", "demoted"):
        maker = f"maker to be {of.closed}"
        accounts.add(store, maker, QUICK.hash(PASSWORD), Changes(Role.ANALYST), NOW)
    if of.said.get("who") == "team":
        for name in (maker, of.opener):
            accounts.set_rights(store, name, Changes(team="Support"), NOW)
    making = app.server.test_client()
    assert log_in(making, maker, root=root).status_code == 303
    link = share(making, VIEW, root, **of.said)
    browser = app.server.test_client()
    if of.opener:
        log_in(browser, of.opener, root=root)
    address = opened(browser, link, SECRET if "password" in of.said else "")
    place = place_of(address)
    assert place.startswith(f"{root}shared/")
    if of.closed:
        end(store, of.closed, maker, place, browser, root)
    answered = ANSWERED | (EXPORTED if of.exports else {})
    wrong = []
    for name, path, _ in every_address(app, EXAMPLES | PAGE):
        with browser.get(place + path) as answer:
            status, text = answer.status_code, answer.get_data().decode("utf-8", "replace")
        good = {answered.get(name, 403)}
        if of.closed:
            good = {404 if name in PAGES else 401}
        told = "Onboarding" in text and "hold" not in of.said  # which the link does not show
        if status not in good or told:
            wrong.append((path, status, told))
    assert wrong == []
    assert set(MAY) >= set(answered)
    assert every_callback(app) == ["answer.data"]
    assert ask(browser, place, "touchpoints").status_code == (401 if of.closed else 200)


@pytest.mark.parametrize("kind", ["live", "with exports"])
def test_no_link_opens_anything_beside_its_own_place(
    both: tuple[Dash, AppStore], root: str, kind: str
) -> None:
    app, _ = both
    making = app.server.test_client()
    log_in(making, "the analyst", root=root)
    browser = app.server.test_client()
    opened(browser, share(making, VIEW, root, **KINDS[kind].said))
    for name, path, _ in every_address(app):
        if None not in MAY[name][0]:
            with browser.get(root + path) as answer:
                assert answer.status_code in (302, 401, 405), path


def test_what_links_may_ask_for_needs_a_right() -> None:
    """So that nothing is open to openers which is not open to anybody by right."""
    assert all(ENDPOINTS[endpoint] is not None for endpoint in THROUGH_LINKS)


def test_a_new_address_is_not_open_to_links(settings: Settings, tmp_path: Path) -> None:
    app, _ = with_accounts(settings, tmp_path)
    app.server.add_url_rule("/new", "api.new", lambda: "secret")
    ENDPOINTS["api.new"] = ENDPOINTS["/"]
    try:
        making, browser = app.server.test_client(), app.server.test_client()
        log_in(making, "the analyst")
        place = place_of(opened(browser, share(making, VIEW)))
        assert making.get("/new").text == "secret"
        assert browser.get(f"{place}new").status_code == 403
    finally:
        del ENDPOINTS["api.new"]


def test_nothing_of_another_page_comes_through_a_link(
    both: tuple[Dash, AppStore], root: str
) -> None:
    """Whatever the route: each that takes a page is asked for one that the link does not show."""
    app, _ = both
    making, browser = app.server.test_client(), app.server.test_client()
    assert log_in(making, "the analyst", root=root).status_code == 303
    place = place_of(opened(browser, share(making, VIEW, root, more=["exports"])))
    of_pages = {
        name: browser.get(place + path).status_code
        for name, path, _ in every_address(app, EXAMPLES | {**PAGE, "page": "overview"})
        if "<page>" in name
    }
    assert len(of_pages) >= 5  # JSON, CSV, workbook, slides, and whether data are newer
    assert set(of_pages.values()) == {403}, of_pages
