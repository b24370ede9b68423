"""gunicorn's processes with waitress' connections: no thread waits for a slow client."""

from __future__ import annotations

import os
import time
from types import FrameType
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore

from server.worker.listener import Admission, listen, take_a_turn
from server.worker.turns import Turns
from settings import Settings

_SWEEP = 1.0  # seconds between looks for connections that keep us waiting


class FairWorker(Worker):  # type: ignore[misc]
    """One thread reads and writes all connections, others answer whole requests in turn."""

    _listeners: list[Admission]

    def run(self) -> None:
        """Answer until told to end; then finish what has begun."""
        settings, turns = Settings(), Turns(self.cfg.threads)
        channels: dict[int, Any] = {}
        self._listeners = [
            listen(self.wsgi, one.sock, channels, turns, settings.proxies, settings.prefix)
            for one in self.sockets
        ]
        while self.alive and self.ppid == os.getppid():
            self._turn(channels)
        for one in self._listeners:
            one.stop_accepting()
        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and (turns.busy() or self._unread()):
            self._turn(channels)
        wasyncore.close_all(channels, ignore_all=True)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End, and look up from waiting to do so."""
        super().handle_exit(sig, frame)
        for one in getattr(self, "_listeners", []):
            one.pull_trigger()

    def _turn(self, channels: dict[int, Any]) -> None:
        self.notify()
        take_a_turn(channels, self._listeners, _SWEEP)

    def _unread(self) -> bool:
        """True while a client has not read the whole of its answer."""
        return any(
            connection.total_outbufs_len
            for one in self._listeners
            for connection in one.active_channels.values()
        )
