"""A power loss leaves state files empty or torn: old data are served, the next load mends it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app import load_at_start
from data.durable import write_durably
from data.ingest.files.sources import locate
from data.ingest.files.version import version_now
from data.ingest.service import found_version
from data.mapping import load_mapping
from data.sample import write_sample
from data.store.load_status import STATUS_FILE, LoadStatus, write_status
from data.store.snapshots import Store
from server.loads.watch import Watch
from settings import Settings
from tests.callbacks.client import client_of
from tests.data.company import LONG, answers, survey
from tests.faults.conftest import Served

TORN = [
    b"",
    b"\0" * 19,
    b"0123456",
    b"../out/0123456789ab.duckdb",
    b"0123456789ab.duckdb",  # of a file that is not there
    b"load.json",
    b"\xff\xfe\x00",
    None,  # a folder
]


@pytest.fixture(params=TORN, ids=repr)
def torn(served: Served, request: pytest.FixtureRequest) -> Served:
    """Two versions, of 200 and of 210 rows, and a pointer that names neither."""
    served.write(LONG, survey_csv=survey(*answers(210))).load()
    pointer = served.out / "current"
    pointer.unlink()
    if request.param is None:
        pointer.mkdir()
        (pointer / "file").touch()
    else:
        pointer.write_bytes(request.param)
    return served


def test_the_newest_data_are_served_and_the_next_load_mends_the_pointer(
    torn: Served, caplog: pytest.LogCaptureFixture
) -> None:
    fresh = Store(torn.out)
    for _ in range(3):
        assert fresh.snapshot().catalog.tables[0].accepted == 210
    assert len([line for line in caplog.messages if "are served" in line]) == 1
    assert torn.rows() == 200  # of those who had the version before open
    file = torn.load()
    assert (torn.out / "current").read_text() == file.name
    assert torn.rows() == fresh.snapshot().catalog.tables[0].accepted == 210
    assert torn.left() == ["build.lock", "current", "load.json"]


def test_the_watch_mends_it(torn: Served) -> None:
    looking = Watch(torn.mapping, torn.out)
    assert [looking.due() for _ in range(2)] == [False, True]


def test_the_refusals_still_hold(torn: Served) -> None:
    torn.write(LONG, survey_csv=survey(*answers(20)))
    with pytest.raises(Exception, match="less than half of the 210 in use"):
        torn.load()
    assert Store(torn.out).snapshot().catalog.tables[0].accepted == 210


def test_at_the_start_with_sources_that_are_gone(served: Served, tmp_path: Path) -> None:
    settings = Settings(mapping=served.mapping, folder=tmp_path / "built")
    load_at_start(settings)
    folder = settings.place()[1]
    (folder / "current").write_bytes(b"")
    (served.folder / "survey.csv").unlink()
    client = client_of(settings)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["rows"]) == (200, {"feedback": 200})
    assert client.get("/api/overview?period=all").status_code == 200


def test_the_newest_is_that_which_was_taken_last_whatever_the_clock(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.store.versions.time.time_ns", lambda: 10**18)  # in 2001
    served.write(LONG, survey_csv=survey(*answers(210))).load()
    for file in served.out.glob("*.duckdb"):
        assert file.stat().st_mtime > 10**9 + 10**8
    (served.out / "current").write_bytes(b"")
    assert Store(served.out).snapshot().catalog.tables[0].accepted == 210


@pytest.mark.parametrize("size", [0, 3, 4096, 12288, 100_000, -4096, -1])
def test_a_torn_data_file_is_built_again(served: Served, size: int) -> None:
    file = served.write(LONG, survey_csv=survey(*answers(20_000))).load()
    whole = file.read_bytes()
    served.store = Store(served.out)  # nobody has it open
    file.unlink()
    file.write_bytes(whole[:size])
    before = Store(served.out).snapshot().catalog.tables[0].accepted
    if before == 20_000:  # only its last bytes are gone, which nothing needs
        return
    assert before == 200
    looking = Watch(served.mapping, served.out)
    assert [looking.due() for _ in range(2)] == [False, True]
    served.load()
    assert served.rows() == 20_000


@pytest.mark.parametrize("content", [b"", b"\0" * 200, b'{"state": "load', None])
def test_a_torn_status(served: Served, content: bytes | None) -> None:
    file = served.out / STATUS_FILE
    file.unlink()
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    assert served.store.status() == LoadStatus()
    served.write(LONG, survey_csv=survey(*answers(210))).load()
    assert served.store.status().version == found_version(served.mapping, served.out)


@pytest.mark.parametrize("content", ["", "\0\0", "{version} 2026-13-", "{version}", "{version} x"])
def test_a_torn_note_of_rows_in_the_future(served: Served, content: str) -> None:
    mapping = load_mapping(served.mapping)
    file, version = served.load(), found_version(served.mapping, served.out)
    file.with_suffix(".later").write_text(content.format(version=version))
    assert version_now(mapping, locate(mapping), served.out) == version


def test_a_torn_stamp_of_the_sample_company(tmp_path: Path) -> None:
    mapping = write_sample(tmp_path)
    (tmp_path / "complete").write_bytes(b"\xff\xfe")
    mapping.unlink()
    assert write_sample(tmp_path).is_file()


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is synced and renamed, in turn."""
    found: list[tuple[str, str]] = []
    fsync, replace = os.fsync, Path.replace

    def synced(opened: int) -> None:
        found.append(("sync", Path(f"/proc/self/fd/{opened}").readlink().name))
        fsync(opened)

    def renamed(old: Path, new: Path) -> Path:
        found.append(("rename", f"{old.name} {new.name}"))
        return replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    return found


def test_what_is_named_is_on_the_disk(served: Served, steps: list[tuple[str, str]]) -> None:
    file = served.write(LONG, survey_csv=survey(*answers(210), "x,2999-01-01,9")).load()
    renames = [place for place, (kind, _) in enumerate(steps) if kind == "rename"]
    names = [steps[place][1].split() for place in renames]
    note = file.with_suffix(".later").name
    assert [new for _, new in names] == [STATUS_FILE, note, file.name, "current", STATUS_FILE]
    for place, (old, _) in zip(renames, names, strict=True):
        assert ("sync", old) in steps[:place]
        assert steps[place + 1] == ("sync", served.out.name)


def test_a_small_file_that_does_not_fit_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_status(tmp_path, LoadStatus(message="before"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_durably(tmp_path / STATUS_FILE, "{}")
    assert [file.name for file in tmp_path.iterdir()] == [STATUS_FILE]
    assert "before" in (tmp_path / STATUS_FILE).read_text()
