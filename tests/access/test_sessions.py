"""Sessions end when they should, and get another id when rights change."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from access import accounts, sessions
from access.accounts import Changes
from access.audit import entries
from access.rights import Right, Role
from access.sessions import GRACE, IDLE, LONGEST
from store.app_store import AppStore
from store.errors import StoreError
from store.tables import StoredSession
from tests.access.people import NOW, add

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def started(store: AppStore, name: str, now: datetime = NOW) -> str:
    with store.write() as session:
        account = accounts.find(session, name)
        assert account
        return sessions.start(session, account, now)


def name(store: AppStore, session_id: str, now: datetime) -> str | None:
    found = sessions.read(store, session_id, now)
    return found.reader.name if found else None


def test_only_its_hash_is_kept(store: AppStore) -> None:
    add(store, "Ann")
    made = started(store, "ann")
    assert len(made) >= 43  # 256 bits
    with store.read() as session:
        kept = session.scalars(select(StoredSession.id_hash)).all()
    assert kept == [hashlib.sha256(made.encode()).hexdigest()]
    assert name(store, made, NOW) == "Ann"


@pytest.mark.parametrize("forged", ["", "x", "0" * 43, "\ud800", "'; --", "x" * 5000])
def test_a_forged_id(store: AppStore, forged: str) -> None:
    add(store, "Ann")
    made = started(store, "ann")
    for one in (forged, made[:-1], made + "x", hashlib.sha256(made.encode()).hexdigest()):
        assert sessions.read(store, one, NOW) is None


def test_it_ends_when_nobody_is_there(store: AppStore) -> None:
    add(store, "Ann")
    made, now = started(store, "ann"), NOW
    for _ in range(3):  # each request begins the time anew
        now += IDLE - SECOND
        assert name(store, made, now) == "Ann"
    assert name(store, made, now + IDLE) is None


def test_what_a_page_asks_by_itself_keeps_nobody_logged_in(store: AppStore) -> None:
    add(store, "Ann")
    made = started(store, "ann")
    for hours in range(1, 8):
        at = NOW + timedelta(hours=hours)
        assert sessions.read(store, made, at, renew=False, seen=False) is not None
    assert sessions.read(store, made, NOW + IDLE, renew=False, seen=False) is None


def test_it_ends_however_busy_somebody_is(store: AppStore) -> None:
    add(store, "Ann")
    made, now = started(store, "ann"), NOW
    while now + IDLE / 2 < NOW + LONGEST:
        now += IDLE / 2
        assert name(store, made, now) == "Ann"
    assert name(store, made, NOW + LONGEST) is None


def test_a_clock_turned_back_ends_it_and_one_a_little_behind_does_not(store: AppStore) -> None:
    add(store, "Ann")
    made = started(store, "ann")
    assert name(store, made, NOW - MINUTE) == "Ann"
    assert name(store, made, NOW - timedelta(hours=1)) is None
    assert name(store, made, NOW - timedelta(days=400)) is None
    assert name(store, made, NOW + MINUTE) == "Ann"  # nothing was lost


def test_a_change_of_rights_holds_at_once_and_brings_another_id(store: AppStore) -> None:
    add(store, "Ann")
    old = started(store, "ann")
    accounts.set_rights(store, "ann", Changes(Role.ANALYST), NOW)
    first, second = (sessions.read(store, old, NOW) for _ in range(2))  # two tabs at once
    assert first
    assert second
    assert first.new_id
    assert second.new_id is None
    assert all(one.reader.may(Right.EXPORT) for one in (first, second))
    after = NOW + GRACE + SECOND
    assert name(store, old, after) is None
    assert name(store, old, NOW - GRACE - SECOND) is None
    found = sessions.read(store, first.new_id, after)
    assert found
    assert found.new_id is None
    # The log-in is as old as it was.
    assert name(store, first.new_id, NOW + LONGEST) is None


def test_less_rights_hold_at_once(store: AppStore) -> None:
    add(store, "Ann", Role.ADMINISTRATOR)
    old = started(store, "ann")
    accounts.set_rights(store, "ann", Changes(Role.VIEWER, (("region", ("EMEA",)),)), NOW)
    found = sessions.read(store, old, NOW)
    assert found
    assert found.reader.rights == {Right.VIEW}
    assert found.reader.rows == (("region", ("EMEA",)),)
    assert not found.reader.totals


def test_disabling_and_another_password_end_every_session_of_that_account(store: AppStore) -> None:
    for one in ("Ann", "Bob"):
        add(store, one)
    ann, also_ann, bob = (started(store, one) for one in ("ann", "ann", "bob"))
    accounts.set_password(store, "ann", "hash", NOW)
    assert [name(store, one, NOW) for one in (ann, also_ann, bob)] == [None, None, "Bob"]
    accounts.set_disabled(store, "bob", True, NOW)
    accounts.set_disabled(store, "bob", False, NOW)
    assert name(store, bob, NOW) is None


def test_logging_out_ends_this_session_alone(store: AppStore) -> None:
    add(store, "Ann")
    here, there = started(store, "ann"), started(store, "ann")
    sessions.end(store, here, NOW, "10.0.0.1")
    sessions.end(store, here, NOW, "10.0.0.1")  # a second tab
    assert [name(store, one, NOW) for one in (here, there)] == [None, "Ann"]
    assert [row[3] for batch in entries(store) for row in batch].count("logged out") == 1


def test_what_is_over_is_cleared_away(store: AppStore) -> None:
    add(store, "Ann")
    for days in range(5):
        started(store, "ann", NOW + timedelta(days=days))
    with store.read() as session:
        assert len(session.scalars(select(StoredSession)).all()) == 1


def test_a_store_that_cannot_be_written_ends_no_session(
    store: AppStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "Ann")
    made = started(store, "ann")
    accounts.set_rights(store, "ann", Changes(Role.ANALYST), NOW)

    def full() -> None:
        raise StoreError("full")

    monkeypatch.setattr(store, "write", full)
    found = sessions.read(store, made, NOW + timedelta(hours=1))
    assert found
    assert found.new_id is None
    assert found.reader.may(Right.EXPORT)  # rights are read anew each time
