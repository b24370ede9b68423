"""A question that takes too long is stopped, said in words, and holds up nobody."""

from __future__ import annotations

import threading
import time

import pytest
from flask.testing import FlaskClient

from data.errors import TooLargeError
from data.store.data_file import DataFile
from data.store.snapshots import Snapshot
from data.store.time_limit import limited, seconds_left
from pages import index
from tests.callbacks.client import show

WORDS = "This takes longer than one page may take."
ENDLESS = "SELECT sum(sqrt(a.range + b.range)) AS n FROM range(1000000) a, range(1000000) b"
SMALL = "SELECT count(*) AS n FROM feedback"


@pytest.fixture
def database(snapshot: Snapshot) -> DataFile:
    assert isinstance(snapshot.database, DataFile)
    return snapshot.database


def test_what_takes_too_long_is_stopped(database: DataFile) -> None:
    begun = time.monotonic()
    with limited(0.3), pytest.raises(TooLargeError, match=WORDS):
        database.frame(ENDLESS)
    assert time.monotonic() - begun < 3
    assert database.frame(SMALL)["n"].item() > 0
    with limited(30):
        assert database.frame(SMALL)["n"].item() > 0


def test_the_time_is_that_of_all_questions_together() -> None:
    with limited(0.1):
        left = seconds_left()
        assert left is not None
        assert 0 < left <= 0.1
        time.sleep(0.15)
        with pytest.raises(TooLargeError, match=WORDS):
            seconds_left()
    assert seconds_left() is None


def test_waiting_for_a_turn_counts_and_one_client_leaves_a_turn_to_others(
    database: DataFile,
) -> None:
    def endless() -> None:
        with limited(1.5), pytest.raises(TooLargeError):
            database.frame(ENDLESS)

    several = [threading.Thread(target=endless) for _ in range(2)]  # as many as one client has
    for one in several:
        one.start()
    time.sleep(0.2)
    assert database.frame(SMALL)["n"].item() > 0
    several.append(threading.Thread(target=endless))
    several[-1].start()
    time.sleep(0.2)
    with limited(0.2), pytest.raises(TooLargeError, match=WORDS):
        database.frame(SMALL)
    for one in several:
        one.join()
    assert database.frame(SMALL)["n"].item() > 0


def test_a_page_says_so_and_is_not_kept(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = "/service?grain=year&compare=none&period=all"  # of which nothing is kept yet
    with monkeypatch.context() as patched:
        patched.setattr(index, "SECONDS", 1e-9)
        assert WORDS in show(client, link).text("content")
        answer = client.get(f"/api{link}")
        assert (answer.status_code, WORDS in answer.text) == (503, True)
    assert WORDS not in show(client, link).text("content")
