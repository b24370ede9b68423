"""Slow, silent and greedy clients: none of them holds a thread, and others are answered."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from ipaddress import ip_network
from typing import Any

import pytest
from waitress import wasyncore

from server.http.security import HEADERS
from server.worker import connection, listener
from server.worker.listener import listen, take_a_turn
from server.worker.turns import Turns

BIG = 8_000_000  # bytes: more than the machine keeps for a client that does not read
CHUNK = b"x" * 100_000
Start = Callable[[str, list[tuple[str, str]]], object]


class Listening:
    """A small application behind the worker's connections."""

    def __init__(self) -> None:
        self.ended = threading.Event()  # a stream that nobody read was given up
        self._stop = threading.Event()
        bound = socket.create_server(("127.0.0.1", 0))
        self.port: int = bound.getsockname()[1]
        self._channels: dict[int, Any] = {}
        # From 127.0.0.2 on, addresses of this machine are clients like any other.
        proxies = [ip_network("127.0.0.1")]
        one = listen(self._answer, bound, self._channels, Turns(4), proxies, "/cx/")

        def run() -> None:
            while not self._stop.is_set():
                take_a_turn(self._channels, [one], 0.02)

        self._loop = threading.Thread(target=run, daemon=True)
        self._loop.start()

    def _answer(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/big":
                start("200 OK", [("Content-Length", str(BIG))])
                return [b"x" * BIG]
            case "/stream":
                start("200 OK", [("Content-Type", "text/csv")])
                return self._stream()
            case "/slow":
                time.sleep(0.3)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    def _stream(self) -> Iterator[bytes]:
        try:
            for _ in range(10_000):
                yield CHUNK
        finally:
            self.ended.set()

    def close(self) -> None:
        self._stop.set()
        self._loop.join(5)
        wasyncore.close_all(self._channels)

    def connect(self, address: str = "127.0.0.2") -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), 10, source_address=(address, 0))
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        return made

    def seconds(self, path: str = "/", address: str = "127.0.0.3") -> float:
        """How long a polite client waits for an answer."""
        client = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=20, source_address=(address, 0)
        )
        begun = time.monotonic()
        with closing(client):
            client.request("GET", path)
            response = client.getresponse()
            response.read()
            assert response.status == 200
        return time.monotonic() - begun

    def says(self, sent: bytes) -> bytes:
        """All that comes back until the connection is closed."""
        with self.connect() as one:
            one.sendall(sent)
            return b"".join(iter(lambda: one.recv(65536), b""))


@pytest.fixture
def server() -> Iterator[Listening]:
    running = Listening()
    yield running
    running.close()


def asked(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def closed(one: socket.socket, seconds: float) -> bool:
    """True where the other side closes within that time."""
    one.settimeout(seconds)
    try:
        while one.recv(65536):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


@pytest.mark.parametrize("path", ["/big", "/stream"])
def test_clients_that_do_not_read_hold_nobody_up(server: Listening, path: str) -> None:
    with ExitStack() as open_ones:
        for _ in range(20):
            one = open_ones.enter_context(server.connect())
            one.sendall(asked(path))
        time.sleep(0.3)
        assert server.seconds() < 1
        assert server.seconds("/healthz") < 1


def test_half_a_header_holds_nobody_up_and_is_closed(
    server: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_WHOLE_REQUEST", 0.5)
    with ExitStack() as open_ones:
        halves = [open_ones.enter_context(server.connect()) for _ in range(20)]
        for one in halves:
            one.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert server.seconds() < 1
        for _ in range(8):  # one byte after the other does not help it
            with suppress(OSError):
                halves[0].sendall(b"h")
            time.sleep(0.1)
        assert all(closed(one, 2) for one in halves)


def test_half_a_body_is_closed(server: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_WHOLE_REQUEST", 0.3)
    with server.connect() as one:
        one.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nhalf")
        assert closed(one, 3)


def test_silent_connections_hold_nobody_up_and_are_closed(
    server: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as open_ones:
        silent = [open_ones.enter_context(server.connect()) for _ in range(200)]
        assert server.seconds() < 1
        assert server.seconds(address="127.0.0.2") < 1  # room was made for its own client, too
        monkeypatch.setattr(connection, "_IDLE", 0.2)
        assert all(closed(one, 3) for one in silent)


def test_of_one_client_no_more_than_the_limit_is_connected(
    server: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "_MOST_OF_ONE", 3)
    with ExitStack() as open_ones:
        first, *others = [open_ones.enter_context(server.connect()) for _ in range(5)]
        assert closed(first, 2)  # the one that was idle for longest
        assert closed(others[0], 2)
        assert not closed(others[-1], 0.2)
        busy = [open_ones.enter_context(server.connect("127.0.0.4")) for _ in range(3)]
        for one in busy:
            one.sendall(asked("/big"))
        time.sleep(0.3)
        with server.connect("127.0.0.4") as more:
            assert closed(more, 2)
        of_proxy = [open_ones.enter_context(server.connect("127.0.0.1")) for _ in range(9)]
        assert not any(closed(one, 0.02) for one in of_proxy)


def test_connections_that_do_nothing_make_room_for_others(
    server: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "_MOST_CONNECTIONS", 5)
    with ExitStack() as open_ones:
        for _ in range(30):  # of a proxy, which may have as many as there are
            open_ones.enter_context(server.connect("127.0.0.1"))
        assert server.seconds() < 1
        assert server.seconds(address="127.0.0.1") < 1


def test_an_answer_that_nobody_reads_is_given_up(
    server: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_STILL", 0.3)
    with server.connect() as one:
        one.sendall(asked("/stream"))
        assert server.ended.wait(5)


def test_a_stream_that_is_read_byte_by_byte_is_given_up(
    server: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_STREAM_WINDOW", 0.5)
    with server.connect() as one:
        one.sendall(asked("/stream"))
        until = time.monotonic() + 5
        while not server.ended.is_set() and time.monotonic() < until:
            one.recv(1)
            time.sleep(0.02)
        assert server.ended.is_set()


def test_a_stream_that_is_read_comes_whole(server: Listening) -> None:
    with server.connect() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        one.sendall(asked("/big"))
        head, _, body = b"", b"", b""
        while b"\r\n\r\n" not in head:
            head += one.recv(65536)
        _, _, body = head.partition(b"\r\n\r\n")
        while len(body) < BIG:
            body += one.recv(1 << 20)
        assert body == b"x" * BIG


def test_many_questions_of_one_client_leave_the_others_their_turn(server: Listening) -> None:
    with ExitStack() as open_ones:
        for _ in range(60):
            open_ones.enter_context(server.connect()).sendall(asked("/slow"))
        time.sleep(0.1)
        assert server.seconds("/slow") < 1.5
        assert server.seconds("/cx/healthz", "127.0.0.2") < 0.5  # even of the greedy one


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nLong: " + b"a" * (64 * 1024 - 35) + b"\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: odd\r\n\r\n", 501),
    ],
)
def test_refusals_have_words_and_the_headers(server: Listening, sent: bytes, status: int) -> None:
    head, _, body = server.says(sent).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].split()[1] == str(status)
    found = {name.lower(): text for name, _, text in (line.partition(": ") for line in lines[1:])}
    assert found["content-security-policy"].startswith("default-src 'none'")
    for name, text in HEADERS.items():
        assert found[name.lower()] == text
    assert "server" not in found
    assert body.decode().strip().endswith(".")
    assert b"waitress" not in body
