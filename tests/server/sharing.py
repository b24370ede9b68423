"""Links that people of the dashboard with accounts share, and browsers that open them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from access import accounts
from access.accounts import Changes
from access.rights import Role
from store.app_store import AppStore
from store.tables import AuditEntry
from tests.access.people import NOW, PASSWORD, QUICK
from tests.callbacks.client import UPDATE
from tests.server.people import dash_header, log_in, token_of

FORM = {"who": "anyone", "dates": "fixed", "data": "live"}


def answer_to_form(
    browser: FlaskClient, view: str, root: str = "/", more: Sequence[str] = (), **said: object
) -> TestResponse:
    """What the form answers; `said`: fields of it that are not as they usually are."""
    form = browser.get(f"{root}links/new", query_string={"view": view})
    assert form.status_code == 200, form.text[:300]
    until = re.search(r'name="until" type="date" value="([^"]+)"', form.text)
    held = re.findall(r'name="hold" value="([^"]+)" checked', form.text)
    assert until
    given = {**FORM, "until": until[1], "hold": held, "csrf_token": token_of(form)}
    given |= {"with": list(more), **said}
    return browser.post(f"{root}links/new", data={"view": view, **given})


def share(
    browser: FlaskClient, view: str, root: str = "/", more: Sequence[str] = (), **said: object
) -> str:
    """The path of a link that somebody who is logged in makes of a view."""
    made = answer_to_form(browser, view, root, more, **said)
    assert made.status_code == 200, made.text[:2000]
    found = re.search(rf'value="http://localhost({root}s/[\w-]{{22}})"', made.text)
    assert found, made.text[:2000]
    return found[1]


def opened(browser: FlaskClient, link: str, password: str = "") -> str:
    """The address of the view that a link leads to."""
    answer = browser.get(link)
    if password:
        form = {"csrf_token": token_of(answer), "password": password}
        answer = browser.post(link, data=form)
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["Location"]


def place_of(address: str) -> str:
    """Where the link lives whose view is at an address: `/shared/1/`."""
    found = re.match(r".*/shared/[0-9]+/", address)
    assert found
    return found[0]


def body_below(place: str, page: str, query: str = "") -> Mapping[str, Any]:
    """What a browser asks of the callback."""
    values = {"pathname": f"{place}{page}", "search": f"?{query}" if query else ""}
    inputs = [("url", "pathname"), ("url", "search"), ("theme-set", "data")]
    return {
        "output": "answer.data",
        "outputs": {"id": "answer", "property": "data"},
        "inputs": [
            {"id": one, "property": name, "value": values.get(name)} for one, name in inputs
        ],
        "state": [],
        "changedPropIds": ["url.pathname", "url.search"],
    }


def ask(browser: FlaskClient, place: str, page: str, query: str = "") -> TestResponse:
    """Ask the callback of a link's view, as a browser that has loaded it."""
    body = body_below(place, page, query)
    return browser.post(f"{place}{UPDATE[1:]}", json=body, headers=dash_header(browser, place))


def person(both: tuple[Dash, AppStore], name: str = "the analyst") -> FlaskClient:
    """The browser of somebody who is logged in."""
    found: FlaskClient = both[0].server.test_client()
    assert log_in(found, name).status_code == 303
    return found


def maker(both: tuple[Dash, AppStore], name: str, role: Role = Role.ANALYST) -> FlaskClient:
    """Somebody of a test's own, whose account it may change."""
    accounts.add(both[1], name, QUICK.hash(PASSWORD), Changes(role), NOW)
    return person(both, name)


def events(store: AppStore) -> list[tuple[str, str, str]]:
    """Who, what and about what: all that the audit log has about links."""
    with store.read() as session:
        wanted = select(AuditEntry).where(AuditEntry.event.startswith("link"))
        found = session.scalars(wanted.order_by(AuditEntry.id)).all()
    return [(one.who, one.event, one.about) for one in found]
