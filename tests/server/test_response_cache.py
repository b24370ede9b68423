"""What is kept: asked for once, bounded, never an error, and shared by all who wait for it."""

from __future__ import annotations

import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import brotli
import pytest
from flask import Flask, Response

from access.reader import ANYBODY, Reader
from access.rights import RIGHTS, Role
from server.response_cache import Answer, ResponseCache


def packed(body: bytes) -> Answer:
    return Answer(body, "text/plain", 200, "tag")


class Maker:
    """Counts how often it is asked to make an answer."""

    def __init__(self, body: bytes = b"body", keep: bool = True) -> None:
        self.made = 0
        self._answer, self._keep = packed(body), keep

    def __call__(self) -> tuple[Answer, bool]:
        self.made += 1
        return self._answer, self._keep


def test_an_answer_is_made_once() -> None:
    kept, make = ResponseCache(), Maker()
    assert kept.answer("test", ANYBODY, "key", make).packed == b"body"
    assert kept.answer("test", ANYBODY, "key", make).packed == b"body"
    assert make.made == 1
    kept.answer("test", ANYBODY, "other", make)
    assert make.made == 2


def test_readers_share_an_answer_where_they_may_see_the_same() -> None:
    kept, body = ResponseCache(), Response(b"body")
    viewer, analyst = (
        Reader(number, "x", role, RIGHTS[role])
        for number, role in enumerate((Role.VIEWER, Role.ANALYST))
    )
    others = [
        replace(viewer, rows=(("region", ("EMEA",)),)),
        replace(viewer, rows=(("region", ("EMEA",)),), totals=False),
        analyst,
        viewer,
    ]
    makers = [Maker(str(place).encode()) for place in range(len(others))]
    for reader, make in zip(others, makers, strict=True):
        assert kept.answer("test", reader, "key", make).packed == make()[0].packed
    same = replace(viewer, account=99, name="somebody else")
    assert kept.answer("test", same, "key", Maker(b"never")).packed == b"3"
    assert len({Answer.of(body, reader).etag for reader in others}) == len(others)


def test_what_is_not_to_be_kept_is_made_anew() -> None:
    kept, make = ResponseCache(), Maker(keep=False)
    assert [kept.answer("test", ANYBODY, "key", make).packed for _ in range(2)] == [
        b"body",
        b"body",
    ]
    assert make.made == 2


def test_an_error_is_raised_and_not_kept() -> None:
    kept = ResponseCache()

    def broken() -> tuple[Answer, bool]:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        kept.answer("test", ANYBODY, "key", broken)
    assert kept.answer("test", ANYBODY, "key", Maker()).packed == b"body"


def test_the_least_recently_asked_go_first() -> None:
    kept, make = ResponseCache(most_bytes=30_000), Maker(b"x" * 8_000)
    for key in ("a", "b", "c", "a", "d"):  # three have room; b is the oldest when d comes
        kept.answer("test", ANYBODY, key, make)
    assert make.made == 4
    kept.answer("test", ANYBODY, "a", make)
    kept.answer("test", ANYBODY, "c", make)
    assert make.made == 4
    kept.answer("test", ANYBODY, "b", make)
    assert make.made == 5


def test_what_is_too_large_is_sent_all_the_same() -> None:
    kept, make = ResponseCache(most_bytes=1_000), Maker(b"x" * 5_000)
    assert len(kept.answer("test", ANYBODY, "key", make).packed) == 5_000
    kept.answer("test", ANYBODY, "key", make)
    assert make.made == 2


def test_threads_wait_for_the_one_that_makes_it() -> None:
    kept, started, go = ResponseCache(), threading.Barrier(9), threading.Event()
    made: list[int] = []

    def make() -> tuple[Answer, bool]:
        made.append(1)
        assert go.wait(10)
        return packed(b"once"), True

    def ask() -> bytes:
        started.wait(10)
        return kept.answer("test", ANYBODY, "key", make).packed

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(ask) for _ in range(8)]
        started.wait(10)
        go.set()
        assert {one.result(10) for one in asked} == {b"once"}
    assert len(made) == 1


def test_an_answer_comes_back_in_each_encoding() -> None:
    body = b"text " * 1000
    answer = Answer.of(Response(body, 201, mimetype="text/plain"), ANYBODY)
    assert len(answer.packed) < 100
    server = Flask(__name__)
    for accepted, expected in (("br", body), ("gzip, br", body), ("gzip", None), ("", None)):
        with server.test_request_context(headers={"Accept-Encoding": accepted}):
            response = answer.response()
        assert (response.status_code, response.mimetype) == (201, "text/plain")
        if expected is None:
            assert response.data == body
            assert response.content_encoding is None
        else:
            assert (brotli.decompress(response.data), response.content_encoding) == (body, "br")
    other = Answer.of(Response(b"other"), ANYBODY)
    assert other.etag != answer.etag


def test_large_keys_take_no_room() -> None:
    kept, make = ResponseCache(), Maker()
    tracemalloc.start()
    try:
        for number in range(200):
            levels = tuple(f"level {number} {place}" for place in range(1000))
            kept.answer("test", ANYBODY, levels, make)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert make.made == 200
    assert held < 1_000_000  # the levels of all keys would take 14 MB
