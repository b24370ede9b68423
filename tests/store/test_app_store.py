"""Whatever is wrong with the store is said in words, and nothing is lost or half done."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from store import app_store
from store.app_store import AppStore
from store.errors import StoreError
from store.tables import AuditEntry

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def entry(event: str = "tried") -> AuditEntry:
    return AuditEntry(at=NOW, who="ann", event=event, about="", address="")


def count(store: AppStore) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "is no address of a store"),
        ("mysql://machine/x", "is of the kind “mysql”"),
        ("postgresql://ann:secret@machine/x", "is of the kind “postgresql”"),
        ("sqlite://", "names no database"),
        ("sqlite:///store.sqlite", "depends on where a command is run"),
    ],
)
def test_what_is_no_address(address: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as refused:
        AppStore(address)
    assert "expected sqlite:////path/to/a/file or postgresql+psycopg://" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_no_password_is_told() -> None:
    pytest.importorskip("psycopg")  # its driver is an extra
    store = AppStore("postgresql+psycopg://ann:secret@127.0.0.1:1/x")
    with pytest.raises(StoreError, match="does not answer") as away:
        store.ping()
    assert "secret" not in str(away.value)
    assert "127.0.0.1" not in away.value.for_readers


def test_all_of_a_transaction_or_nothing(store: AppStore) -> None:
    with pytest.raises(RuntimeError), store.write() as session:
        session.add(entry())
        session.flush()
        raise RuntimeError
    assert count(store) == 0


def test_a_store_that_is_locked(store: AppStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_store, "_PATIENCE", 0.05)
    assert store.file
    with closing(sqlite3.connect(store.file)) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = pytest.raises(StoreError, match="busy: another process is writing")
        with busy, store.write() as session:
            session.add(entry())
        assert count(store) == 0  # reading goes on
    with store.write() as session:
        session.add(entry())
    assert count(store) == 1


def test_a_store_that_is_full(store: AppStore) -> None:
    with pytest.raises(StoreError, match="no room left"), store.write() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        session.add_all(entry("x" * 40) for _ in range(1000))
    assert count(store) == 0
    store.close()  # the limit was of that connection
    with store.write() as session:
        session.add(entry())
    assert count(store) == 1


def test_a_store_that_is_gone_is_not_made_anew_and_is_found_again(store: AppStore) -> None:
    with store.write() as session:
        session.add(entry())
    store.close()
    assert store.file
    away = store.file.rename(store.file.with_name("away"))
    with pytest.raises(StoreError, match="not there or cannot be opened"):
        store.ping()
    assert not store.file.exists()
    away.rename(store.file)
    assert count(store) == 1


@pytest.mark.parametrize(
    ("content", "words"), [(b"no database" * 100, "no SQLite database"), (b"", "of version none")]
)
def test_a_file_that_is_no_store(store: AppStore, content: bytes, words: str) -> None:
    store.close()
    assert store.file
    store.file.write_bytes(content)
    with pytest.raises(StoreError, match=words):
        store.ping()


def test_who_writes_waits_for_who_writes(store: AppStore) -> None:
    def write() -> None:
        for _ in range(20):
            with store.write() as session:
                session.add(entry(f"number {session.scalar(select(func.count(AuditEntry.id)))}"))

    threads = [threading.Thread(target=write) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with store.read() as session:  # each saw what was written before it
        events = session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert events == [f"number {place}" for place in range(120)]


@pytest.mark.parametrize("change", [delete(AuditEntry), update(AuditEntry).values(who="bob")])
def test_the_audit_log_is_append_only(store: AppStore, change: object) -> None:
    with store.write() as session:
        session.add(entry())
    with pytest.raises(DBAPIError, match="append-only"), store.write() as session:
        session.execute(change)  # type: ignore[call-overload]
    assert count(store) == 1
