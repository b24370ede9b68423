"""Clients that are slow, silent or greedy, each kind from an address of its own."""

from __future__ import annotations

import http.client
import itertools
import socket
import threading
import time
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

from benchmarks.crowd import body_maker
from benchmarks.questions import new_view

_SLOW = "127.0.0.5"
_GREEDY = "127.0.0.6"
_EACH = 20  # connections that do not read, and that send half of a header
_SILENT = 100
_GREED = 200  # connections of one client, as fast as it is answered


def slow_clients(address: str, until: float) -> None:
    """Keep slow connections open: as many as are closed are made anew."""
    place = urlsplit(address)
    kinds = [b"GET /api/overview HTTP/1.1\r\nHost: localhost\r\n\r\n"] * _EACH
    kinds += [b"GET / HTTP/1.1\r\nHost: loc"] * _EACH + [b""] * _SILENT
    while time.monotonic() < until:
        with ExitStack() as open_ones, suppress(OSError):
            for sent in kinds:
                one = socket.create_connection(
                    (str(place.hostname), place.port or 80), 10, source_address=(_SLOW, 0)
                )
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                open_ones.enter_context(one).sendall(sent)
            time.sleep(min(20, max(0, until - time.monotonic())))


def greedy_client(address: str, seconds: float) -> None:
    """One client with many connections, each asking for new views; returns at once."""
    place, body, numbers = urlsplit(address), body_maker(address), itertools.count()
    until = time.monotonic() + seconds

    def ask() -> None:
        while time.monotonic() < until:
            client = http.client.HTTPConnection(
                str(place.hostname), place.port, timeout=60, source_address=(_GREEDY, 0)
            )
            with suppress(OSError, http.client.HTTPException):
                while time.monotonic() < until:
                    headers = {"Content-Type": "application/json"}
                    sent = body(new_view(next(numbers)))
                    client.request("POST", "/_dash-update-component", sent, headers)
                    client.getresponse().read()
            client.close()
            time.sleep(0.2)

    for _ in range(_GREED):
        threading.Thread(target=ask, daemon=True).start()
