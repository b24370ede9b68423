"""Rounds of sending, with clocks of their own: once for a period, whatever fails and restarts."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from access import accounts
from access.accounts import Changes, reader_of
from access.accounts import find as account_of
from access.rights import Role
from access.saved_views.changed import Change
from access.sent.listed import messages_of
from access.subscriptions import changed
from access.subscriptions.changed import Wanted
from access.subscriptions.kept import find_subscription
from access.subscriptions.periods import Rhythm
from server.sending.digests import DIGEST
from server.sending.errors import NotSentError, UnreachableError, UnreadableError
from server.sending.message import Written
from server.sending.smtp import Post
from store.app_store import AppStore
from store.mail_tables import Sent
from store.migrate import migrate
from tests.sending.mail_server import mail_server
from tests.sending.rounds import (
    BEGIN,
    DATA,
    SEVEN,
    Clock,
    Posted,
    person,
    runner,
    states,
    subscribed,
    walked,
)


@pytest.fixture
def store(tmp_path: Path) -> AppStore:
    made = AppStore(f"sqlite:///{tmp_path / 'store.sqlite'}")
    migrate(made)
    return made


def test_once_a_day_to_each_whatever_restarts(store: AppStore) -> None:
    subscribed(store)
    post, clock = Posted(), Clock()
    at = walked(store, post, clock, 72)  # each round is by a runner that knows nothing of others
    assert at == [SEVEN + timedelta(days=day) for day in range(3)]
    assert Counter(post.to) == {"ann@example.org": 3, "bob@example.org": 3}


def test_a_server_that_was_down_sends_the_newest_alone(store: AppStore) -> None:
    subscribed(store)
    post, clock = Posted(), Clock(SEVEN + timedelta(days=5, hours=2))
    walked(store, post, clock, 1)
    assert post.to == ["ann@example.org", "bob@example.org"]


def test_new_data_are_told_of_once(store: AppStore) -> None:
    subscribed(store, Rhythm.NEW_DATA)
    post, clock = Posted(), Clock()
    assert walked(store, post, clock, 24) == []
    newer = replace(DATA, last_day=date(2026, 11, 28))
    assert [runner(store, post, clock).round(newer) for _ in range(3)] == [2, 0, 0]


def test_data_that_go_back_and_come_again_are_not_new(store: AppStore) -> None:
    subscribed(store, Rhythm.NEW_DATA, ("Ann",))
    post, clock = Posted(), Clock()
    days = [date(2026, 11, day) for day in (28, 27, 28, 1, 27, 29, 28, 29)]
    told = [runner(store, post, clock).round(replace(DATA, last_day=day)) for day in days]
    assert told == [1, 0, 0, 0, 0, 1, 0, 0]  # of the 28th and of the 29th


@pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.NEW_DATA])
def test_whoever_is_added_gets_the_next_one_that_is_sent(store: AppStore, rhythm: Rhythm) -> None:
    ann, number = subscribed(store, rhythm, ("Ann",))
    for name in ("Bob", "Cy"):
        person(store, name)

    def add(*names: str) -> None:
        people = "\n".join(f"{name} {name.lower()}@example.org" for name in ("Ann", *names))
        wanted = Wanted("Mornings", rhythm, time(7, 0), people)
        changed.change(store, Change(ann, clock.now, ""), number, wanted, DATA.last_day)

    post, clock = Posted(), Clock()
    add("Bob")  # before that of the period is out: it is for both
    clock.now, newer = SEVEN, replace(DATA, last_day=date(2026, 11, 28))
    assert runner(store, post, clock).round(newer) == 2
    add("Bob", "Cy")
    assert [runner(store, post, clock).round(newer) for _ in range(2)] == [0, 0]
    clock.now, newer = SEVEN + timedelta(days=1), replace(DATA, last_day=date(2026, 11, 29))
    assert runner(store, post, clock).round(newer) == 3
    assert post.to[2:] == [f"{name}@example.org" for name in ("ann", "bob", "cy")]


def test_the_store_refuses_a_second_one_of_a_period(store: AppStore) -> None:
    subscribed(store)
    runner(store, Posted(), Clock(SEVEN)).round(DATA)
    with store.read() as session:
        there = session.scalars(select(Sent)).first()
        assert there
        row = {name: getattr(there, name) for name in Sent.__table__.columns.keys()}  # noqa: SIM118
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(Sent(**{**row, "id": None}))


def test_a_server_that_cannot_be_reached_is_tried_once_a_round(store: AppStore) -> None:
    ann, _ = subscribed(store)
    post, clock, tries = Posted(), Clock(SEVEN), list[datetime]()

    def fails() -> None:
        tries.append(clock.now)
        raise UnreachableError("The mail server mail:25 can't be reached: no answer in time.")

    post.fails = fails
    assert runner(store, post, clock).round(DATA) == 0
    assert len(tries) == 1  # of two people's messages
    assert Counter(one.state for one in messages_of(store, ann, [DIGEST])) == {
        "failed": 1,
        "waiting": 1,
    }
    assert runner(store, post, clock).round(DATA) == 0
    assert len(tries) == 2
    post.fails = lambda: None
    clock.now += timedelta(minutes=5)
    assert runner(store, post, clock).round(DATA) == 2


@pytest.mark.parametrize(("down", "arrive"), [(10, 2), (30, 0)])
def test_a_mail_server_that_is_down(store: AppStore, down: int, arrive: int) -> None:
    ann, number = subscribed(store)
    post, clock = Posted(), Clock(SEVEN)
    tries: list[datetime] = []

    def fails() -> None:
        if clock.now < SEVEN + timedelta(hours=down):
            tries.append(clock.now)
            raise NotSentError("The mail server mail:25 can't be reached: it is down.")

    post.fails = fails
    runner(store, post, clock).round(DATA)
    changed.pause(store, Change(ann, clock.now, ""), number, DATA.last_day, paused=True)
    walked(store, post, clock, 40)
    assert len(post.to) == arrive
    once = sorted(set(tries))
    pauses = [after - before for before, after in pairwise(once)]
    assert pauses == sorted(pauses)
    assert len(tries) <= 2 * 12
    listed = messages_of(store, ann, [DIGEST])
    assert {one.state for one in listed} == {"sent" if arrive else "given up"}
    if not arrive:
        assert "can't be reached: it is down." in listed[0].error
        assert once[-1] <= SEVEN + timedelta(hours=24)


def test_what_can_never_arrive_is_given_up_at_once_and_holds_up_nobody(store: AppStore) -> None:
    subscribed(store)
    with mail_server() as box:
        box.refused.add("ann@example.org")
        post, clock = Post(box.server), Clock(SEVEN)
        round_of = runner(store, post, clock).round
        assert [round_of(DATA) for _ in range(2)] == [1, 0]
        post.close()
    assert box.to == ["bob@example.org"]
    assert states(store) == {"sent": 1, "given up": 1}


def test_two_runners_at_once_send_each_message_once(store: AppStore) -> None:
    subscribed(store, people=tuple(f"P{number}" for number in range(12)))
    post, begin = Posted(), threading.Barrier(2)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            begin.wait()
            runner(AppStore(str(store.url)), post, Clock(SEVEN)).round(DATA)
        except BaseException as error:
            failed.append(error)

    both = [threading.Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failed == []
    assert sorted(Counter(post.to).values()) == [1] * 12
    assert states(store) == {"sent": 12}


def test_killed_between_sending_and_noting_it_is_not_sent_again(store: AppStore) -> None:
    """The side that is risked: a digest may be missing, and nobody gets one twice."""
    ann, _ = subscribed(store, people=("Ann",))
    post, clock = Posted(), Clock(SEVEN)

    class KilledError(BaseException):
        pass

    def killed(message: EmailMessage, sender: str, receiver: str) -> None:
        Posted.send(post, message, sender, receiver)
        raise KilledError

    post.send = killed  # type: ignore[method-assign]
    with pytest.raises(KilledError):
        runner(store, post, clock).round(DATA)
    again = Posted()
    walked(store, again, clock, 20)
    assert (post.to, again.to) == (["ann@example.org"], [])
    (listed,) = messages_of(store, ann, [DIGEST])
    assert (listed.state, "not sent again" in listed.error) == ("given up", True)


def test_killed_while_it_is_made_it_is_sent_by_the_next(store: AppStore) -> None:
    subscribed(store, people=("Ann",))
    post, clock = Posted(), Clock(SEVEN)

    def killed(*_: object) -> Written:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runner(store, post, clock, killed).round(DATA)
    assert runner(store, post, clock).round(DATA) == 1


@pytest.mark.parametrize("error", [UnreadableError("The database is away."), ValueError("bug")])
def test_what_can_not_be_made_is_tried_again(store: AppStore, error: Exception) -> None:
    ann, _ = subscribed(store, people=("Ann",))
    post, clock = Posted(), Clock(SEVEN)

    def fails(*_: object) -> Written:
        raise error

    assert runner(store, post, clock, fails).round(DATA) == 0
    (listed,) = messages_of(store, ann, [DIGEST])
    assert listed.state == "failed"
    assert listed.error.endswith(".") and "bug" not in listed.error
    clock.now += timedelta(minutes=5)
    assert runner(store, post, clock).round(DATA) == 1


def test_whoever_has_ended_or_left_gets_nothing(store: AppStore) -> None:
    ann, _ = subscribed(store, people=("Ann", "Bob", "Cy"))
    accounts.set_disabled(store, "Bob", True, BEGIN)
    post, clock = Posted(), Clock(SEVEN)
    post.fails = lambda: (_ for _ in ()).throw(NotSentError("later."))
    runner(store, post, clock).round(DATA)
    with store.read() as session:
        places = {one.receiver: one for one in session.scalars(select(Sent))}
    assert places["Bob"].state == "given up"
    with store.read() as session:
        kept = find_subscription(session, places["Cy"].source)
    assert kept
    cy = next(one for one in kept.people if one.name == "Cy")
    changed.unsubscribe(store, cy.number, clock.now, "10.0.0.3")
    post.fails = lambda: None
    clock.now += timedelta(hours=1)
    runner(store, post, clock).round(DATA)
    assert post.to == ["ann@example.org"]
    told = {one.receiver: one.error for one in messages_of(store, ann, [DIGEST])}
    assert "no longer for them" in told["Cy"]
    assert "ended" in told["Bob"]


def test_who_sees_what_was_sent(store: AppStore) -> None:
    ann, _ = subscribed(store)
    eve = person(store, "Eve")
    runner(store, Posted(), Clock(SEVEN)).round(DATA)
    assert len(messages_of(store, ann, [DIGEST])) == 2
    assert messages_of(store, eve, [DIGEST]) == []
    accounts.set_rights(store, "Eve", Changes(Role.ADMINISTRATOR), BEGIN)
    with store.read() as session:
        found = account_of(session, "Eve")
        assert found
        assert len(messages_of(store, reader_of(found), [DIGEST])) == 2
