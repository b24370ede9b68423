"""Cases by themselves: who may make, change and forget one, and what is kept and logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from access import accounts
from access.accounts import Changes, find, reader_of
from access.cases.kept import (
    KeptCase,
    Status,
    find_case,
    may_change_case,
    may_follow,
    possible_owners,
    read_cases,
)
from access.cases.written import LONGEST, LONGEST_CAUSE, CaseError, Draft, add, change, forget
from access.reader import ANYBODY, Reader
from access.rights import RIGHTS, Role
from store.app_store import AppStore
from store.migrate import migrate
from store.tables import AuditEntry, Case
from tests.access.people import NOW
from tests.access.people import add as account
from tests.store.test_migrations import of_version

DUE = date(2026, 12, 4)
DRAFT = Draft(None, DUE)


def reader(store: AppStore, name: str) -> Reader:
    with store.read() as session:
        found = find(session, name)
        assert found is not None
        return reader_of(found)


@pytest.fixture
def analyst(store: AppStore) -> Reader:
    account(store, "ann", Role.ANALYST)
    return reader(store, "ann")


def logged(store: AppStore) -> list[tuple[str, str, str]]:
    with store.read() as session:
        found = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    return [(one.who, one.event, one.about) for one in found if one.event.startswith("case")]


def test_each_role_and_each_reader() -> None:
    own = {role: Reader(7, "x", role, RIGHTS[role]) for role in Role}
    assert [role for role, who in own.items() if may_follow(who)] == [
        Role.ANALYST,
        Role.EDITOR,
        Role.ADMINISTRATOR,
    ]
    # Their own, and those of others only with the right to edit.
    changes = {
        role: [may_change_case(who, owner) for owner in (7, 8, None)] for role, who in own.items()
    }
    assert changes == {
        Role.AGENT: [False, False, False],
        Role.VIEWER: [False, False, False],
        Role.ANALYST: [True, False, False],
        Role.EDITOR: [True, True, True],
        Role.ADMINISTRATOR: [True, True, True],
    }
    editor = own[Role.EDITOR]
    assert not may_follow(replace(editor, anonymous=True))
    assert not may_follow(ANYBODY)  # nobody logs in: a case has an author


def test_kept_as_it_was_written(store: AppStore, analyst: Reader) -> None:
    draft = Draft(analyst.account, DUE, Status.OPEN, " Waiting  time ", "Call\tafter 10")
    number = add(store, analyst, "C 1", draft, NOW, "10.0.0.9")
    kept = find_case(store, number)
    assert kept is not None
    assert (kept.customer_id, kept.owner, kept.cause) == ("C 1", "ann", "Waiting time")
    assert (kept.text, kept.status, kept.due) == ("Call after 10", Status.OPEN, DUE)
    assert (kept.author, kept.made_at, kept.changed_at) == ("ann", NOW, NOW)
    later = NOW + timedelta(hours=3)
    change(store, analyst, number, replace(draft, status=Status.SOLVED), later, "")
    kept = find_case(store, number)
    assert kept is not None
    assert (kept.status, kept.made_at, kept.changed_at) == (Status.SOLVED, NOW, later)
    assert find_case(store, number + 1) is None


def test_one_case_under_way_of_a_customer(store: AppStore, analyst: Reader) -> None:
    own = replace(DRAFT, owner_id=analyst.account)
    first = add(store, analyst, "A", own, NOW, "")
    add(store, analyst, "a", own, NOW, "")  # another customer: ids are compared letter by letter
    with pytest.raises(CaseError, match="has a case already"):
        add(store, analyst, "A", own, NOW, "")
    change(store, analyst, first, replace(own, status=Status.GIVEN_UP), NOW, "")
    add(store, analyst, "A", own, NOW, "")
    with pytest.raises(CaseError, match="has a case already"):
        change(store, analyst, first, replace(own, status=Status.CONTACTED), NOW, "")
    assert [one.customer_id for one in read_cases(store).cases] == ["A", "a", "A"]


def test_who_may_change_one(store: AppStore, analyst: Reader) -> None:
    for name, role in (("eva", Role.EDITOR), ("ben", Role.ANALYST), ("vic", Role.VIEWER)):
        account(store, name, role)
    eva, ben, vic = (reader(store, name) for name in ("eva", "ben", "vic"))
    number = add(store, analyst, "A", replace(DRAFT, owner_id=analyst.account), NOW, "")
    for who in (ben, vic):
        with pytest.raises(CaseError, match="no such case"):
            change(store, who, number, replace(DRAFT, owner_id=who.account), NOW, "")
    change(store, analyst, number, replace(DRAFT, owner_id=ben.account), NOW, "")  # handed over
    with pytest.raises(CaseError, match="no such case"):
        change(store, analyst, number, DRAFT, NOW, "")
    change(store, eva, number, replace(DRAFT, text="by hand"), NOW, "")
    with pytest.raises(CaseError, match="right to it"):
        add(store, vic, "B", DRAFT, NOW, "")


def test_owners_are_those_who_may_have_cases(store: AppStore, analyst: Reader) -> None:
    for name, role in (("Bob", Role.VIEWER), ("Eva", Role.EDITOR), ("gone", Role.EDITOR)):
        account(store, name, role)
    accounts.add(store, "hidden", "x", Changes(Role.ANALYST, anonymous=True), NOW)
    accounts.set_disabled(store, "gone", True, NOW)
    assert list(possible_owners(store).values()) == ["ann", "Eva"]
    for name in ("Bob", "gone", "hidden"):
        draft = replace(DRAFT, owner_id=reader(store, name).account)
        with pytest.raises(CaseError, match="another owner"):
            add(store, analyst, "A", draft, NOW, "")
    with pytest.raises(CaseError, match="another owner"):
        add(store, analyst, "A", replace(DRAFT, owner_id=999), NOW, "")
    # Who is let in no longer keeps what is theirs, until somebody else takes it.
    number = add(store, analyst, "A", replace(DRAFT, owner_id=analyst.account), NOW, "")
    accounts.set_disabled(store, "ann", True, NOW)
    eva, owned = reader(store, "Eva"), replace(DRAFT, owner_id=analyst.account)
    change(store, eva, number, replace(owned, text="still"), NOW, "")
    kept = find_case(store, number)
    assert kept is not None
    assert (kept.owner, kept.text) == ("ann", "still")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (replace(DRAFT, text="x" * (LONGEST + 1)), "The note has 501 characters; 500"),
        (replace(DRAFT, cause="x" * (LONGEST_CAUSE + 1)), "The root cause has 101 characters; 100"),
        (replace(DRAFT, text="a\u202eb"), "nobody sees"),
    ],
)
def test_words_that_are_not_kept(store: AppStore, analyst: Reader, wrong: Draft, why: str) -> None:
    with pytest.raises(CaseError, match=why):
        add(store, analyst, "A", wrong, NOW, "")
    assert read_cases(store).cases == ()
    assert logged(store) == []


def test_what_is_forgotten_stands_nowhere(store: AppStore, analyst: Reader) -> None:
    secret = "C-4711"
    own = Draft(analyst.account, DUE, cause="Invoice", text="His number is 555")
    number = add(store, analyst, secret, own, NOW, "")
    change(store, analyst, number, replace(own, status=Status.SOLVED), NOW, "")
    add(store, analyst, secret, own, NOW, "")
    add(store, analyst, "C-471", own, NOW, "")
    assert forget(store, secret, NOW) == 2
    assert forget(store, secret, NOW) == 0
    assert [one.customer_id for one in read_cases(store).cases] == ["C-471"]
    assert logged(store)[:2] == [
        ("ann", "case added", "case 1, open, of ann, due 2026-12-04"),
        ("ann", "case changed", "case 1, solved, of ann, due 2026-12-04"),
    ]
    assert logged(store)[-2:] == [
        ("command line", "case forgotten", "case 1"),
        ("command line", "case forgotten", "case 2"),
    ]
    told = str(logged(store))
    assert not any(word in told for word in (secret, "Invoice", "555"))


def test_read_anew_only_where_one_changed(store: AppStore, analyst: Reader) -> None:
    before = read_cases(store)
    assert read_cases(store, before) is before
    number = add(store, analyst, "A", replace(DRAFT, owner_id=analyst.account), NOW, "")
    made = read_cases(store, before)
    assert made is not before
    assert read_cases(store, made) is made
    change(store, analyst, number, replace(DRAFT, text="?"), NOW, "")
    changed = read_cases(store, made)
    assert [one.text for one in changed.cases] == ["?"]
    forget(store, "A", NOW)
    assert read_cases(store, changed).cases == ()


@given(status=st.sampled_from(Status), days=st.integers(-400, 400))
def test_overdue_from_the_day_after_on(status: Status, days: int) -> None:
    case = KeptCase(1, "A", None, "", status, DUE, "", "", "ann", NOW, NOW)
    expected = status in ("open", "contacted") and days > 0
    assert case.overdue(DUE + timedelta(days=days)) == expected


def test_a_store_of_before_keeps_its_cases(tmp_path: Path) -> None:
    old = of_version("0010", tmp_path)
    migrate(old)
    first, second = read_cases(old).cases
    assert (first.customer_id, first.owner, first.status) == ("C-7", "Ann", Status.CONTACTED)
    assert (first.due, first.cause, first.text) == (DUE, "Waiting time", "Called twice")
    assert (first.author, first.made_at) == ("Ann", datetime(2026, 11, 27, 17, 0, tzinfo=UTC))
    assert first.changed_at == datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
    assert (second.owner_id, second.owner, second.status) == (None, "", Status.GIVEN_UP)
    with old.read() as session:
        assert session.scalars(select(Case.under_way).order_by(Case.id)).all() == ["C-7", None]
    # The only moment that is known of the contact, and nothing of who was given up.
    assert (first.contacted_at, second.contacted_at) == (first.changed_at, None)
    assert [(one.rule, one.response_id) for one in (first, second)] == [("", "")] * 2
    old.close()


def test_a_store_of_now_has_rules_and_contacts(tmp_path: Path) -> None:
    old = of_version("0012", tmp_path)
    migrate(old)
    first, second = read_cases(old).cases
    assert (first.rule, first.response_id) == ("detractor", "r-1")
    assert first.contacted_at == datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    assert (second.rule, second.response_id, second.contacted_at) == ("", "", None)
    old.close()
