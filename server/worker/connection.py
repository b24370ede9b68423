"""A connection, and how long it may keep us waiting."""

from __future__ import annotations

import copy
import re
import socket
import time
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from server.http.limits import MOST_SENT
from server.worker.clients import client_of
from server.worker.refusals import Refusal

if TYPE_CHECKING:
    from server.worker.listener import Admission

STREAM_BYTES = 1_000_000  # of an answer that wait to be read; more waits in its thread
_WHOLE_REQUEST = 20.0  # seconds from its first byte to its last
_STILL = 20.0  # seconds in which a client reads nothing of its answer
_IDLE = 75.0  # seconds between two requests
_STREAM_WINDOW = 60.0  # seconds in which a client must have read as much as waits of a stream
# The addresses of answers that are sent, and of pieces of files.
_SENT = re.compile(r".*/(intake/[a-z0-9_]+|own-data/[\w-]+/[0-9]+)", re.DOTALL | re.ASCII)
_PROMPT = frozenset({"/healthz", "/readyz", "/metrics"})


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Reads a request. Answers of services and pieces of files may be larger than all others."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        """Called once, before the limit on the body is looked at."""
        super().parse_header(header_plus)
        if self.command in ("POST", "PUT") and _SENT.fullmatch(self.path):
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = MOST_SENT + 1  # the first size that is refused


class Connection(HTTPChannel):  # type: ignore[misc]
    """waitress reads and writes without a thread; this one also knows who is slow.

    Its times are by the monotonic clock: waitress' own stand still where the clock is put back.
    """

    error_task_class = Refusal
    parser_class = Parser
    server: Admission

    def __init__(
        self,
        server: Admission,
        sock: socket.socket,
        addr: tuple[Any, ...],
        adj: Adjustments,
        map: dict[int, Any] | None = None,
    ) -> None:
        self.moved = self._began = self._window = time.monotonic()
        self._sent = 0  # in the window
        super().__init__(server, sock, addr, adj, map)
        server.admit(self)

    @property
    def peer(self) -> str:
        """The address at the other end."""
        return str(self.addr[0])

    @property
    def client(self) -> str:
        """Who asks what is answered next."""
        forwarded = self.requests[0].headers.get("X_FORWARDED_FOR", "")
        return client_of(self.peer, forwarded, self.server.proxies)

    @property
    def prompt(self) -> bool:
        """True for health checks, and for what is refused unread."""
        request = self.requests[0]
        return bool(request.error) or request.path.removeprefix(self.server.prefix) in _PROMPT

    @property
    def idle(self) -> bool:
        """True where nothing is asked or answered."""
        return not (self.requests or self.request or self.total_outbufs_len)

    def received(self, data: bytes) -> bool:
        """Bytes came in."""
        self.moved = time.monotonic()
        if self.request is None:
            self._began = self.moved
        return bool(super().received(data))

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Bytes go out, as many as the client takes."""
        sent = int(super().send(data, do_close=do_close))
        if sent:
            self.moved = time.monotonic()
            self._sent += sent
        return sent

    def overdue(self, now: float) -> bool:
        """True where the other side keeps us waiting for too long."""
        if self.total_outbufs_len:
            return now - self.moved > _STILL or self._reads_a_stream_slowly(now)
        if self.requests:
            return False  # it is us who are slow
        if self.request is not None:
            return now - self._began > _WHOLE_REQUEST
        return now - self.moved > _IDLE

    def _reads_a_stream_slowly(self, now: float) -> bool:
        """True where a thread has long waited for a client that takes little by little."""
        if self.total_outbufs_len <= STREAM_BYTES:
            self._window, self._sent = now, 0
        elif now - self._window > _STREAM_WINDOW:
            slow = self._sent < STREAM_BYTES
            self._window, self._sent = now, 0
            return slow
        return False
