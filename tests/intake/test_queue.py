"""The queue: nothing is lost, nothing is there twice, whatever comes in whatever order."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.events import Event
from data.intake.queue import QUEUE_FILE, Queue, QueueError, Taken, connect, waits
from tests.server.apart import ROOT

AT = datetime(2026, 3, 1, tzinfo=UTC)


def event(number: int, response: str, minute: int, *, deletes: bool = False) -> Event:
    answer = None if deletes else {"response_id": response, "score": str(number)}
    key = hashlib.sha256(str(number).encode()).digest()
    return Event(key, "app", response, AT + timedelta(minutes=minute), answer)


def kept(folder: Path) -> dict[str, str]:
    """Response -> its score, read without the queue's code."""
    with closing(sqlite3.connect(folder / QUEUE_FILE)) as file:
        rows = file.execute("SELECT response_id, answer FROM answers").fetchall()
    assert len(dict(rows)) == len(rows)
    return {response: json.loads(answer)["score"] for response, answer in rows}


def expected(events: Sequence[Event]) -> dict[str, str]:
    """The same by hand: the newest of each answer, and of what was deleted nothing."""
    found: dict[str, Event] = {}
    for one in sorted(events, key=lambda one: one.changed_at):
        if one.answer is not None:
            found[one.response_id] = one
    gone = {one.response_id for one in events if one.answer is None}
    return {
        response: one.answer["score"]
        for response, one in found.items()
        if one.answer and response not in gone
    }


def test_an_event_that_comes_again_is_taken_once(tmp_path: Path) -> None:
    queue, one = Queue(tmp_path), event(1, "a", 0)
    taken = [queue.take([one]), queue.take([one]), queue.take([one, one])]
    assert [few.new for few in taken] == [1, 0, 0]
    assert Queue(tmp_path).take([one]).new == 0
    assert kept(tmp_path) == {"a": "1"}


def test_a_correction_replaces_and_an_older_state_does_not(tmp_path: Path) -> None:
    queue = Queue(tmp_path)
    for one in (event(1, "a", 5), event(2, "a", 9), event(3, "a", 7)):
        assert queue.take([one]).new == 1
    assert kept(tmp_path) == {"a": "2"}


def test_of_the_same_time_the_later_to_come_wins(tmp_path: Path) -> None:
    queue = Queue(tmp_path)
    queue.take([event(1, "a", 5), event(2, "a", 5)])
    assert kept(tmp_path) == {"a": "2"}


