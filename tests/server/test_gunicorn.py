"""The server as it is run: several processes, new data on request and by signal."""

from __future__ import annotations

import json
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.serving import started
from tests.callbacks.client import files_of
from tests.data.company import LONG, Company, answers, survey

TOKEN = "a-token-of-somebody"
PATIENCE = 60  # seconds


@dataclass
class Server:
    """A running server and the company that it serves."""

    address: str
    company: Company
    hang_up: Callable[[], None]

    def status(self, path: str, token: str = "") -> int:
        asked = urllib.request.Request(f"{self.address}{path}", method="POST" if token else "GET")
        if token:
            asked.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def ready(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.address}/readyz", timeout=PATIENCE) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def write(self, rows: int, end: int | None = None) -> None:
        self.company.write(LONG, survey_csv=survey(*answers(rows))[:end])

    def until(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """What `/readyz` says when the condition holds."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = self.ready()
            if condition(found):
                return found
            time.sleep(0.05)
        raise AssertionError(f"not so after {PATIENCE} s: {found}")

    def until_rows(self, rows: int) -> None:
        self.until(lambda found: found["rows"]["feedback"] == rows)


@contextmanager
def serve(folder: Path, **settings: str) -> Iterator[Server]:
    company = Company(folder)
    first = Server("", company, lambda: None)
    first.write(200)
    with started(company.mapping, folder, reload_token=TOKEN, **settings) as (address, process):
        yield Server(address, company, lambda: process.send_signal(signal.SIGHUP))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Four workers that take new data when they are told to."""
    with serve(tmp_path_factory.mktemp("server"), workers="4", watch="0") as running:
        yield running


def test_cold_workers_have_every_file(server: Server) -> None:
    with urllib.request.urlopen(f"{server.address}/", timeout=PATIENCE) as answer:
        files = files_of(answer.read().decode())
    files += ["/_dash-layout", "/_dash-dependencies", "/_favicon.ico"]
    assert len(files) > 10
    with ThreadPoolExecutor(32) as pool:
        statuses = set(pool.map(server.status, files * 16))
    assert statuses == {200}


def test_new_data_on_request(server: Server) -> None:
    server.write(300)
    assert server.status("/admin/reload", "another") == 401
    assert server.status("/admin/reload", TOKEN) == 202
    assert server.status("/admin/reload", TOKEN) == 202  # while the first is under way
    server.until_rows(300)


def test_new_data_by_signal_without_a_request_lost(server: Server) -> None:
    stop = threading.Event()

    def ask() -> set[int]:
        found = set()
        while not stop.is_set():
            found.add(server.status("/api/overview?period=all"))
            stop.wait(0.02)  # the load has the lower priority
        return found

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        try:
            server.write(400)
            server.hang_up()
            server.until_rows(400)
        finally:
            stop.set()
        assert [one.result() for one in asking] == [{200}] * 2


def test_a_source_that_goes_bad_is_said_and_mends_itself(tmp_path: Path) -> None:
    with serve(tmp_path, workers="2", watch="1") as server:
        server.write(500, end=-3)
        found = server.until(lambda found: bool(found["load"]["state"] == "failed"))
        assert found["status"] == "ready"
        assert found["rows"]["feedback"] == 200
        assert "survey.csv ends in the middle of a row" in found["load"]["message"]
        server.write(500)
        server.until_rows(500)
        server.until(lambda found: bool(found["load"]["message"] == ""))


def test_slow_clients_hold_up_nobody(server: Server) -> None:
    port = int(server.address.rpartition(":")[2])
    with ExitStack() as open_ones:
        for begun in (
            b"",
            b"GET / HTTP/1.1\r\nHost: loc",
            b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ):
            for _ in range(40):  # more than all threads of all workers
                one = socket.create_connection(("127.0.0.1", port), PATIENCE)
                open_ones.enter_context(one).sendall(begun)
        for path in ("/healthz", "/readyz", "/api/overview?period=all"):
            begun_at = time.monotonic()
            assert server.status(path) == 200
            assert time.monotonic() - begun_at < 5
