"""What is known of the last load, and what a load that was killed looks like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.store.load_status import BUILD_LOCK, STATUS_FILE, LoadStatus, StatusReader, write_status
from data.store.locks import is_held, lock
from data.store.snapshots import Store

NOW = datetime(2026, 1, 1, 10, 32, tzinfo=UTC)


def begun(minutes: int = 0) -> LoadStatus:
    return LoadStatus(state="loading", version="abc", started_at=NOW + timedelta(minutes=minutes))


def test_before_any_load(tmp_path: Path) -> None:
    assert StatusReader(tmp_path).read() == LoadStatus()
    assert StatusReader(tmp_path / "nowhere").read() == LoadStatus()


def test_what_is_written_is_read_and_a_change_is_seen(tmp_path: Path) -> None:
    reader = StatusReader(tmp_path)
    for status in (begun().ended("failed", "Why"), begun(5).ended("loaded")):
        write_status(tmp_path, status)
        assert reader.read() == status
        assert reader.read() is reader.read()  # not parsed again
        assert hash(reader.read()) == hash(status)
    assert [path.name for path in tmp_path.iterdir()] == [STATUS_FILE]


def test_loading_while_a_process_loads_and_failed_when_it_is_gone(tmp_path: Path) -> None:
    reader = StatusReader(tmp_path)
    with lock(tmp_path / BUILD_LOCK, wait=True) as taken:
        assert taken
        write_status(tmp_path, begun())
        assert reader.read() == begun()
    assert reader.read().state == "failed"
    assert reader.read().message == "The load was interrupted before its end."
    assert reader.read().ended_at == NOW


@pytest.mark.parametrize("content", [b"", b"{", b'{"state": "unheard of"}', b"\xff\xfe"])
def test_a_file_that_is_none_of_ours(tmp_path: Path, content: bytes) -> None:
    (tmp_path / STATUS_FILE).write_bytes(content)
    assert StatusReader(tmp_path).read() == LoadStatus()


@pytest.mark.parametrize("minutes", [5, 15, -60 * 24 * 4000])  # by a clock that may have jumped
def test_what_came_of_the_start_holds_until_the_next_load(tmp_path: Path, minutes: int) -> None:
    write_status(tmp_path, begun().ended("loaded"))
    at_start = begun(10).ended("failed", "At the start")
    store = Store(tmp_path, at_start)
    assert store.status() == at_start
    write_status(tmp_path, begun(minutes).ended("loaded"))
    assert (store.status().state, store.status().message) == ("loaded", "")


def test_one_at_a_time_holds_a_lock(tmp_path: Path) -> None:
    file = tmp_path / "a.lock"
    assert not is_held(file)
    with lock(file, wait=False) as first:
        assert first
        assert is_held(file)
        with lock(file, wait=False) as second:
            assert not second
    assert not is_held(file)
    with lock(file, wait=False) as again:
        assert again
