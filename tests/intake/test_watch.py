"""What was sent leads to a load by itself."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from data.intake.published import publish
from data.intake.queue import Queue
from data.mapping import load_mapping
from server.loads import watch
from tests.intake.sent import answer, company, received


def test_a_load_is_asked_for_until_one_has_taken_up_what_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SENT_EVERY", 0.01)
    of, asked = company(tmp_path), threading.Semaphore(0)
    of.out.mkdir()
    arguments = (of.out, asked.release)
    threading.Thread(target=watch.watch_sent, args=arguments, daemon=True).start()
    assert not asked.acquire(timeout=0.2)
    Queue(of.out).take(received(answer(10)).events)
    assert asked.acquire(timeout=30)
    publish(load_mapping(of.mapping), of.out)
    while asked.acquire(timeout=0.2):  # one look may have been under way
        pass
    Queue(of.out).take(received(answer(11)).events)
    assert asked.acquire(timeout=30)
