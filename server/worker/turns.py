"""Whose turn it is: clients that wait are served in turn, however much each of them asks."""

from __future__ import annotations

import logging
import threading
from collections import Counter, OrderedDict, deque
from typing import Protocol

_LOG = logging.getLogger(__name__)
_PROMPT = 2  # threads for health: readiness may wait for a warehouse that is away


class Request(Protocol):
    """What waits: a connection with a request that has come in whole."""

    @property
    def client(self) -> str:
        """Who asks."""

    @property
    def prompt(self) -> bool:
        """True for health checks, which no page may keep waiting."""

    def service(self) -> None:
        """Answer."""


class Turns:
    """The threads of a worker, and what waits for them; a task dispatcher of waitress.

    Of one client at most a quarter of the threads work at once, so that others find one free.
    """

    def __init__(self, threads: int) -> None:
        self._most_of_one = max(1, threads // 4)
        self._waiting: OrderedDict[str, deque[Request]] = OrderedDict()
        self._running = Counter[str]()
        self._prompt: deque[Request] = deque()
        self._lock = threading.Lock()
        self._turn = threading.Condition(self._lock)
        self._prompt_turn = threading.Condition(self._lock)
        self._busy = 0
        for _ in range(threads):
            threading.Thread(target=self._work, daemon=True).start()
        for _ in range(_PROMPT):
            threading.Thread(target=self._work_promptly, daemon=True).start()

    def add_task(self, task: Request) -> None:
        """Put a request in line. Called by waitress."""
        with self._lock:
            if task.prompt:
                self._prompt.append(task)
                self._prompt_turn.notify()
            else:
                self._waiting.setdefault(task.client, deque()).append(task)
                self._turn.notify()

    def busy(self) -> bool:
        """True while anything waits or runs."""
        with self._lock:
            return bool(self._busy or self._waiting or self._prompt)

    def _work(self) -> None:
        while True:
            client, task = self._next()
            try:
                self._serve(task)
            finally:
                with self._lock:
                    self._busy -= 1
                    self._running[client] -= 1
                    if not self._running[client]:
                        del self._running[client]

    def _next(self) -> tuple[str, Request]:
        """The next client's oldest request; waits for one."""
        with self._lock:
            while True:
                for client, waiting in self._waiting.items():
                    if self._running[client] < self._most_of_one:
                        task = waiting.popleft()
                        self._waiting.move_to_end(client)
                        if not waiting:
                            del self._waiting[client]
                        self._running[client] += 1
                        self._busy += 1
                        return client, task
                self._turn.wait()

    def _work_promptly(self) -> None:
        while True:
            with self._lock:
                while not self._prompt:
                    self._prompt_turn.wait()
                task = self._prompt.popleft()
                self._busy += 1
            try:
                self._serve(task)
            finally:
                with self._lock:
                    self._busy -= 1

    @staticmethod
    def _serve(task: Request) -> None:
        try:
            task.service()
        except Exception:
            _LOG.exception("A connection failed")
