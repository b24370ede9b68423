"""Cases that rules make: once for an answer, whatever runs at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from access.accounts import Changes
from access.accounts import add as add_account
from access.cases import by_rule
from access.cases.by_rule import Cause, add_by_rule, owner_of
from access.cases.kept import Status, read_cases
from access.cases.written import Draft, add, change, forget
from access.rights import Role
from store.app_store import AppStore
from tests.access.people import NOW
from tests.access.people import add as account
from tests.access.test_cases import DUE, logged, reader

UTC = ZoneInfo("UTC")
ANSWERED = NOW.date() - timedelta(days=3)
CAUSE = Cause("A", "r1", ANSWERED)


@pytest.fixture
def make(store: AppStore) -> Callable[..., int]:
    def made(*causes: Cause, rule: str = "detractor", owner: int | None = None) -> int:
        return add_by_rule(store, rule, owner, DUE, causes, NOW, UTC)

    return made


def test_a_case_says_which_rule_and_which_answer_made_it(
    store: AppStore, make: Callable[..., int]
) -> None:
    account(store, "ann", Role.ANALYST)
    assert make(CAUSE, owner=owner_of(store, "ann")) == 1
    (case,) = read_cases(store).cases
    assert (case.customer_id, case.rule, case.response_id) == ("A", "detractor", "r1")
    assert (case.owner, case.author, case.text) == ("ann", "rule detractor", "")
    assert (case.status, case.due, case.made_at) == (Status.OPEN, DUE, NOW)
    assert logged(store) == [("rule detractor", "case added", f"case 1, open, of ann, due {DUE}")]


def test_an_answer_makes_one_case_whatever_comes_after(
    store: AppStore, make: Callable[..., int]
) -> None:
    account(store, "eva", Role.EDITOR)
    eva = reader(store, "eva")
    assert [make(CAUSE), make(CAUSE), make(CAUSE, rule="other")] == [1, 0, 0]
    newer = replace(CAUSE, response_id="r2", answered=NOW.date() + timedelta(days=2))
    assert make(newer) == 0  # one is under way
    # Closed, and no answer of that day or before opens another one.
    change(store, eva, 1, Draft(None, DUE, Status.SOLVED), NOW, "")
    assert make(CAUSE, replace(CAUSE, response_id="r0", answered=NOW.date())) == 0
    assert make(newer) == 1
    assert make(newer, CAUSE) == 0
    assert [one.response_id for one in read_cases(store).cases] == ["r1", "r2"]


def test_a_word_that_is_added_to_a_closed_case_closes_it_no_later(
    store: AppStore, make: Callable[..., int]
) -> None:
    account(store, "eva", Role.EDITOR)
    eva, solved = reader(store, "eva"), Draft(None, DUE, Status.SOLVED)
    make(CAUSE)
    change(store, eva, 1, solved, NOW, "")
    later = NOW + timedelta(days=9)
    change(store, eva, 1, replace(solved, cause="Waiting time"), later, "")
    assert read_cases(store).cases[0].closed_at == NOW
    between = replace(CAUSE, response_id="r2", answered=NOW.date() + timedelta(days=5))
    assert make(between) == 1


def test_whoever_has_a_case_by_hand_gets_no_second(
    store: AppStore, make: Callable[..., int]
) -> None:
    account(store, "eva", Role.EDITOR)
    number = add(store, reader(store, "eva"), "A", Draft(None, DUE), NOW, "")
    assert make(CAUSE, replace(CAUSE, customer_id="B")) == 1
    change(store, reader(store, "eva"), number, Draft(None, DUE, Status.GIVEN_UP), NOW, "")
    assert make(CAUSE) == 0
    forget(store, "A", NOW)
    assert "A" not in {one.customer_id for one in read_cases(store).cases}


def test_no_more_under_way_than_a_team_can_bear(
    store: AppStore, make: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    account(store, "eva", Role.EDITOR)
    monkeypatch.setattr(by_rule, "MOST_OF_RULE", 3)
    causes = [Cause(f"C{number}", "r", ANSWERED) for number in range(5)]
    assert [make(*causes), make(*causes)] == [3, 0]
    change(store, reader(store, "eva"), 2, Draft(None, DUE, Status.SOLVED), NOW, "")
    assert [make(*causes), make(*causes)] == [1, 0]
    assert make(*causes, rule="other") == 1  # the fifth; each rule for itself
    assert [one.customer_id for one in read_cases(store).cases] == ["C0", "C1", "C2", "C3", "C4"]


def test_processes_at_the_same_time_make_no_case_twice(store: AppStore) -> None:
    stores = [AppStore(store.url.render_as_string(hide_password=False)) for _ in range(3)]
    causes = [Cause(f"C{number}", "r", ANSWERED) for number in range(8)]

    def made(own: AppStore) -> int:
        return add_by_rule(own, "detractor", None, DUE, causes, NOW, UTC)

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(made, stores)) == 8
    assert len(read_cases(store).cases) == 8
    for own in stores:
        own.close()


def test_owners_are_accounts_that_may_have_cases(store: AppStore) -> None:
    account(store, "Ann", Role.ANALYST)
    account(store, "vic", Role.VIEWER)
    add_account(store, "hidden", "x", Changes(Role.ANALYST, anonymous=True), NOW)
    assert owner_of(store, "ann") == 1
    assert [owner_of(store, name) for name in ("vic", "hidden", "nobody")] == [None, None, None]


def test_the_day_of_closing_is_the_companys(store: AppStore, make: Callable[..., int]) -> None:
    account(store, "eva", Role.EDITOR)
    number = add(store, reader(store, "eva"), "A", Draft(None, DUE), NOW, "")
    late = NOW.replace(hour=23)
    change(store, reader(store, "eva"), number, Draft(None, DUE, Status.SOLVED), late, "")
    tomorrow: date = NOW.date() + timedelta(days=1)
    cause = replace(CAUSE, answered=tomorrow)
    kept = read_cases(store).cases
    assert by_rule.needed([cause], kept, UTC) == [cause]
    assert by_rule.needed([cause], kept, ZoneInfo("Asia/Tokyo")) == []  # it is tomorrow there


def test_the_day_of_contact_is_kept(store: AppStore, make: Callable[..., int]) -> None:
    account(store, "eva", Role.EDITOR)
    eva, hour = reader(store, "eva"), timedelta(hours=1)
    make(CAUSE)
    moments = []
    for number, status in enumerate(
        ["open", "contacted", "solved", "given up", "open", "given up", "solved"]
    ):
        change(store, eva, 1, Draft(None, DUE, Status(status)), NOW + number * hour, "")
        moments.append(read_cases(store).cases[0].contacted_at)
    first, last = NOW + hour, NOW + 6 * hour
    assert moments == [None, first, first, first, None, None, last]
