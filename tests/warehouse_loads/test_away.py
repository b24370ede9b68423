"""A database that is away or slow: a clear state, in time, and recovery without hands."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from data.query import feedback
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, UnavailableError
from data.store.warehouse import _close_all
from settings import Settings
from tests.callbacks.client import client_of, show
from tests.warehouse_loads.database import Database

SLOW = "SELECT count(*) FROM range(100000) AS a, range(100000) AS b, range(100000) AS c"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    found = Database(tmp_path).put_messy()
    text = found.mapping.read_text()
    found.mapping.write_text(f"{text}timeout = 0.3\n")
    return found


def test_a_slow_question_ends_in_time(database: Database) -> None:
    snapshot = database.snapshot()
    began = time.monotonic()
    with pytest.raises(UnavailableError, match=r"did not answer within 0\.3 seconds"):
        snapshot.database.frame(SLOW)
    assert time.monotonic() - began < 20
    snapshot.database.ping()
    assert answers(snapshot) > 0


def answers(snapshot: Snapshot) -> int:
    span = Span(snapshot.catalog.first_day, snapshot.catalog.last_day)
    return int(feedback.counts(snapshot, Scope(span))["n"].sum())


def test_away_and_back(database: Database) -> None:
    snapshot = database.snapshot()
    n = answers(snapshot)
    _close_all(snapshot.database._idle)  # type: ignore[attr-defined]
    away = database.file.rename(database.file.with_suffix(".away"))
    with pytest.raises(UnavailableError, match="can't be reached"):
        answers(snapshot)
    with pytest.raises(UnavailableError):
        snapshot.database.ping()
    away.rename(database.file)
    assert answers(snapshot) == n


def test_an_error_of_ours_is_not_taken_for_it(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table"):
        database.snapshot().database.frame("SELECT * FROM no_such_table")


def test_pages_and_the_api_say_so_until_it_is_back(database: Database) -> None:
    settings = Settings(mapping=database.mapping, folder=database.folder / "served")
    client = client_of(settings)
    away = database.file.rename(database.file.with_suffix(".away"))
    shown = show(client, "/overview")
    assert shown.response.status_code == 200
    assert "The data can't be reached right now." in shown.text("content")
    assert str(database.file) not in shown.text("content")
    for path in ("/api/overview", "/api/overview/cards.csv", "/api/data/rejected.csv", "/readyz"):
        response = client.get(path)
        assert response.status_code == 503, path
        assert response.headers["Retry-After"] == "10"
        assert response.get_json()["errors"] == ["The database can't be reached at the moment."]
    assert client.get("/healthz").status_code == 200
    away.rename(database.file)
    assert client.get("/readyz").status_code == 200
    assert client.get("/api/overview").get_json()["panels"]
    assert "can't be reached" not in show(client, "/overview").text("content")