def test_what_was_deleted_never_comes_back_and_is_not_in_the_file(tmp_path: Path) -> None:
    queue, secret = Queue(tmp_path), "Mrs Smith of 4 Mill Lane"
    told = replace(event(1, "a", 0), answer={"response_id": "a", "score": "1", "comment": secret})
    queue.take([told])
    queue.take([event(2, "a", 1, deletes=True)])
    queue.take([told, event(3, "a", 9)])
    assert kept(tmp_path) == {}
    with closing(sqlite3.connect(tmp_path / QUEUE_FILE)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert secret.encode() not in b"".join(one.read_bytes() for one in tmp_path.iterdir())


def test_a_deletion_tells_whether_its_answer_was_here_and_is_kept_all_the_same(
    tmp_path: Path,
) -> None:
    queue = Queue(tmp_path)
    queue.take([event(1, "a", 0), event(2, "b", 0), replace(event(3, "a", 0), intake="other")])
    gone = [event(4, "a", 1, deletes=True), event(5, "later", 1, deletes=True)]
    assert queue.take(gone) == Taken(new=2, deleted=1)
    assert queue.take(gone) == Taken(new=0, deleted=0)
    assert queue.take([event(6, "a", 2, deletes=True)]) == Taken(new=1, deleted=0)
    # Given and deleted at once; and one that comes after its deletion stays deleted.
    both = [event(7, "c", 3), event(8, "c", 4, deletes=True), event(9, "later", 5)]
    assert queue.take(both) == Taken(new=3, deleted=1)
    with closing(sqlite3.connect(tmp_path / QUEUE_FILE)) as file:
        left = file.execute("SELECT intake, response_id FROM answers ORDER BY intake")
        assert left.fetchall() == [("app", "b"), ("other", "a")]
        counted = dict(file.execute("SELECT name, value FROM counted"))
    assert (counted["taken"], counted["deleted"]) == (9, 4)  # a load looks at all of them


@st.composite
def _histories(draw: st.DrawFn) -> list[Event]:
    """Events of few answers; of one answer no two are of the same time."""
    minutes = draw(st.lists(st.integers(0, 50), min_size=1, max_size=12, unique=True))
    return [
        event(number, draw(st.sampled_from("abc")), minute, deletes=draw(st.integers(0, 5)) == 0)
        for number, minute in enumerate(minutes)
    ]


@settings(max_examples=20)
@given(_histories(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(history: list[Event], chance: random.Random) -> None:
    sent = history + chance.choices(history, k=len(history))
    chance.shuffle(sent)
    with tempfile.TemporaryDirectory() as folder:
        queue = Queue(Path(folder))
        new = 0
        while sent:
            several = chance.randint(1, 4)
            new += queue.take(sent[:several]).new
            sent = sent[several:]
        assert new == len(history)
        assert kept(Path(folder)) == expected(history)


def test_many_threads_share_a_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, commits = Queue(tmp_path), []
    write = queue._write

    def slow(batches: Sequence[object]) -> None:
        commits.append(len(batches))
        time.sleep(0.01)  # as a disk takes
        write(batches)  # type: ignore[arg-type]

    monkeypatch.setattr(queue, "_write", slow)
    with ThreadPoolExecutor(16) as pool:
        taken = list(pool.map(lambda n: queue.take([event(n, str(n), 0)]).new, range(200)))
    assert taken == [1] * 200
    assert kept(tmp_path) == {str(n): str(n) for n in range(200)}
    assert sum(commits) == 200
    assert len(commits) < 100


def test_a_full_queue_takes_nothing_more(tmp_path: Path) -> None:
    queue = Queue(tmp_path, most_waiting=3)
    assert queue.take([event(1, "a", 0), event(2, "b", 0)]).new == 2
    with pytest.raises(QueueError, match="wait to be loaded"):
        queue.take([event(3, "c", 0), event(4, "d", 0)])
    assert kept(tmp_path) == {"a": "1", "b": "2"}
    assert queue.take([event(5, "e", 0)]).new == 1


def test_a_disk_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    queue = Queue(tmp_path / "in the way")
    with pytest.raises(QueueError, match="try again later"):
        queue.take([event(1, "a", 0)])
    assert not waits(tmp_path / "in the way")


_TAKES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from data.intake.events import Event
from data.intake.queue import Queue

queue, first = Queue(Path(sys.argv[1])), int(sys.argv[2])
for number in range(first, first + 100_000):
    answer = {"response_id": str(number), "score": str(number)}
    key = number.to_bytes(32)
    queue.take([Event(key, "app", str(number), datetime.now(UTC), answer)])
    print(number, flush=True)
"""


def test_another_process_at_the_first_moment_is_waited_for(tmp_path: Path) -> None:
    """Who sets WAL while another one writes is failed by SQLite at once, not after a while."""
    with closing(sqlite3.connect(tmp_path / QUEUE_FILE, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        later = threading.Timer(0.2, other.rollback)
        later.start()
        connect(tmp_path).close()
        later.join()


def test_killed_at_any_moment_it_has_what_it_said_it_has(tmp_path: Path) -> None:
    """SIGKILL while two processes take events; what they told of is there, once."""
    told: set[str] = set()
    for attempt in range(2):
        running = [
            subprocess.Popen(
                [sys.executable, "-c", _TAKES, str(tmp_path), str(1_000_000 * (2 * attempt + n))],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            for n in range(2)
        ]
        for process in running:
            assert process.stdout
            told |= {process.stdout.readline().strip() for _ in range(5)}
        time.sleep(random.uniform(0, 0.3))
        for process in running:
            os.kill(process.pid, signal.SIGKILL)
            out, _ = process.communicate()
            told |= set(out.split("\n")[:-1])  # a line without its end was being written
        found = kept(tmp_path)
        assert told <= set(found)
        # Of each process at most the one event that was under way.
        assert len(set(found) - told) <= 2 * (attempt + 1)
        assert all(response == score for response, score in found.items())
    assert len(told) > 20
    with closing(sqlite3.connect(tmp_path / QUEUE_FILE)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        counted = dict(file.execute("SELECT name, value FROM counted"))
    assert counted["taken"] == len(kept(tmp_path))
