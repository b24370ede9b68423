"""Many loads are asked for at once: one is under way, one waits, the others end."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from data.ingest.service import load_in_turn
from data.store.load_status import BUILD_LOCK
from data.store.locks import lock
from data.store.snapshots import Store
from server.loads.reload import Loader
from settings import Settings
from tests.browser.serving import started
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
        deadline = time.monotonic() + 30
        while len(ended) < 29 and time.monotonic() < deadline:
            ended = [one for one in many if one.ends_within(0.05)]
        time.sleep(0.5)
        assert [len(ended), sum(one.ends_within(0) for one in many)] == [29, 29]
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
        assert command[:3] == [sys.executable, "-m", "server.loads.load"]
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


def children(pid: int) -> list[tuple[str, str]]:
    """State and command of each process that one has started."""
    found = []
    for started_by in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in started_by.read_text().split():
            with suppress(OSError):  # ended meanwhile
                state = Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0]
                found.append((state, Path(f"/proc/{child}/cmdline").read_text()))
    return found


@pytest.mark.slow
def test_thirty_signals_in_a_row(tmp_path: Path) -> None:
    company = Served(tmp_path)
    company.write(LONG, survey_csv=survey(*answers(200)))
    with started(company.mapping, tmp_path, workers="1", watch="0") as (_, process):
        (company.out,) = tmp_path.glob(f"{tmp_path.name}-*")
        company.store = Store(company.out)
        company.write(LONG, survey_csv=survey(*answers(50_000)))
        for _ in range(30):
            process.send_signal(signal.SIGHUP)
            time.sleep(0.01)
        quiet, most = 0, 0
        while quiet < 20:  # the last load has ended
            loads = [one for one in children(process.pid) if "server.loads.load" in one[1]]
            most, quiet = max(most, len(loads)), 0 if loads or company.rows() == 200 else quiet + 1
            time.sleep(0.05)
        assert most in (1, 2)
        assert company.rows() == 50_000
        assert [state for state, _ in children(process.pid) if state == "Z"] == []
