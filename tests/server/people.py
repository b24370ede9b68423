"""The sample company's dashboard with accounts, and browsers of people of each role."""

from __future__ import annotations

import re
from pathlib import Path

from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access import accounts
from access.accounts import Changes
from access.rights import Role
from app import create_app
from data.store.load_status import LoadStatus
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import NOW, PASSWORD, QUICK

AGENT = "Ada B."  # of the sample company
PEOPLE = {f"the {role}": role for role in Role}


def with_accounts(
    settings: Settings, folder: Path, prefix: str = "/", **more: str
) -> tuple[Dash, AppStore]:
    """The dashboard of these settings, with an account of each role in a store of its own.

    `more`: other settings, as the environment has them.
    """
    address = f"sqlite:///{folder / 'store.sqlite'}"
    store = AppStore(address)
    migrate(store)
    for name, role in PEOPLE.items():
        rights = Changes(role, agent=AGENT if role == Role.AGENT else None)
        accounts.add(store, name, QUICK.hash(PASSWORD), rights, NOW)
    changes = {"access": "accounts", "store": address, "prefix": prefix, **more}
    given = {name: getattr(settings, name) for name in ("mapping", "folder")}
    return create_app(Settings.model_validate({**given, **changes}), LoadStatus()), store


def token_of(page: TestResponse) -> str:
    """The token of the form on a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert found
    return found[1]


def log_in(
    client: FlaskClient, name: str, password: str = PASSWORD, root: str = "/", wanted: str = ""
) -> TestResponse:
    """What a browser does to log in."""
    token = token_of(client.get(f"{root}log-in"))
    form = {"csrf_token": token, "name": name, "password": password, "next": wanted}
    return client.post(f"{root}log-in", data=form)


def dash_header(client: FlaskClient, root: str = "/") -> dict[str, str]:
    """What Dash sends back by itself with each callback."""
    cookie = client.get_cookie("_csrf_token", path=root)
    return {"X-CSRFToken": cookie.value} if cookie else {}
