"""Builds that cannot end well: disk full, killed, folder read-only, several at once."""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.ingest.service import found_version, load
from data.store.load_status import BUILD_LOCK, LoadStatus, write_status
from data.store.locks import lock
from tests.data.company import LONG, answers, survey
from tests.faults.apart import Load, as_nobody, load_apart, starved
from tests.faults.conftest import ROWS, Served


def test_a_full_disk(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*answers(60_000)))
    outcome = load_apart(served.mapping, served.out, starved(400_000))
    assert outcome.error.startswith(f"There is no room left in {served.out}. (")
    assert "Write the file anew" not in outcome.error
    assert served.rows() == 200
    assert (served.store.status().state, served.store.status().message) == ("failed", outcome.error)
    assert served.left() == ["build.lock", "current", "load.json"]
    served.load()
    assert (served.store.status().state, served.rows()) == ("loaded", 60_000)


def seconds_of_a_load(served: Served, rows: int) -> float:
    served.write(LONG, survey_csv=survey(*answers(rows)))
    one = Load(served.mapping, served.out)
    started = time.monotonic()
    one.go()
    assert one.outcome().error == ""
    return time.monotonic() - started


@pytest.mark.slow
def test_killed_at_twelve_moments(served: Served) -> None:
    chance = random.Random(3679)
    longest = min(seconds_of_a_load(served, rows) for rows in (29_998, 29_999, 30_000))
    before, interrupted = 30_000, 0
    for moment in range(12):
        rows = 30_001 + moment
        served.write(LONG, survey_csv=survey(*answers(rows)))
        one = Load(served.mapping, served.out)
        one.go()
        time.sleep(chance.uniform(0, longest))
        one.kill()
        assert served.rows() in (before, rows)
        status = served.store.status()
        assert status.state != "loading"
        if status.state == "failed":
            assert status.message == "The load was interrupted before its end."
            interrupted += 1
        else:
            assert status.message == ""
        before = served.rows()
    assert interrupted >= 3  # it was hit before its end, and not only before its beginning
    served.write(LONG, survey_csv=survey(*answers(40_000))).load()
    assert (served.store.status().state, served.rows()) == ("loaded", 40_000)
    assert served.left() == ["build.lock", "current", "load.json"]
    assert len(list(served.out.glob("*.duckdb"))) == 2  # the one in use, and the one before


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that others may read, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    (folder / "out").chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_cannot_be_written(reachable: Path) -> None:
    served = Served(reachable)
    good = served.write(LONG, survey_csv=survey(*ROWS)).load()
    served.out.chmod(0o555)
    unchanged = load_apart(served.mapping, served.out, as_nobody)
    assert (unchanged.file, unchanged.error) == (good.name, "")
    served.write(LONG, survey_csv=survey(*answers(400)))
    refused = load_apart(served.mapping, served.out, as_nobody)
    assert refused.error == f"{served.out / 'build.lock'}: Permission denied."
    assert served.rows() == 200
    served.out.chmod(0o755)
    served.load()
    assert served.rows() == 400


def test_instances_on_one_folder_build_once(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*answers(30_000)))
    together = [Load(served.mapping, served.out) for _ in range(3)]
    for one in together:
        one.go()
    outcomes = [one.outcome() for one in together]
    assert [outcome.error for outcome in outcomes] == ["", "", ""]
    assert len({outcome.file for outcome in outcomes}) == 1
    told = [text for outcome in outcomes for text in outcome.told]
    assert len([text for text in told if text.endswith("writing the data file")]) == 1
    assert served.rows() == 30_000


def test_who_waited_for_a_load_that_failed_does_not_repeat_it(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*answers(30_000)).replace(",score", ",scroe"))
    together = [Load(served.mapping, served.out) for _ in range(3)]
    for one in together:
        one.go()
    outcomes = [one.outcome() for one in together]
    assert len({outcome.error for outcome in outcomes}) == 1
    assert "scroe" in outcomes[0].error
    assert served.rows() == 200


def test_who_attends_takes_what_was_refused_while_they_waited(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*answers(20)))  # less than half of the rows in use
    waits = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with lock(served.out / BUILD_LOCK, wait=True):
            attended = pool.submit(
                load, served.mapping, served.out, lambda _: waits.set(), attended=True
            )
            assert waits.wait(60)
            loading = LoadStatus(version=found_version(served.mapping, served.out))
            write_status(served.out, loading.ended("failed", "less than half"))
        assert attended.result(60)
    assert (served.store.status().state, served.rows()) == ("loaded", 20)
