"""What is kept: asked for once, bounded, never an error, and shared by all who wait for it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.kept import Answer, Kept


class Maker:
    """Counts how often it is asked to make an answer."""

    def __init__(self, body: bytes = b"body", keep: bool = True) -> None:
        self.made = 0
        self._answer, self._keep = Answer(body, "text/plain"), keep

    def __call__(self) -> tuple[Answer, bool]:
        self.made += 1
        return self._answer, self._keep


def test_an_answer_is_made_once() -> None:
    kept, make = Kept(), Maker()
    assert kept.answer("test", "key", make).body == b"body"
    assert kept.answer("test", "key", make).body == b"body"
    assert make.made == 1
    kept.answer("test", "other", make)
    assert make.made == 2


def test_what_is_not_to_be_kept_is_made_anew() -> None:
    kept, make = Kept(), Maker(keep=False)
    assert [kept.answer("test", "key", make).body for _ in range(2)] == [b"body", b"body"]
    assert make.made == 2


def test_an_error_is_raised_and_not_kept() -> None:
    kept = Kept()

    def broken() -> tuple[Answer, bool]:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        kept.answer("test", "key", broken)
    assert kept.answer("test", "key", Maker()).body == b"body"


def test_the_least_recently_asked_go_first() -> None:
    kept, make = Kept(most_bytes=30_000), Maker(b"x" * 8_000)
    for key in ("a", "b", "c", "a", "d"):  # three have room; b is the oldest when d comes
        kept.answer("test", key, make)
    assert make.made == 4
    kept.answer("test", "a", make)
    kept.answer("test", "c", make)
    assert make.made == 4
    kept.answer("test", "b", make)
    assert make.made == 5


def test_what_is_too_large_is_sent_all_the_same() -> None:
    kept, make = Kept(most_bytes=1_000), Maker(b"x" * 5_000)
    assert len(kept.answer("test", "key", make).body) == 5_000
    kept.answer("test", "key", make)
    assert make.made == 2


def test_threads_wait_for_the_one_that_makes_it() -> None:
    kept, started, go = Kept(), threading.Barrier(9), threading.Event()
    made: list[int] = []

    def make() -> tuple[Answer, bool]:
        made.append(1)
        assert go.wait(10)
        return Answer(b"once", "text/plain"), True

    def ask() -> bytes:
        started.wait(10)
        return kept.answer("test", "key", make).body

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(ask) for _ in range(8)]
        started.wait(10)
        go.set()
        assert {one.result(10) for one in asked} == {b"once"}
    assert len(made) == 1


def test_the_etag_is_that_of_the_body() -> None:
    one, same, other = (Answer(body, "text/plain").etag for body in (b"1", b"1", b"2"))
    assert one == same != other
