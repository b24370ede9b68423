"""Log-ins by the thousand, on the server as it is run: as many as 10,000 a minute bring in six
seconds, for a name that there is and for others, from one address and from many."""

from __future__ import annotations

import http.client
import itertools
import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import func, select

from access import accounts
from access.accounts import Changes
from access.rights import Role
from benchmarks.crowd import memory_of
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from store.tables import AuditEntry, Failure
from tests.access.people import NOW, PASSWORD, QUICK
from tests.browser.serving import started

MANY = 600
_AT_ONCE = 8
_MORE_MEMORY = 300  # MB: a password that is checked takes 64, in each of two processes
pytestmark = pytest.mark.slow


@dataclass
class Browser:
    """Keeps its cookies and one connection; a proxy on loopback says from where it comes."""

    address: str
    client: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        place = urlsplit(self.address)
        self._line = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)

    def close(self) -> None:
        self._line.close()

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Forwarded-For": self.client,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._line.request(method, path, urlencode(form) if form else None, sent)
        with self._line.getresponse() as answer:
            text = answer.read().decode()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    found = SimpleCookie(value)
                    self.cookies |= {key: one.value for key, one in found.items()}
        return answer.status, text

    def log_in(self, name: str, password: str) -> int:
        if not self.token:
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", "/log-in")[1])
            assert found
            self.token = found[1]
        form = {"csrf_token": self.token, "name": name, "password": password, "next": ""}
        return self.ask("POST", "/log-in", form)[0]


@pytest.fixture(scope="module")
def served(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int, AppStore]]:
    """Address, process and store of a dashboard where one person has an account."""
    assert settings.mapping
    store = AppStore(f"sqlite:///{tmp_path_factory.mktemp('accounts') / 'store.sqlite'}")
    migrate(store)
    accounts.add(store, "ann", QUICK.hash(PASSWORD), Changes(Role.VIEWER), NOW)
    given = {"access": "accounts", "store": str(store.url), "workers": "2"}
    with started(settings.mapping, settings.folder, **given) as (address, process):
        yield address, process.pid, store
    store.close()


def test_who_is_in_stays_in_and_whose_browser_is_known_comes_in(
    served: tuple[str, int, AppStore],
) -> None:
    address, process, store = served
    ann, again_ann = Browser(address, "10.0.0.1"), Browser(address, "10.6.6.6")
    assert ann.log_in("ann", PASSWORD) == 303
    assert ann.ask("GET", "/loyalty")[0] == 200
    before, numbers, over = memory_of(process), itertools.count(), threading.Event()

    def flood(line: int) -> Counter[int]:
        found: Counter[int] = Counter()
        stranger = Browser(address, "10.6.6.6")
        while (number := next(numbers)) < MANY:
            # One in two from the same address, the others each from one of its own.
            stranger.client = "10.6.6.6" if number % 2 else f"10.{line}.{number % 250}.{number % 9}"
            name = "ann" if number % 4 < 2 else f"nobody {number}"
            found[stranger.log_in(name, "not the password")] += 1
        stranger.close()
        return found

    def use(_: int) -> tuple[list[int], list[int]]:
        seen, again = [], []
        while not over.is_set():
            seen.append(ann.ask("GET", "/loyalty?region=EMEA")[0])
            # She logs in once more in the browser that has before: from an address of strangers.
            again_ann.cookies, again_ann.token = {"cxlens_known": ann.cookies["cxlens_known"]}, ""
            again.append(again_ann.log_in("ann", PASSWORD))
        return seen, again

    with ThreadPoolExecutor(_AT_ONCE + 1) as pool:
        using = pool.submit(use, 0)
        told = sum(pool.map(flood, range(_AT_ONCE)), Counter())
        over.set()
        seen, again = using.result()
    ann.close()
    again_ann.close()
    assert seen
    assert set(seen) == {200}
    assert set(again) == {303}
    assert sum(told.values()) == MANY
    # Each is told what to do; no server error, and nobody is let in.
    assert set(told) <= {401, 429, 503}
    assert told[429] > 0
    assert memory_of(process) < before + _MORE_MEMORY
    with store.read() as session:
        counted = session.scalar(select(func.count()).select_from(Failure))
        wanted = select(func.count()).where(AuditEntry.event == "log-in failed")
        failed = session.scalar(wanted)
    # What was refused before it was checked is written nowhere.
    assert failed == told[401]
    assert counted is not None
    assert counted <= 3 * told[401]
