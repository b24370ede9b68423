"""A service on loopback that answers as a recorded one does, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = Any


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Answer:
    """What comes back."""

    body: Json = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class StandIn:
    """Where it is, what it was asked so far, and what goes wrong first of all."""

    address: str
    asked: list[Asked] = field(default_factory=list)
    first: list[Answer] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


@contextmanager
def standing_in(answer: Callable[[Asked, str], Answer]) -> Iterator[StandIn]:
    """Serves `answer(request, own address)`, after the answers in `first`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            query = {key: ",".join(values) for key, values in parse_qs(parts.query).items()}
            one = Asked(self.command, parts.path, query, dict(self.headers), body)
            there.asked.append(one)
            said = there.first.pop(0) if there.first else answer(one, there.address)
            text = json.dumps(said.body).encode()
            self.send_response(said.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Whoever was killed, or had enough, hangs up."""

    server = Server(("127.0.0.1", 0), Handler)
    there = StandIn(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
