"""No key opens what it is not for: every address and callback with the keys of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import update

from access import accounts, tokens
from access.accounts import Changes
from access.rights import Role
from settings import Settings
from store.app_store import AppStore
from store.tables import ApiToken
from tests.access.people import NOW, PASSWORD, QUICK
from tests.callbacks.client import UPDATE
from tests.server.people import PEOPLE, dash_header, log_in, with_accounts
from tests.server.sharing import ask, body_below, opened, place_of, share
from tests.server.test_gate import MAY
from tests.server.test_gate_links import PAGE, PAGES
from tests.server.walk import EXAMPLES, every_address, every_callback

VIEW = "/touchpoints?touchpoint=Billing&period=all"
SECRET = "a secret of the link"


@dataclass(frozen=True)
class Keys:
    """A dashboard where people are logged in and links are opened, and all that opens something."""

    app: Dash
    store: AppStore
    root: str
    place: str  # of a link to Touchpoints, with exports
    other_place: str  # of one to Loyalty
    values: dict[str, str]  # what opens something, by what it opens


@pytest.fixture(scope="module", params=["/", "/cx/"])
def keys(
    settings: Settings,
    sample_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Keys:
    root = str(request.param)
    app, store = with_accounts(settings, tmp_path_factory.mktemp("accounts"), root)

    def browser(name: str = "") -> FlaskClient:
        found: FlaskClient = app.server.test_client()
        assert not name or log_in(found, name, root=root).status_code == 303
        return found

    def cookie(of: FlaskClient, name: str, path: str) -> str:
        found = of.get_cookie(name, path=path)
        assert found
        return str(found.value)

    maker, one, other, asked = browser("the analyst"), browser(), browser(), browser()
    link = share(maker, VIEW, root, ["exports"])
    place = place_of(opened(one, link))
    other_place = place_of(opened(other, share(maker, "/loyalty", root, ["exports"])))
    asked.get(share(maker, VIEW, root, password=SECRET))
    _, script = tokens.add(store, "the analyst", "a script", (), (), 90, datetime.now(UTC))
    values = {
        "the link": cookie(one, "cxlens_link", place),
        "the other link": cookie(other, "cxlens_link", other_place),
        "the form of a password": cookie(asked, "cxlens_link", f"{root}s/"),
        "an administrator": cookie(browser("the administrator"), "cxlens_session", root),
        "the opening": link.rpartition("/")[2],
        "the API": script,
    }
    return Keys(app, store, root, place, other_place, values)


def wrong_below(keys: Keys, place: str, headers: dict[str, str]) -> list[tuple[str, int]]:
    """What is answered below the place of a link that is not opened with these headers."""
    asking = keys.app.server.test_client(use_cookies=False)
    found = []
    for name, path, _ in every_address(keys.app, EXAMPLES | PAGE):
        with asking.get(place + path, headers=headers) as answer:
            status, text = answer.status_code, answer.get_data(as_text=True)
        if status != (404 if name in PAGES else 401) or "Billing" in text:
            found.append((path, status))
    for output in every_callback(keys.app):
        body = {**body_below(place, "touchpoints"), "output": output}
        status = asking.post(f"{place}{UPDATE[1:]}", json=body, headers=headers).status_code
        if status != 401:
            found.append((output, status))
    return found


@pytest.mark.parametrize(
    "other",
    ["the other link", "the form of a password", "an administrator", "the opening", "the API", ""],
)
def test_a_link_s_place_is_open_to_its_own_key_alone(keys: Keys, other: str) -> None:
    value = keys.values.get(other, "")
    for cookie in ("cxlens_link", "cxlens_session", "cxlens_known", "_csrf_token"):
        assert wrong_below(keys, keys.place, {"Cookie": f"{cookie}={value}"}) == []
    # A token of the API reads the API, and not what a link shows.
    assert wrong_below(keys, keys.place, {"Authorization": f"Bearer {value}"}) == []


def test_a_key_opens_no_other_number(keys: Keys) -> None:
    own = {"Cookie": f"cxlens_link={keys.values['the link']}"}
    for place in (keys.other_place, f"{keys.root}shared/0/", f"{keys.root}shared/99999999/"):
        assert wrong_below(keys, place, own) == []
    asking = keys.app.server.test_client(use_cookies=False)
    assert asking.get(f"{keys.place}api/touchpoints", headers=own).status_code == 200
    cut_off = {"Cookie": f"cxlens_link={keys.values['the link'][:-1]}"}
    assert wrong_below(keys, keys.place, cut_off) == []


@pytest.mark.parametrize(
    "key", ["the link", "the other link", "the form of a password", "the opening", "the API"]
)
def test_beside_links_such_a_key_is_nobody_s(keys: Keys, key: str) -> None:
    value, wrong = keys.values[key], []
    asking = keys.app.server.test_client(use_cookies=False)
    names = ("cxlens_session", "cxlens_link", "cxlens_known")
    sent = {"Cookie": "; ".join(f"{name}={value}" for name in names)}
    for name, path, _ in every_address(keys.app):
        if None not in MAY[name][0]:
            for asked in (f"/{path}", keys.root + path):
                with asking.get(asked, headers=sent) as answer:
                    if answer.status_code not in (302, 401, 405):
                        wrong.append((asked, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("how", ["revoked", "expired", "disabled", "a link", "a session", "empty"])
def test_a_token_that_opens_nothing_opens_nothing(keys: Keys, how: str) -> None:
    """On the CSV of a panel as on everything else, whatever the browser has besides."""
    maker = f"script {how}"
    accounts.add(keys.store, maker, QUICK.hash(PASSWORD), Changes(Role.ANALYST), NOW)
    number, token = tokens.add(keys.store, maker, "a script", (), (), 90, datetime.now(UTC))
    asking = keys.app.server.test_client(use_cookies=False)
    panel = f"{keys.root}api/overview/cards.csv"
    good = asking.get(panel, headers={"Authorization": f"Bearer {token}"})
    assert good.status_code == 200
    match how:
        case "revoked" | "expired":
            column = "revoked_at" if how == "revoked" else "until"
            with keys.store.write() as session:
                change = update(ApiToken).where(ApiToken.id == number)
                session.execute(change.values({column: datetime.now(UTC)}))
        case "disabled":
            accounts.set_disabled(keys.store, maker, True, NOW)
        case "a link":
            token = keys.values["the link"]
        case "a session":
            token = keys.values["an administrator"]
        case "empty":
            token = ""
    sent = {
        "Authorization": f"Bearer {token}",
        "Cookie": f"cxlens_session={keys.values['an administrator']}",
        "If-None-Match": good.headers["ETag"],
    }
    wrong = []
    for name, path, _ in every_address(keys.app):
        if None not in MAY[name][0]:
            with asking.get(keys.root + path, headers=sent) as answer:
                if answer.status_code != 401:
                    wrong.append((path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", ["", *PEOPLE])
def test_callbacks_answer_who_may_see_pages_and_a_page_of_ours(keys: Keys, name: str) -> None:
    browser = keys.app.server.test_client()
    if name:
        log_in(browser, name, root=keys.root)
    browser.get(f"{keys.root}loyalty", follow_redirects=True)  # an agent has another page
    body, own = body_below(keys.root, "loyalty"), dash_header(browser, keys.root)
    for at in {"/", keys.root}:
        for output in every_callback(keys.app):
            asked = {**body, "output": output}
            answer = browser.post(at + UPDATE[1:], json=asked, headers=own)
            # Without the prefix a browser sends no cookie: nobody asks.
            expected = 200 if name and at == keys.root else 401
            assert answer.status_code == expected, (at, output)
            assert browser.post(at + UPDATE[1:], json=asked).status_code == 401


@pytest.mark.parametrize("name", ["", *PEOPLE])
def test_nothing_is_done_without_the_token_of_a_form(keys: Keys, name: str) -> None:
    """Whatever the method: a page of somebody else may send it from a browser of ours."""
    browser, wrong = keys.app.server.test_client(), []
    if name:
        log_in(browser, name, root=keys.root)
    for _, path, methods in every_address(keys.app):
        for method in methods - {"GET", "HEAD", "OPTIONS"}:
            with browser.open(keys.root + path, method=method, data={"link": "1"}) as answer:
                to = answer.headers.get("Location", "")
                refused = answer.status_code in (401, 405) or "stale=yes" in to
                # These are signed, or have a token of their own; without a log-in forms lead to it.
                own = path in ("admin/reload", "intake/none") or path.startswith("unsubscribe/")
                led = own or (not name and to == f"{keys.root}log-in")
            if not refused and not led:
                wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_the_other_way_round_each_key_opens_its_own(keys: Keys) -> None:
    """So that what is refused above is not refused for a reason of its own."""
    one = keys.app.server.test_client()
    one.set_cookie("cxlens_link", keys.values["the link"], path=keys.place)
    one.get(f"{keys.place}touchpoints")
    assert ask(one, keys.place, "touchpoints").status_code == 200
    browser = keys.app.server.test_client()
    browser.set_cookie("cxlens_session", keys.values["an administrator"], path=keys.root)
    assert browser.get(f"{keys.root}api/audit.csv").status_code == 200
