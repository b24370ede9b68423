"""A copy of a store in use is whole, and brings back what it held."""

from __future__ import annotations

import shutil
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from store.app_store import AppStore
from store.backup import backup, restore
from store.errors import StoreError
from store.migrate import migrate
from store.tables import Account, AuditEntry, Link, LinkSession, StoredSession
from tests.store.test_app_store import count, entry
from tests.store.test_migrations import of_version


def test_a_link_that_was_taken_back_stays_so(store: AppStore, tmp_path: Path) -> None:
    old = of_version("0002", tmp_path)
    assert old.file
    shutil.copy(old.file, tmp_path / "copy.sqlite")
    migrate(old)
    with old.write() as session:
        session.execute(update(Link).values(revoked_at=datetime(2026, 12, 1, tzinfo=UTC)))
    restore(old, tmp_path / "copy.sqlite", tmp_path / "before.sqlite")
    with old.read() as session:
        assert all(session.scalars(select(Link.revoked_at)).all())
        assert session.scalars(select(LinkSession)).all() == []
    old.close()


def test_a_copy_while_somebody_writes_is_whole(store: AppStore, tmp_path: Path) -> None:
    ended = threading.Event()

    def write() -> None:
        while not ended.is_set():
            with store.write() as session:
                session.add(entry("one of two"))
                session.flush()
                session.add(entry("two of two"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [AppStore(f"sqlite:///{tmp_path / f'copy{place}.sqlite'}") for place in range(5)]
        for copy in copies:
            assert copy.file
            backup(store, copy.file)
            assert stat.S_IMODE(copy.file.stat().st_mode) == 0o600
    finally:
        ended.set()
        writer.join()
    for copy in copies:
        assert count(copy) % 2 == 0
        copy.close()


def test_there_and_back(store: AppStore, tmp_path: Path) -> None:
    old = of_version("0001", tmp_path)
    migrate(old)
    assert old.file
    backup(old, tmp_path / "backup.sqlite")
    with store.write() as session:
        session.add(entry("of the time since"))
    restore(store, tmp_path / "backup.sqlite", tmp_path / "before.sqlite")
    with store.read() as session:
        assert session.scalars(select(Account.name)).all() == ["Ann", "Bob"]
        assert session.scalars(select(StoredSession)).all() == []  # nobody is logged in
    before = AppStore(f"sqlite:///{tmp_path / 'before.sqlite'}")
    with before.read() as session:
        assert session.scalars(select(AuditEntry.event)).all() == ["of the time since"]
    before.close()
    old.close()
    assert not list(tmp_path.glob(".*"))


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    old = of_version("0001", tmp_path)
    assert old.file
    fresh = AppStore(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    restore(fresh, old.file, tmp_path / "before.sqlite")
    fresh.ping()
    with fresh.read() as session:
        assert session.scalars(select(Account.name)).all() == ["Ann", "Bob"]
    fresh.close()
    assert not (tmp_path / "before.sqlite").exists()  # there was nothing before


def test_processes_that_run_see_what_was_restored(store: AppStore, tmp_path: Path) -> None:
    backup(store, tmp_path / "empty.sqlite")
    other = AppStore(str(store.url))
    with other.write() as session:
        session.add(entry())
    assert count(other) == 1
    restore(store, tmp_path / "empty.sqlite", tmp_path / "before.sqlite")
    assert count(other) == 0
    other.close()


def test_what_is_no_backup_changes_nothing(store: AppStore, tmp_path: Path) -> None:
    with store.write() as session:
        session.add(entry())
    (tmp_path / "text").write_text("no database " * 100)
    (tmp_path / "empty").touch()
    for name in ("text", "empty", "nothing"):
        with pytest.raises(StoreError, match=name):
            restore(store, tmp_path / name, tmp_path / f"before-{name}.sqlite")
    assert count(store) == 1
    assert not list(tmp_path.glob(".*"))


def test_a_file_that_is_there_is_kept(store: AppStore, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(StoreError, match="there already"):
        backup(store, tmp_path / "kept")
    assert (tmp_path / "kept").read_text() == "mine"


def test_a_server_has_its_own_tools(tmp_path: Path) -> None:
    store = AppStore("postgresql+psycopg://ann:secret@machine/x")
    with pytest.raises(StoreError, match="pg_dump and pg_restore"):
        backup(store, tmp_path / "x")
