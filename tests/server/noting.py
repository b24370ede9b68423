"""Notes that people of the dashboard with accounts write, and who reads them."""

from __future__ import annotations

import re
from html import unescape

from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access import accounts
from access.accounts import Changes
from access.rights import Role
from data.scope import Filters
from store.app_store import AppStore
from tests.access.people import NOW, PASSWORD, QUICK
from tests.server.people import token_of
from tests.server.sharing import person

Both = tuple[Dash, AppStore]
_NOT_TYPED = ("delete", "look", "new_level")  # buttons, and what is sent where it is chosen


def form_at(browser: FlaskClient, path: str, **said: object) -> TestResponse:
    """What the form at a path answers; `said`: fields of it that are not as they are at first."""
    form = browser.get(path)
    assert form.status_code == 200, form.text[:500]
    fields = dict(re.findall(r'name="(\w+)"(?: type="\w+")? value="([^"]*)"', form.text))
    about = re.findall(r'name="about" value="([^"]+)" checked', form.text)
    fields = {name: unescape(value) for name, value in fields.items() if name not in _NOT_TYPED}
    if 'name="new_level" value="yes" checked' in form.text:
        fields["new_level"] = "yes"
    path, _, _ = path.partition("?")
    given = {**fields, "about": about, **said, "csrf_token": token_of(form)}
    return browser.post(path, data=given)


def note(browser: FlaskClient, text: str, view: str = "/loyalty", **said: object) -> TestResponse:
    """Add a note from a view."""
    path = f"/notes/new?view={view.replace('&', '%26').replace('?', '%3F')}"
    made = form_at(browser, path, text=text, **said)
    assert made.status_code == 303, made.text[:1500]
    return made


def limited(both: Both, name: str, rows: Filters, role: Role = Role.EDITOR) -> FlaskClient:
    """The browser of somebody who is limited to some rows."""
    accounts.add(both[1], name, QUICK.hash(PASSWORD), Changes(role, rows=rows), NOW)
    return person(both, name)
