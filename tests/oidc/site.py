"""The dashboard with a provider of log-ins, and browsers that go from one to the other."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import requests
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import Cookie, TestResponse

from access.audit import entries
from settings import Settings
from store.app_store import AppStore
from tests.oidc.provider import CLIENT, SECRET, Provider
from tests.server.people import with_accounts

# What the provider knows as ours.
BACK = [
    "http://localhost/log-in/oidc/back",
    "http://localhost/cx/log-in/oidc/back",
    "https://cx.example.org/cx/log-in/oidc/back",
]


@dataclass(frozen=True)
class Site:
    app: Dash
    store: AppStore
    root: str

    def browser(self) -> Visitor:
        return Visitor(self.app.server.test_client(), self.root)

    def log(self) -> list[tuple[object, object, object]]:
        """Who, event and what about, of the audit log."""
        return [row[2:5] for batch in entries(self.store) for row in batch]  # type: ignore[misc]


def site_of(
    settings: Settings, folder: Path, provider: Provider, root: str = "/", **more: str
) -> Site:
    given = {
        "groups": "cx-admins=administrator,cx-team=analyst,cx-all=viewer",
        "oidc_issuer": provider.issuer,
        "oidc_client": CLIENT,
        "oidc_secret": SECRET,
    }
    return Site(*with_accounts(settings, folder, root, **{**given, **more}), root)


@dataclass(frozen=True)
class Visitor:
    """A browser at the dashboard. What it does at the provider needs no cookies."""

    client: FlaskClient
    root: str

    def cookies(self) -> list[Cookie]:
        return list(self.client._cookies.values()) if self.client._cookies else []

    def out(self, wanted: str = "", **more: object) -> str:
        """The address at the provider that it is led to."""
        asked = self.client.get(
            f"{self.root}log-in/oidc/go", query_string={"next": wanted} if wanted else {}, **more
        )
        assert asked.status_code == 302, asked.text
        return asked.headers["Location"]

    def back(self, answer: str) -> TestResponse:
        """Follow what the provider answered."""
        found = urlsplit(answer)
        return self.client.get(f"{found.path}?{found.query}")

    def log_in(self, who: str, wanted: str = "") -> TestResponse:
        return self.back(answered(self.out(wanted), who))

    def page(self, path: str = "") -> TestResponse:
        return self.client.get(f"{self.root}{path or 'loyalty'}")


def answered(address: str, who: str) -> str:
    """Somebody says at the provider who they are: where it leads them."""
    form = requests.get(address, timeout=10)
    asked = re.search(r"name=asked value='([^']*)'", form.text)
    assert asked, form.text
    about = urlsplit(address)
    told = requests.post(
        f"{about.scheme}://{about.netloc}/verify",
        data={"asked": html.unescape(asked[1]), "who": who},
        timeout=10,
        allow_redirects=False,
    )
    assert told.status_code == 302, told.text
    return told.headers["Location"]


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
