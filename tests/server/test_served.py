"""A log-in at the server as it is run: what a proxy says of the client reaches the app."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from access import accounts
from access.accounts import Changes
from access.audit import entries
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import NOW, PASSWORD, QUICK
from tests.browser.serving import started


@pytest.mark.slow
@pytest.mark.parametrize(
    ("proxies", "address", "secure"),
    [("127.0.0.1", "10.5.5.5", True), ("10.0.0.1", "127.0.0.1", False)],
)
def test_the_word_of_a_proxy_of_ours_counts(
    settings: Settings,
    sample_file: Path,
    tmp_path: Path,
    proxies: str,
    address: str,
    secure: bool,
) -> None:
    store = AppStore(tmp_path / "store.sqlite")
    migrate(store)
    accounts.add(store, "ann", QUICK.hash(PASSWORD), Changes(), NOW)
    said = {"X-Forwarded-For": "10.5.5.5", "X-Forwarded-Proto": "https"}
    given = {"access": "accounts", "store": f"sqlite:///{store.file}", "proxies": proxies}
    browser = build_opener(HTTPCookieProcessor())
    assert settings.mapping
    with started(settings.mapping, settings.folder, workers="1", **given) as (at, _):
        with browser.open(Request(f"{at}/log-in", headers=said)) as page:
            cookies = [value for name, value in page.headers.items() if name == "Set-Cookie"]
            token = re.search(r'csrf_token" value="([^"]+)', page.read().decode())
        assert token
        form = urlencode({"csrf_token": token[1], "name": "ann", "password": PASSWORD}).encode()
        # urllib keeps a cookie for TLS to itself, a browser behind the proxy does not.
        sent = said | {"Cookie": "; ".join(one.partition(";")[0] for one in cookies)}
        with browser.open(Request(f"{at}/log-in", form, sent)):
            pass
    assert all(("Secure" in one) == secure for one in cookies)
    written = [row for batch in entries(store) for row in batch][-1]
    assert (written[3], written[5]) == ("logged in", address)
    store.close()
