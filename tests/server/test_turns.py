"""Clients that wait are served in turn, and health checks never wait behind pages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from server.worker.turns import Turns

PATIENCE = 10  # seconds


@dataclass
class Asked:
    """A request whose answer is a call."""

    client: str
    answer: Callable[[], object]
    prompt: bool = False

    def service(self) -> None:
        self.answer()


def test_one_client_of_many_requests_leaves_threads_to_others() -> None:
    turns, gate = Turns(8), threading.Event()
    running, others = threading.Semaphore(0), threading.Event()

    def slow() -> None:
        running.release()
        gate.wait(PATIENCE)

    for _ in range(50):
        turns.add_task(Asked("many", slow))
    turns.add_task(Asked("one", others.set))
    assert others.wait(PATIENCE)
    assert [running.acquire(timeout=1) for _ in range(2)] == [True, True]  # a quarter of 8
    assert not running.acquire(timeout=0.2)
    gate.set()


def test_clients_take_turns() -> None:
    turns, gate, done = Turns(1), threading.Event(), threading.Semaphore(0)
    order: list[str] = []

    def answer(name: str) -> Callable[[], None]:
        def one() -> None:
            order.append(name)
            done.release()

        return one

    turns.add_task(Asked("first", lambda: gate.wait(PATIENCE)))
    for name in ("many", "many", "many", "some", "some", "one"):
        turns.add_task(Asked(name, answer(name)))
    gate.set()
    assert all(done.acquire(timeout=PATIENCE) for _ in range(6))
    assert order == ["many", "some", "one", "many", "some", "many"]


def test_health_is_answered_while_every_thread_is_busy() -> None:
    turns, gate, health = Turns(2), threading.Event(), threading.Event()
    for number in range(20):
        turns.add_task(Asked(f"client {number}", lambda: gate.wait(PATIENCE)))
    turns.add_task(Asked("probe", health.set, prompt=True))
    assert health.wait(PATIENCE)
    assert turns.busy()
    gate.set()


def test_health_is_answered_while_readiness_waits() -> None:
    turns, gate, health = Turns(1), threading.Event(), threading.Event()
    turns.add_task(Asked("probe", lambda: gate.wait(PATIENCE), prompt=True))
    turns.add_task(Asked("probe", health.set, prompt=True))
    assert health.wait(PATIENCE / 2)
    gate.set()


def test_a_request_that_fails_costs_no_thread() -> None:
    turns, answered = Turns(1), threading.Event()

    def fail() -> None:
        raise RuntimeError("a fault")

    for _ in range(5):
        turns.add_task(Asked("one", fail))
    turns.add_task(Asked("one", answered.set))
    assert answered.wait(PATIENCE)
