"""Many loads are asked for at once: one is under way, one waits, the others end."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from data.ingest.service import load_in_turn
from data.store.load_status import BUILD_LOCK
from data.store.locks import lock
from server.reload import Loader
from settings import Settings
from tests.data.company import LONG, answers, survey
from tests.faults.apart import Load
from tests.faults.conftest import Served


def test_of_thirty_that_start_at_once_one_waits_and_it_reads_the_newest(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*answers(210)))
    many = [Load(served.mapping, served.out, how=load_in_turn) for _ in range(30)]
    with lock(served.out / BUILD_LOCK, wait=True):  # as a load that is under way
        for one in many:
            one.go()
        ended: list[Load] = []
        while len(ended) < 29:
            ended = [one for one in many if one.ends_within(0.05)]
        time.sleep(0.5)
        assert len([one for one in many if one.ends_within(0)]) == 29
        served.write(LONG, survey_csv=survey(*answers(220)))
    assert {one.outcome().file for one in ended} == {""}
    (waited,) = set(many) - set(ended)
    assert waited.outcome().file
    assert served.rows() == 220


def test_one_process_starts_one_and_waits_for_it(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, running, most, started = threading.Event(), [], [0], threading.Semaphore(0)

    def run(command: list[str], **_: object) -> None:
        assert command[:3] == [sys.executable, "-m", "server.load"]
        running.append(1)
        most[0] = max(most[0], len(running))
        started.release()
        assert go.wait(60)
        running.pop()

    monkeypatch.setattr(subprocess, "run", run)
    loader = Loader(Settings(mapping=served.mapping, folder=served.folder))
    for _ in range(30):
        loader.start()
    assert started.acquire(timeout=60)
    go.set()
    assert started.acquire(timeout=60)
    assert not started.acquire(timeout=0.5)
    assert most == [1]


def test_the_folder_is_cleared_up_where_there_is_nothing_to_load(served: Served) -> None:
    building = served.out / ".building-x"
    building.mkdir()
    for name in ("new.duckdb", "stages.duckdb"):
        (building / name).touch()
    (served.out / ".new-1-current").touch()
    (served.out / "0123456789ab.later").touch()
    served.load()
    assert served.left() == ["build.lock", "current", "load.json"]
