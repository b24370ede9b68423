"""A load is killed at each step that changes what is on the disk, and at moments in between."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.store.snapshots import Store
from tests.data.company import LONG, answers, survey
from tests.faults.apart import Load
from tests.faults.conftest import Served


@dataclass(frozen=True)
class DiesAt:
    """Kills its own process before the so-manieth sync, rename or deletion: just as well as after
    the one before it, since nothing else changes what is on the disk."""

    step: int

    def __call__(self) -> None:
        left = [self.step]

        def deadly(what: Callable[..., Any]) -> Callable[..., Any]:
            def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return what(*given, **named)

            return call

        os.fsync = deadly(os.fsync)
        os.utime = deadly(os.utime)
        for name in ("replace", "unlink"):
            setattr(Path, name, deadly(getattr(Path, name)))


def check_then_load_again(served: Served, before: int, rows: int) -> None:
    """What a killed load left is served, and the next load leaves all as it should be."""
    for store in (served.store, Store(served.out)):
        assert store.snapshot().catalog.tables[0].accepted in (before, rows)
        assert store.status().state != "loading"
    file = served.load()
    assert served.rows() == rows
    assert (served.store.status().state, served.store.status().message) == ("loaded", "")
    assert (served.out / "current").read_text() == file.name
    assert set(served.left()) <= {"build.lock", "waiting.lock", "current", "load.json"}
    assert len(list(served.out.glob("*.duckdb"))) == 2


@pytest.mark.slow
def test_killed_at_every_step(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*answers(205))).load()
    before, step, killed = 205, 0, True
    while killed:
        step += 1
        rows = 1000 + step
        served.write(LONG, survey_csv=survey(*answers(rows)))
        one = Load(served.mapping, served.out, DiesAt(step))
        one.go()
        one.process.join(60)
        killed = one.process.exitcode == -signal.SIGKILL
        check_then_load_again(served, before, rows)
        before = rows
    assert step > 12  # status, data file and pointer: synced, renamed, and their folder synced


@pytest.mark.slow
def test_killed_at_ten_moments_around_the_rename(served: Served) -> None:
    chance = random.Random(20)
    served.write(LONG, survey_csv=survey(*answers(205))).load()
    before = 205
    for moment in range(10):
        rows = 5000 + moment
        served.write(LONG, survey_csv=survey(*answers(rows)))
        files = set(served.out.glob("*.duckdb"))
        one = Load(served.mapping, served.out)
        one.go()
        while set(served.out.glob("*.duckdb")) == files and one.process.is_alive():
            time.sleep(0.0005)  # until the new file has its name
        time.sleep(chance.uniform(0, 0.004))
        one.kill()
        check_then_load_again(served, before, rows)
        before = rows
