"""Accounts as the commands change them; each change is in the audit log."""

from __future__ import annotations

from itertools import pairwise

import pytest

from access import accounts
from access.accounts import AccountError, Changes
from access.audit import entries
from access.rights import LADDER, RIGHTS, Right, Role
from access.rows import parse_rows, said
from store.app_store import AppStore
from tests.access.people import NOW, QUICK, add


def log(store: AppStore) -> list[tuple[object, object]]:
    return [(event, about) for batch in entries(store) for _, _, _, event, about, _ in batch]


def test_a_life(store: AppStore) -> None:
    assert not accounts.can_anybody_log_in(store)
    accounts.add(store, "Ann", "hash", Changes(rows=(("region", ("EMEA",)),)), NOW)
    assert accounts.every(store) == ["Ann: viewer, region: EMEA"]
    accounts.set_rights(store, "ann", Changes(Role.ANALYST, totals=True), NOW)
    accounts.set_password(store, " ANN ", "another", NOW)
    accounts.set_disabled(store, "ann", True, NOW)
    assert accounts.every(store) == ["Ann: analyst, region: EMEA, with totals, disabled"]
    assert not accounts.can_anybody_log_in(store)
    accounts.set_disabled(store, "ann", False, NOW)
    accounts.set_rights(store, "ann", Changes(rows=()), NOW)
    assert accounts.every(store) == ["Ann: analyst, all rows"]
    assert log(store) == [
        ("account added", "Ann: viewer, region: EMEA"),
        (
            "rights changed",
            "Ann: analyst, region: EMEA, with totals; before: viewer, region: EMEA",
        ),
        ("password changed", "Ann"),
        ("account disabled", "Ann"),
        ("account enabled", "Ann"),
        ("rights changed", "Ann: analyst, all rows; before: analyst, region: EMEA, with totals"),
    ]


def test_a_team_is_said_and_noted_and_changes_alone(store: AppStore) -> None:
    accounts.add(store, "ann", "hash", Changes(Role.ANALYST, team=" Support "), NOW)
    assert accounts.every(store) == ["ann: analyst, all rows, team “Support”"]
    told = accounts.set_rights(store, "ann", Changes(team="Sales"), NOW)
    assert told == "ann: analyst, all rows, team “Sales”"
    accounts.set_rights(store, "ann", Changes(Role.VIEWER), NOW)
    assert accounts.set_rights(store, "ann", Changes(team=""), NOW) == "ann: viewer, all rows"
    assert log(store)[0] == ("account added", "ann: analyst, all rows, team “Support”")
    assert log(store)[-1] == (
        "rights changed",
        "ann: viewer, all rows; before: viewer, all rows, team “Sales”",
    )


@pytest.mark.parametrize("team", ["  ", "a\nb", "a\x00b", "x" * 65, "\ufdfa" * 20])
def test_what_is_no_name_of_a_team(store: AppStore, team: str) -> None:
    with pytest.raises(AccountError, match="is no name of a team"):
        accounts.add(store, "ann", "hash", Changes(team=team), NOW)
    add(store, "ann")
    with pytest.raises(AccountError, match="is no name of a team"):
        accounts.set_rights(store, "ann", Changes(team=team), NOW)
    assert accounts.every(store) == ["ann: viewer, all rows"]


def test_nothing_to_change_is_said_and_noted_nowhere(store: AppStore) -> None:
    add(store, "ann")
    with pytest.raises(AccountError, match="Say what is to change"):
        accounts.set_rights(store, "ann", Changes(), NOW)
    assert len(log(store)) == 1


@pytest.mark.parametrize("again", ["Ann", "ann", " ANN ", "\uff21nn"])
def test_a_name_is_taken_however_it_is_written(store: AppStore, again: str) -> None:
    add(store, "Ann")
    with pytest.raises(AccountError, match="already"):
        add(store, again)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00b", "x" * 65, "a\u202eb", "\ufdfa" * 20])
def test_what_is_no_name(store: AppStore, name: str) -> None:
    with pytest.raises(AccountError, match="is no name of an account"):
        add(store, name)
    assert accounts.every(store) == []


def test_an_account_that_is_not_there(store: AppStore) -> None:
    with pytest.raises(AccountError, match="There is no account “bob”; `user list` shows"):
        accounts.set_disabled(store, "bob", True, NOW)
    assert log(store) == []


def test_the_audit_log_is_read_whole_and_in_order(
    store: AppStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("access.audit._AT_ONCE", 3)
    for number in range(8):
        add(store, f"person {number}")
    batches = list(entries(store))
    assert [len(batch) for batch in batches] == [3, 3, 2]
    assert [row[0] for batch in batches for row in batch] == list(range(1, 9))


def test_each_role_may_what_those_before_it_may() -> None:
    assert LADDER == ("viewer", "analyst", "editor", "administrator")
    assert {*Role} - {*LADDER} == {Role.AGENT}
    for less, more in pairwise(LADDER):
        assert RIGHTS[less] < RIGHTS[more]
    assert RIGHTS[Role.VIEWER] == {Right.VIEW}
    assert RIGHTS[Role.ADMINISTRATOR] == {*Right} - {Right.OWN_WORK}


@pytest.mark.parametrize(
    ("given", "rows"),
    [
        (["region=EMEA,APAC"], (("region", ("APAC", "EMEA")),)),
        (["region= EMEA ", "plan=Starter"], (("plan", ("Starter",)), ("region", ("EMEA",)))),
        (['team="Smith, Inc",Other'], (("team", ("Other", "Smith, Inc")),)),
        (["region=a=b"], (("region", ("a=b",)),)),
        (["all"], ()),
    ],
)
def test_rows(given: list[str], rows: object) -> None:
    assert parse_rows(given) == rows


@pytest.mark.parametrize(
    "given", [["region"], ["region="], ["=EMEA"], ["region=,"], ["region=A", "region=B"], [""]]
)
def test_what_limits_no_rows_is_refused_and_not_everything(given: list[str]) -> None:
    with pytest.raises(ValueError, match=r"limits no rows|twice"):
        parse_rows(given)


def test_rows_in_words() -> None:
    assert said(()) == "all rows"
    assert said((("plan", ("A",)), ("region", ("B", "C")))) == "plan: A; region: B, C"


def test_a_short_password() -> None:
    with pytest.raises(ValueError, match="expected 12 characters"):
        QUICK.hash("elevenchars")
    assert QUICK.fits(QUICK.hash("twelve chars"), "twelve chars")


def test_the_same_letters_fit_however_they_are_typed() -> None:
    kept = QUICK.hash("e\u0301clair au chocolat")
    assert QUICK.fits(kept, "\u00e9clair au chocolat")
    assert not QUICK.fits(kept, "eclair au chocolat")
    assert not QUICK.fits(None, "eclair au chocolat")
    assert not QUICK.fits("no hash", "eclair au chocolat")
    assert not QUICK.fits(kept, "\ud800")


def test_anonymous_stays_until_it_is_taken_off(store: AppStore) -> None:
    add(store, "ann", Role.ANALYST)
    for given, kept in ((True, True), (None, True), (False, False)):
        accounts.set_rights(store, "ann", Changes(Role.ANALYST, anonymous=given), NOW)
        with store.read() as session:
            account = accounts.find(session, "ann")
            assert account
            reader = accounts.reader_of(account)
        assert reader.anonymous == kept
        assert reader.may(Right.CUSTOMERS) != kept
        assert accounts.every(store) == [f"ann: analyst, all rows{', anonymous' if kept else ''}"]
