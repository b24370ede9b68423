"""The address that is listened on: how many may be connected, and for how long."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import BaseWSGIServer, TcpWSGIServer, UnixWSGIServer

from server.http.limits import MOST_BYTES
from server.worker.clients import Network, is_proxy
from server.worker.connection import STREAM_BYTES, Connection
from server.worker.turns import Turns

_MOST_CONNECTIONS = 500  # of a worker
_MOST_OF_ONE = 100  # of a client that is no proxy
_MOST_OF_HEADERS = 64 * 1024
_NEVER = 1 << 40  # bytes: nothing is written to temporary files, whose disk may be full


class Admission(BaseWSGIServer):  # type: ignore[misc]
    """waitress with limits for each client."""

    channel_class = Connection
    proxies: Sequence[Network] = ()
    prefix = ""

    def admit(self, new: Connection) -> None:
        """Make room for a connection by closing the one that is idle for longest; else close it."""
        every = [one for one in self.active_channels.values() if not one.will_close]
        of_peer = [one for one in every if one.peer == new.peer]
        if len(of_peer) > _MOST_OF_ONE and not is_proxy(new.peer, self.proxies):
            crowd = of_peer
        elif len(every) > _MOST_CONNECTIONS:
            crowd = every
        else:
            return
        idle = [one for one in crowd if one.idle and one is not new]
        min(idle, key=lambda one: one.moved, default=new).will_close = True

    def maintenance(self, now: float) -> None:
        """Nothing: see `close_overdue`, which goes by another clock."""

    def close_overdue(self, now: float) -> None:
        """Close connections that keep us waiting. `now` is of the monotonic clock."""
        for one in list(self.active_channels.values()):
            if one.overdue(now):
                # At once: a client that reads nothing never becomes writable.
                one.handle_close()

    def stop_accepting(self) -> None:
        """Leave new connections to other workers."""
        self.accepting = False
        self.del_channel()
        self.socket.close()


class _Tcp(Admission, TcpWSGIServer):  # type: ignore[misc]
    pass


class _Unix(Admission, UnixWSGIServer):  # type: ignore[misc]
    pass


def take_a_turn(channels: dict[int, Any], listeners: Sequence[Admission], wait: float) -> None:
    """Read and write what can be now on all connections; where nothing can, `wait` seconds.

    What keeps us waiting for too long is closed.
    """
    wasyncore.loop(timeout=wait, use_poll=True, map=channels, count=1)
    for one in listeners:
        one.close_overdue(time.monotonic())


def listen(
    application: Callable[..., Any],
    bound: socket.socket,
    channels: dict[int, Any],
    turns: Turns,
    proxies: Sequence[Network],
    prefix: str,
) -> Admission:
    """Answer what comes to a bound socket. `channels` is the map of waitress' loop."""
    kind = _Unix if bound.family == socket.AF_UNIX else _Tcp
    limits = Adjustments(
        ident=None,
        connection_limit=2 * _MOST_CONNECTIONS,  # never reached: see `Admission.admit`
        max_request_header_size=_MOST_OF_HEADERS,
        max_request_body_size=MOST_BYTES,
        inbuf_overflow=_NEVER,
        outbuf_overflow=_NEVER,
        outbuf_high_watermark=STREAM_BYTES,
        log_socket_errors=False,
        clear_untrusted_proxy_headers=False,  # whose word is taken: see server.gate.client
    )
    made: Admission = kind(
        application,
        channels,
        _sock=bound,
        dispatcher=turns,
        adj=limits,
        sockinfo=(bound.family, bound.type, bound.proto, bound.getsockname()),
        bind_socket=False,
    )
    made.proxies, made.prefix = proxies, prefix.rstrip("/")
    return made
