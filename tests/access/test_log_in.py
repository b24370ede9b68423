"""Who may log in, who has to wait, and that one cannot keep another out."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from access import accounts, sessions
from access.audit import entries
from access.known import is_known, mark
from access.limits import OF_ACCOUNT, OF_ADDRESS, OF_BROWSER, OF_PAIR, WINDOW
from access.log_in import WRONG, Attempt, LoggedIn, RefusedError, log_in
from access.passwords import BusyError, Passwords
from access.rights import Role
from store.app_store import AppStore
from store.tables import Failure
from tests.access.people import NOW, QUICK, add, attempt

SECOND = timedelta(seconds=1)


def tried(store: AppStore, of: Attempt, later: timedelta = timedelta()) -> LoggedIn | RefusedError:
    try:
        return log_in(store, QUICK, of, NOW + later)
    except RefusedError as refused:
        return refused


def status(found: LoggedIn | RefusedError) -> int:
    return found.status if isinstance(found, RefusedError) else 200


def fail(store: AppStore, times: int, name: str = "ann", **more: str) -> list[int]:
    return [status(tried(store, attempt(name, "wrong", **more))) for _ in range(times)]


def test_a_name_and_its_password(store: AppStore) -> None:
    add(store, "Ann", Role.ANALYST)
    done = tried(store, attempt(" ANN "))
    assert isinstance(done, LoggedIn)
    found = sessions.read(store, done.session, NOW)
    assert found
    assert (found.reader.name, found.reader.role) == ("Ann", "analyst")
    assert [(row[2], row[3], row[5]) for row in next(entries(store))][1:] == [
        ("Ann", "logged in", "10.0.0.1")
    ]


@pytest.mark.parametrize("name", ["ann", "nobody", "", "\ud800", "x" * 10_000, "ann\x00"])
def test_the_same_words_whatever_is_wrong(store: AppStore, name: str) -> None:
    add(store, "Ann")
    add(store, "Gone")
    accounts.set_disabled(store, "gone", True, NOW)
    for one in (attempt(name, "wrong"), attempt("gone"), attempt("ann", "")):
        refused = tried(store, one)
        assert isinstance(refused, RefusedError)
        assert (str(refused), refused.status, refused.seconds) == (WRONG, 401, 0)


def test_as_much_is_done_for_an_unknown_name(store: AppStore) -> None:
    checked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            checked.append(str(hash).rpartition("$")[0].rpartition("$")[0])  # kind and costs
            return super().verify(hash, password)

    counting = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))
    add(store, "Ann")
    add(store, "Gone")
    accounts.set_disabled(store, "gone", True, NOW)
    for name in ("ann", "nobody", "gone"):
        with pytest.raises(RefusedError):
            log_in(store, counting, attempt(name, "wrong"), NOW)
    assert len(checked) == 3
    assert len(set(checked)) == 1


def test_what_was_typed_is_not_in_the_audit_log(store: AppStore) -> None:
    add(store, "Ann")
    tried(store, attempt("my secret password", "x"))
    tried(store, attempt("ann", "x"))
    rows = [row for batch in entries(store) for row in batch][1:]
    assert [row[2:4] for row in rows] == [
        ("(no such account)", "log-in failed"),
        ("Ann", "log-in failed"),
    ]
    assert "secret" not in repr(rows)


def test_who_fails_waits_and_then_may_try_again(store: AppStore) -> None:
    add(store, "Ann")
    assert fail(store, OF_PAIR + 2) == [401] * OF_PAIR + [429] * 2
    held = tried(store, attempt("ann"), WINDOW - SECOND)
    assert isinstance(held, RefusedError)
    assert (held.status, held.seconds) == (429, 1)
    assert "Try again in 1 minute, or in a browser" in str(held)
    # What was refused was not counted: it would never end.
    assert status(tried(store, attempt("ann"), WINDOW + SECOND)) == 200
    events = [row[3] for batch in entries(store) for row in batch]
    assert events.count("log-ins held back") == 1


def test_the_same_limit_for_a_name_that_there_is_not(store: AppStore) -> None:
    assert fail(store, OF_PAIR + 1, "nobody") == [401] * OF_PAIR + [429]


def test_a_good_log_in_forgives_its_own_failures(store: AppStore) -> None:
    add(store, "Ann")
    for _ in range(4):
        assert fail(store, OF_PAIR - 1) == [401] * (OF_PAIR - 1)
        assert status(tried(store, attempt("ann"))) == 200


def test_strangers_cannot_keep_somebody_out(store: AppStore) -> None:
    add(store, "Ann")
    before = tried(store, attempt("ann", address="10.9.9.9"))
    assert isinstance(before, LoggedIn)
    many = [fail(store, 1, address=f"10.1.{n}.1") for n in range(OF_ACCOUNT + 2)]
    assert many[-1] == [429]
    assert status(tried(store, attempt("ann", address="10.2.2.2"))) == 429  # an unknown browser
    # From the browser of before, wherever it is now; and even from the strangers' address.
    for address in ("10.9.9.9", "172.16.0.1", "10.1.1.1"):
        known = attempt("ann", address=address, mark=before.mark)
        assert status(tried(store, known)) == 200


def test_a_known_browser_has_a_limit_of_its_own(store: AppStore) -> None:
    add(store, "Ann")
    before = tried(store, attempt("ann"))
    assert isinstance(before, LoggedIn)
    assert fail(store, OF_BROWSER + 1, mark=before.mark) == [401] * OF_BROWSER + [429]
    assert status(tried(store, attempt("ann"))) == 200  # which is not that of others


def test_one_address_cannot_try_many_names(store: AppStore) -> None:
    add(store, "Ann")
    tries = [status(tried(store, attempt(f"n{n}", "wrong"))) for n in range(OF_ADDRESS + 1)]
    assert tries == [401] * OF_ADDRESS + [429]
    assert status(tried(store, attempt("ann"))) == 429
    assert status(tried(store, attempt("ann", address="10.0.0.2"))) == 200


def test_a_log_in_of_ones_own_does_not_clear_an_address(store: AppStore) -> None:
    add(store, "Mallory")
    for n in range(OF_ADDRESS - 1):
        tried(store, attempt(f"n{n}", "wrong"))
        if n % 4 == 0:
            assert status(tried(store, attempt("mallory"))) == 200
    assert fail(store, 2, "another") == [401, 429]


def test_a_mark_is_of_one_account_and_ours(store: AppStore) -> None:
    made = mark("secret", 7)
    assert is_known("secret", 7, made)
    for account, secret, given in [
        (8, "secret", made), (None, "secret", made), (7, "other", made), (7, "secret", made[:-1]),
        (7, "secret", ""), (7, "secret", "7.x."), (None, "secret", "None.x.y"),
        (7, "secret", "\ud800"), (8, "secret", "8" + made[1:]),
    ]:  # fmt: skip
        assert not is_known(secret, account, given)


def test_many_tries_at_once_are_counted_as_many(store: AppStore) -> None:
    add(store, "Ann")
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: fail(store, 1)[0], range(40)))
    assert found.count(401) <= OF_PAIR
    assert set(found) <= {401, 429, 503}


def test_two_log_ins_at_once_both_hold(store: AppStore) -> None:
    add(store, "Ann")
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda _: tried(store, attempt("ann")), range(2)))
    held = [one.session for one in done if isinstance(one, LoggedIn)]
    assert len(set(held)) == 2
    assert all(sessions.read(store, one, NOW) for one in held)


def test_the_id_of_before_is_taken_back(store: AppStore) -> None:
    add(store, "Ann")
    first = tried(store, attempt("ann"))
    assert isinstance(first, LoggedIn)
    second = tried(store, attempt("ann", session=first.session))
    assert isinstance(second, LoggedIn)
    assert second.session != first.session
    assert sessions.read(store, first.session, NOW) is None


def test_an_account_taken_back_in_the_meantime(
    store: AppStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "Ann")
    fits = QUICK.fits

    def slowly(kept: str | None, given: str) -> bool:
        accounts.set_disabled(store, "ann", True, NOW)
        return fits(kept, given)

    monkeypatch.setattr(QUICK, "fits", slowly)
    assert status(tried(store, attempt("ann"))) == 401


def test_passwords_are_checked_one_at_a_time_and_few_wait() -> None:
    at_once, most, gate = [0], [0], threading.Event()

    class Slow(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
            gate.wait(10)
            at_once[0] -= 1
            return True

    passwords = Passwords(Slow(time_cost=1, memory_cost=8, parallelism=1))

    def check(known: bool) -> bool | None:
        try:
            with passwords.line(known=known):
                return passwords.fits("hash", "x")
        except BusyError:
            if not known:
                gate.set()  # a stranger was sent away
            return None

    with ThreadPoolExecutor(12) as threads:
        strangers = [threads.submit(check, False) for _ in range(8)]
        known = [threads.submit(check, True) for _ in range(2)]
        answers = [one.result(10) for one in strangers]
    assert answers.count(None) >= 1
    assert [one.result() for one in known] == [True, True]  # a line that strangers cannot fill
    assert most == [1]


def test_a_flood_is_sent_away_before_anything_is_asked(store: AppStore) -> None:
    add(store, "Ann")
    with QUICK.line(known=False), QUICK.line(known=False), QUICK.line(known=False):
        refused = tried(store, attempt("ann"))
        assert isinstance(refused, RefusedError)
        assert (refused.status, refused.seconds) == (503, 5)
    assert status(tried(store, attempt("ann"))) == 200
    assert len(next(entries(store))) == 2  # added, and logged in


def test_a_clock_turned_back_keeps_nobody_out(store: AppStore) -> None:
    add(store, "Ann")
    fail(store, OF_PAIR)
    assert status(tried(store, attempt("ann"))) == 429
    assert status(tried(store, attempt("ann"), -timedelta(days=2))) == 200


def test_failures_of_before_are_cleared_away(store: AppStore) -> None:
    fail(store, 3, "nobody")
    tried(store, attempt("nobody", "wrong"), 2 * WINDOW)
    with store.read() as session:
        kept = session.scalars(select(Failure.at)).all()
    assert kept == [NOW + 2 * WINDOW] * 3
