"""What it costs to know who reads: for everybody, for who is logged in, and through a link.

Of a view whose answer is kept, so that little else is timed: nothing of who reads is kept with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from dash import Dash

from access import accounts, sessions
from access.accounts import Changes, find, reader_of
from access.links.made import Terms, make
from access.rights import Role
from app import create_app, prepare
from benchmarks import tables
from benchmarks.client import Client
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import QUICK

VIEWS = 500
PAGE = "overview"
_QUERY = "region=EMEA&period=all"
_EARLIER = 20  # times that it was asked before
_NAME, _PASSWORD = "ann", "a password of the benchmark"


@dataclass(frozen=True)
class Known:
    """Seconds of the same view, by who asks."""

    everybody: list[float]
    logged_in: list[float]
    through_link: list[float]

    def adds(self, seconds: list[float]) -> float:
        """Milliseconds that a view takes longer than for everybody: the median."""
        return 1000 * float(np.median(np.subtract(seconds, self.everybody)))


class _LoggedIn(Client):
    def __init__(self, app: Dash, store: AppStore) -> None:
        now, client = datetime.now(UTC), app.server.test_client()
        with store.write() as session:
            account = find(session, _NAME)
            assert account
            client.set_cookie("cxlens_session", sessions.start(session, account, now))
        client.get("/")
        token = client.get_cookie("_csrf_token")
        assert token
        self._begin(client, "/", token.value)


class _ThroughLink(Client):
    def __init__(self, app: Dash, store: AppStore) -> None:
        now, client = datetime.now(UTC), app.server.test_client()
        with store.read() as session:
            account = find(session, _NAME)
            assert account
            maker = reader_of(account)
        terms = Terms(page=PAGE, query="", until=now + timedelta(days=1))
        number, token = make(store, maker, terms, now, "")
        place = f"/shared/{number}/"
        client.get(client.get(f"/s/{token}").headers["Location"])
        form = client.get_cookie("_csrf_token", path=place)
        assert form
        self._begin(client, place, form.value)


def measure(rows: int, folder: Path) -> Known:
    """They ask in turns, and take turns at being first: what else is done slows all alike."""
    mapping, built = tables.make(rows, folder / str(rows)), folder / str(rows) / "built-all"
    prepare(Settings(mapping=mapping, folder=built))
    file = built / "store-of-the-benchmark.sqlite"
    file.unlink(missing_ok=True)
    store = AppStore(f"sqlite:///{file}")
    migrate(store)
    accounts.add(store, _NAME, QUICK.hash(_PASSWORD), Changes(Role.ANALYST), datetime.now(UTC))
    given = Settings(mapping=mapping, folder=built, access="accounts", store=str(store.url))
    app = create_app(given)
    clients = {
        "everybody": Client(mapping, built),
        "logged_in": _LoggedIn(app, store),
        "through_link": _ThroughLink(app, store),
    }
    found: dict[str, list[float]] = {name: [] for name in clients}
    for number in range(_EARLIER + VIEWS):
        turn = number % len(clients)
        for name in [*clients][turn:] + [*clients][:turn]:
            taken = clients[name].refresh(PAGE, _QUERY)
            if number >= _EARLIER:
                found[name].append(taken)
    store.close()
    return Known(**found)
