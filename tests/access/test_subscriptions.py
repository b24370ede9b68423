"""Subscriptions by themselves: whose they are, whom they may name, and for which period they are
due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from access import accounts
from access.accounts import Changes, reader_of
from access.accounts import find as account_of
from access.audit import entries
from access.reader import Reader
from access.rights import Right, Role
from access.saved_views import changed as views
from access.saved_views.changed import Change, Saved
from access.saved_views.kept import Audience
from access.sent.people import NotForThemError
from access.subscriptions import changed
from access.subscriptions.changed import NoSubscriptionError, SubscriptionError, Wanted, What
from access.subscriptions.kept import (
    find_subscription,
    receiver_of,
    subscriptions_of,
)
from access.subscriptions.periods import Rhythm, due_period, new_data_period
from data.scope import Filters
from store.app_store import AppStore
from store.mail_tables import SubscriptionPerson
from tests.access.people import NOW, QUICK

HELSINKI = ZoneInfo("Europe/Helsinki")
TO = date(2026, 10, 31)
LOYALTY = What("loyalty", "region=EMEA")


def person(store: AppStore, name: str, role: Role = Role.ANALYST, rows: Filters = ()) -> Reader:
    rights = Changes(role, rows=rows)
    accounts.add(store, name, QUICK.hash("a long password"), rights, NOW)
    with store.read() as session:
        found = account_of(session, name)
        assert found
        return reader_of(found)


def by(who: Reader) -> Change:
    return Change(who, NOW, "10.0.0.1")


def wanted(people: str = "Ann ann@example.org", name: str = "Mondays") -> Wanted:
    return Wanted(name, Rhythm.DAILY, time(7, 0), people)


def periods(rhythm: Rhythm, at: time, since: datetime, until: datetime, step: int) -> list[str]:
    """The periods in the order in which a runner that looks every few minutes finds them."""
    found, now = [], since
    while now <= until:
        one = due_period(rhythm, at, since.astimezone(HELSINKI), now.astimezone(HELSINKI))
        if one:
            found.append(one)
        now += timedelta(minutes=step)
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("first", "days"),
    [
        # 29 March 2026: 03:00 is 04:00 in Helsinki; 25 October: 04:00 is 03:00 once more.
        (datetime(2026, 3, 27, 12, tzinfo=UTC), ["2026-03-28", "2026-03-29", "2026-03-30"]),
        (datetime(2026, 10, 23, 12, tzinfo=UTC), ["2026-10-24", "2026-10-25", "2026-10-26"]),
    ],
)
def test_an_hour_that_is_left_out_or_comes_twice_is_a_day_as_any(
    first: datetime, days: list[str]
) -> None:
    until = first + timedelta(days=3)
    assert periods(Rhythm.DAILY, time(3, 30), first, until, 7) == days


def test_the_hour_that_is_left_out_is_due_after_the_gap() -> None:
    since = datetime(2026, 3, 28, 12, tzinfo=HELSINKI)
    before = datetime(2026, 3, 29, 0, 59, tzinfo=UTC).astimezone(HELSINKI)  # 02:59
    after = datetime(2026, 3, 29, 1, 30, tzinfo=UTC).astimezone(HELSINKI)  # 04:30
    assert due_period(Rhythm.DAILY, time(3, 30), since, before) == ""
    assert due_period(Rhythm.DAILY, time(3, 30), since, after) == "2026-03-29"


@pytest.mark.parametrize(
    ("rhythm", "since", "now", "expected"),
    [
        # Made on a Wednesday: not for this week any more. 30 November 2026 is a Monday.
        (Rhythm.WEEKLY, "2026-11-25T09:00", "2026-11-29T23:59", ""),
        (Rhythm.WEEKLY, "2026-11-25T09:00", "2026-11-30T06:59", ""),
        (Rhythm.WEEKLY, "2026-11-25T09:00", "2026-11-30T07:00", "2026-W49"),
        (Rhythm.WEEKLY, "2026-11-25T09:00", "2026-12-06T12:00", "2026-W49"),
        # The server was down for weeks: the newest alone.
        (Rhythm.WEEKLY, "2026-11-25T09:00", "2027-01-05T12:00", "2027-W01"),
        (Rhythm.MONTHLY, "2026-11-01T07:00", "2026-11-30T12:00", ""),
        (Rhythm.MONTHLY, "2026-11-01T06:59", "2026-11-30T12:00", "2026-11"),
        (Rhythm.MONTHLY, "2026-10-31T09:00", "2026-12-01T06:59", "2026-11"),
        (Rhythm.DAILY, "2026-11-25T09:00", "2026-11-26T06:59", ""),
        (Rhythm.DAILY, "2026-11-25T09:00", "2026-11-26T07:00", "2026-11-26"),
        (Rhythm.NEW_DATA, "2026-11-25T09:00", "2026-11-26T07:00", ""),
    ],
)
def test_periods_begin_at_their_hour(rhythm: Rhythm, since: str, now: str, expected: str) -> None:
    moments = (datetime.fromisoformat(one).replace(tzinfo=HELSINKI) for one in (since, now))
    assert due_period(rhythm, time(7, 0), *moments) == expected


@given(
    st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.MONTHLY]),
    st.times(),
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)),
    st.lists(st.integers(1, 5000), min_size=1, max_size=60),
)
def test_names_of_periods_never_come_back(
    rhythm: Rhythm, at: time, since: datetime, minutes: list[int]
) -> None:
    now = since.replace(tzinfo=UTC)
    begun, found = now.astimezone(HELSINKI), []
    for some in minutes:
        now += timedelta(minutes=some)
        found.append(due_period(rhythm, at, begun, now.astimezone(HELSINKI)))
    assert found == sorted(found)


def test_new_data_are_those_of_a_later_day() -> None:
    assert new_data_period(TO, TO) == ""
    assert new_data_period(TO, date(2026, 11, 2)) == "data to 2026-11-02"


def test_whose_and_for_whom(store: AppStore) -> None:
    ann, bob = person(store, "Ann"), person(store, "Bob B", Role.VIEWER)
    number = changed.subscribe(
        store, by(ann), LOYALTY, wanted("Ann ann@example.org\nbob b b@x.org"), TO
    )
    assert [one.number for one in subscriptions_of(store, ann.account or 0)] == [number]
    assert subscriptions_of(store, bob.account or 0) == []
    (kept,) = subscriptions_of(store, ann.account or 0)
    assert [(one.name, one.mail) for one in kept.people] == [
        ("Ann", "ann@example.org"),
        ("Bob B", "b@x.org"),
    ]
    places = [one.number for one in kept.people]
    changed.change(store, by(ann), number, wanted("Ann a@example.org"), TO)
    (kept,) = subscriptions_of(store, ann.account or 0)
    assert [(one.number, one.mail) for one in kept.people] == [(places[0], "a@example.org")]
    changed.unsubscribe(store, places[0], NOW, "10.0.0.2")
    changed.unsubscribe(store, places[0], NOW, "10.0.0.2")
    assert subscriptions_of(store, ann.account or 0)[0].people == ()
    told = [row[3] for batch in entries(store) for row in batch if "ubscri" in str(row[3])]
    assert told == ["subscription made", "subscription changed", "unsubscribed"]


def test_nobody_changes_what_is_another_ones(store: AppStore) -> None:
    ann, eve = person(store, "Ann"), person(store, "Eve", Role.ADMINISTRATOR)
    number = changed.subscribe(store, by(ann), LOYALTY, wanted(), TO)
    with pytest.raises(NoSubscriptionError):
        changed.change(store, by(eve), number, wanted("Eve eve@example.org"), TO)
    with pytest.raises(NoSubscriptionError):
        changed.remove(store, by(eve), number)
    with pytest.raises(SubscriptionError, match="may take figures away"):
        changed.subscribe(
            store, by(person(store, "Vic", Role.VIEWER)), LOYALTY, wanted("Vic v@x.org"), TO
        )


@pytest.mark.parametrize(
    "people",
    [
        "",
        "Ann",
        "ann@example.org",
        "Ann ann@example.org\nAnn a@example.org",
        "Ann ann@example.org, b@x.org",
        "Ann <ann@example.org>",
        "Ann a@b@c",
        "Ann .a@example.org",
        "Ann a..b@example.org",
        "Ann a@example.org\0",
        "Ann a@exämple.org",
        "Nobody n@example.org",
        "Ann " + "a" * 65 + "@example.org",
        "Agent agent@example.org",
    ],
)
def test_what_is_no_receiver_is_refused_in_words(store: AppStore, people: str) -> None:
    ann = person(store, "Ann")
    rights = Changes(Role.AGENT, agent="Ada B.")
    accounts.add(store, "Agent", QUICK.hash("a long password"), rights, NOW)
    with pytest.raises(SubscriptionError, match=r"\.$"):
        changed.subscribe(store, by(ann), LOYALTY, wanted(people), TO)
    assert subscriptions_of(store, ann.account or 0) == []


def test_a_name_has_one_line(store: AppStore) -> None:
    with pytest.raises(SubscriptionError, match="needs a name"):
        changed.subscribe(
            store, by(person(store, "Ann")), LOYALTY, wanted(name="A\r\nBcc: all@x.org"), TO
        )


def test_a_saved_view_is_sent_as_it_is_by_then(store: AppStore) -> None:
    ann = person(store, "Ann")
    view = views.save(store, by(ann), "Mine", Audience.OWN, Saved("loyalty", "region=EMEA"))
    changed.subscribe(store, by(ann), What("loyalty", "region=EMEA", view), wanted(), TO)

    def sent() -> tuple[str, str]:
        (kept,) = subscriptions_of(store, ann.account or 0)
        return kept.page, kept.query

    views.replace(store, by(ann), view, Saved("service", ""))
    assert sent() == ("service", "")
    views.remove(store, by(ann), view)
    assert sent() == ("loyalty", "region=EMEA")


def test_a_receiver_has_what_both_may_see(store: AppStore) -> None:
    limited = person(store, "Ann", rows=(("region", ("EMEA", "APAC")),))
    whole = person(store, "Eve", Role.ADMINISTRATOR)
    person(store, "Bob", Role.VIEWER, (("region", ("AMER",)),))
    number = changed.subscribe(
        store, by(limited), LOYALTY, wanted("Ann a@x.org\nEve e@x.org\nBob b@x.org"), TO
    )
    with store.read() as session:
        kept = find_subscription(session, number)
        assert kept
        found = receiver_of(session, kept, whole.account)
        assert (found.account, found.rows) == (whole.account, limited.rows)
        assert not found.may(Right.ADMINISTER)
        assert not found.totals
        bob = next(one.account for one in kept.people if one.name == "Bob")
        with pytest.raises(NotForThemError, match="none of the rows"):
            receiver_of(session, kept, bob)


def test_whoever_has_ended_gets_nothing(store: AppStore) -> None:
    ann, eve = person(store, "Ann"), person(store, "Eve")
    number = changed.subscribe(store, by(ann), LOYALTY, wanted("Eve e@x.org"), TO)
    for gone, why in (("Eve", "has ended"), ("Ann", "may no longer take")):
        accounts.set_disabled(store, gone, True, NOW)
        with store.read() as session:
            kept = find_subscription(session, number)
            assert kept
            with pytest.raises(NotForThemError, match=why):
                receiver_of(session, kept, eve.account)
        accounts.set_disabled(store, gone, False, NOW)


def test_the_store_itself_holds_people_apart(store: AppStore) -> None:
    ann = person(store, "Ann")
    number = changed.subscribe(store, by(ann), LOYALTY, wanted(), TO)
    with pytest.raises(IntegrityError), store.write() as session:
        twice = SubscriptionPerson(
            subscription_id=number, account_id=ann.account or 0, mail="other@x.org"
        )
        session.add(twice)
