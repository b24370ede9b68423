"""Lists of cases: by owner, by how far they are, by what made them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from access.cases.filters import CaseFilters, Offered, Shown, read_filters
from access.cases.kept import KeptCase, Status
from access.reader import Reader
from access.rights import RIGHTS, Role

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 27)
ANN = Reader(7, "Ann", Role.ANALYST, RIGHTS[Role.ANALYST])


def case(
    number: int, owner: int | None = 7, status: Status = Status.OPEN, due: int = 0, rule: str = ""
) -> KeptCase:
    name = {7: "Ann", 8: "bo"}.get(owner or 0, "")
    day = TODAY + timedelta(days=due)
    return KeptCase(
        number, f"C{number}", owner, name, status, day, "", "", name, NOW, NOW, rule=rule
    )


CASES = (
    case(1, due=-1),
    case(2, 8, Status.SOLVED, -5, rule="very_unhappy"),
    case(3, 8, Status.CONTACTED, rule="very_unhappy"),
    case(4, None, Status.GIVEN_UP, -9),
    case(5, None, Status.OPEN, -2, rule="large"),
)
OFFERED = Offered.by(CASES, ANN)


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ({}, [1, 3, 5]),
        ({"owner": "", "status": "", "rule": ""}, [1, 3, 5]),
        ({"status": "overdue"}, [1, 5]),  # 3 is due today; what is closed is late no longer
        ({"status": "closed"}, [2, 4]),
        ({"status": "all"}, [1, 3, 5, 2, 4]),
        ({"owner": "8", "status": "all"}, [3, 2]),
        ({"owner": "nobody"}, [5]),
        ({"rule": "very_unhappy"}, [3]),
        ({"rule": "by-hand", "status": "all"}, [1, 4]),
        ({"rule": "by-hand", "status": "closed", "owner": "nobody"}, [4]),
        ({"mine": "yes"}, [1]),
        ({"mine": "yes", "owner": "8"}, [3]),
        ({"closed": "yes"}, [1, 3, 5, 2, 4]),
    ],
)
def test_which_cases_a_link_shows(given: dict[str, str], numbers: list[int]) -> None:
    filters, wrong = read_filters(given, OFFERED, ANN)
    assert wrong == []
    assert [one.id for one in filters.of(CASES, TODAY)] == numbers
    again, _ = read_filters(dict(filters.pairs()), OFFERED, ANN)
    assert again == filters


def test_what_there_is_not_is_told_and_left_out() -> None:
    given = {"owner": "99", "status": "late", "rule": "<b>" * 99}
    filters, wrong = read_filters(given, OFFERED, ANN)
    assert filters == CaseFilters("", Shown.UNDER_WAY, "")
    assert wrong[:2] == [
        "There is no owner “99” of cases here; there is nobody (Nobody), 7 (Ann), 8 (bo).",
        "There is no status “late” of cases here; there is under-way (Under way), overdue "
        "(Overdue), closed (Closed), all (All).",
    ]
    assert wrong[2].startswith("There is no rule “<b><b>") and len(wrong[2]) < 200


def test_offered_is_what_the_cases_have_and_who_reads() -> None:
    assert Offered.by((), ANN).owners == {"nobody": "Nobody", "7": "Ann"}
    assert list(OFFERED.owners.values()) == ["Nobody", "Ann", "bo"]
    assert list(OFFERED.rules) == ["by-hand", "large", "very_unhappy"]
