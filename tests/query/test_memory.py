"""What questions may take of memory and disk, and what is said where that is not enough."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple, NoReturn

import duckdb
import pandas as pd
import pytest
from flask.testing import FlaskClient

from data.errors import TooLargeError
from data.store import data_file
from data.store.data_file import DataFile
from data.store.own_folder import own_folder, remove_dead
from data.store.snapshots import open_snapshot
from data.store.versions import SPILL, clear_up
from tests.callbacks.client import show
from tests.data.company import LONG, Company, answers, survey
from tests.server.apart import ROOT

WORDS = "This needs more memory than one question may take."
LARGE = "SELECT count(*) AS n FROM (SELECT response_id, day FROM feedback GROUP BY ALL)"


@pytest.fixture
def large(company: Company) -> Path:
    rows = (f"{'x' * 30}{i},2026-01-{1 + i % 28:02d},{i % 11}" for i in range(200_000))
    return company.write(LONG, survey_csv=survey(*rows)).build()


def settings_of(database: DataFile) -> dict[str, str]:
    names = ("memory_limit", "temp_directory", "max_temp_directory_size")
    asked = ", ".join(f"current_setting('{name}') AS {name}" for name in names)
    row = database.frame(f"SELECT {asked}").iloc[0]
    return {name: str(row[name]) for name in names}


def opened(file: Path) -> DataFile:
    database = open_snapshot(file).database
    assert isinstance(database, DataFile)
    return database


def test_spilled_files_are_beside_the_data_and_bounded(large: Path) -> None:
    found = settings_of(opened(large))
    assert Path(found["temp_directory"]).parent == large.parent / SPILL
    assert found["memory_limit"] == "122.0 MiB"
    assert found["max_temp_directory_size"] == "244.1 MiB"


def test_they_are_elsewhere_where_nothing_can_be_written_beside_the_data(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(place: Path, prefix: str) -> Path:
        if place == large.parent / SPILL:
            raise PermissionError(13, "Permission denied")
        return own_folder(place, prefix)

    monkeypatch.setattr(data_file, "own_folder", refused)
    where = Path(settings_of(opened(large))["temp_directory"])
    assert where.parent == Path(tempfile.gettempdir())
    assert where.is_dir()


def test_a_question_that_is_too_large_is_told_in_words(
    large: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(data_file, "_LEAST_MEMORY", 5_000_000)
    database = opened(large)
    with pytest.raises(TooLargeError, match=WORDS):
        database.frame(LARGE)
    assert "A question is too large" in caplog.text
    assert database.frame("SELECT count(*) AS n FROM feedback")["n"].item() == 200_000


def too_large(*_: object) -> NoReturn:
    raise duckdb.OutOfMemoryException("Out of Memory Error: failed to offload data block")


def full_disk(*_: object) -> NoReturn:
    raise duckdb.IOException("IO Error: Could not write file: No space left on device")


class Cursor:
    """A cursor whose questions fail."""

    def __init__(self, fails: object) -> None:
        self.execute = fails

    def cursor(self) -> Cursor:
        return self

    def interrupt(self) -> None:
        pass

    def __enter__(self) -> Cursor:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(("fails", "grain"), [(too_large, "week"), (full_disk, "quarter")])
def test_pages_say_it_in_place_of_their_panels(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, fails: object, grain: str
) -> None:
    def ask(_: DataFile, sql: str, __: object) -> pd.DataFrame:
        failing = Cursor(fails)
        return whole(DataFile(failing), sql, failing.cursor)  # type: ignore[arg-type]

    whole = DataFile._ask
    with monkeypatch.context() as patched:
        patched.setattr(DataFile, "_ask", ask)
        link = f"/service?grain={grain}&compare=none&period=all"  # of which nothing is kept yet
        assert WORDS in show(client, link).text("content")
        answer = client.get(f"/api{link}")
        assert answer.status_code in (200, 503)
        assert WORDS in answer.text
        answer = client.get(f"/api/service/volume.csv?grain={grain}&compare=none")
        assert (answer.status_code, WORDS in answer.text) == (503, True)
        answer = client.get("/api/data/rejected.csv")
        assert (answer.status_code, WORDS in answer.text) == (503, True)
    assert WORDS not in show(client, link).text("content")


KILLED = """
import sys, time
from pathlib import Path
from data.store.own_folder import own_folder
print(own_folder(Path(sys.argv[1]), "spill"), flush=True)
time.sleep(60)
"""


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_has_is_not(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / SPILL)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        theirs = Path(other.stdout.readline().strip())
        (theirs / "duckdb_temp_block-1.block").touch()
        clear_up(tmp_path)
        assert theirs.is_dir()
        other.send_signal(signal.SIGKILL)
    ours = own_folder(tmp_path / SPILL, SPILL)
    assert [folder.name for folder in (tmp_path / SPILL).iterdir()] == [ours.name]


def test_folders_of_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spill-x").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: -1)
    remove_dead(tmp_path, "spill")
    assert [folder.name for folder in tmp_path.iterdir()] == ["spill-x"]


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_build_leaves_room_for_its_file(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    connect = duckdb.connect

    class Seen:
        def __init__(self, file: str, **_: object) -> None:
            self._con = connect(file)

        def __enter__(self) -> duckdb.DuckDBPyConnection:
            return self._con

        def __exit__(self, *_: object) -> None:
            limit = self._con.execute("SELECT current_setting('max_temp_directory_size')")
            asked.extend(row[0] for row in limit.fetchall())
            self._con.close()

    company.write(LONG, survey_csv=survey(*answers(20)))
    monkeypatch.setattr("data.ingest.build.shutil.disk_usage", lambda _: _Usage(0, 0, 2 * 1024**3))
    with monkeypatch.context() as patched:
        patched.setattr("data.ingest.build.duckdb", SimpleNamespace(connect=Seen, Error=Exception))
        company.build()
    assert asked == ["1.5 GiB"]
