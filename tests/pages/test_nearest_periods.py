"""Which days are offered where a view has none of its rows: worked out by hand."""

from __future__ import annotations

import pytest

from data.store.snapshots import Snapshot, open_snapshot
from pages.panel import Way
from tests.data.company import LONG, Company
from tests.pages.reading import read

MAPPING = (
    LONG
    + """
[sources.cases]
file = "cases.csv"

[tickets]
source = "cases"
columns = { ticket_id = "id", opened_at = "opened" }
"""
)


@pytest.fixture
def small(company: Company) -> Snapshot:
    """Tickets on each 5th from January 2025 to June 2026; answers in February and March 2026."""
    months = [(2025, month) for month in range(1, 13)] + [(2026, month) for month in range(1, 7)]
    cases = [f"{year}-{month},{year}-{month:02}-05" for year, month in months]
    survey = [f"a{day},2026-02-{day:02},9" for day in range(10, 22)]
    survey += [f"b{day},2026-03-{day:02},9" for day in range(1, 5)]
    company.write(
        MAPPING,
        cases_csv="\n".join(["id,opened", *cases]),
        survey_csv="\n".join(["id,date,score", *survey]),
    )
    return open_snapshot(company.build())


def labels(ways: tuple[Way, ...]) -> list[str]:
    return [way.label for way in ways]


@pytest.mark.parametrize(
    ("link", "near"),
    [
        # As many months as were asked for, from the first one that has answers.
        (
            "loyalty?from=2025-05-01&to=2025-05-31",
            "Such answers begin in February 2026; February 2026: 12 answers",
        ),
        (
            "loyalty?from=2025-04-01&to=2025-05-31",
            "Such answers begin in February 2026; 1 Feb to 31 Mar 2026: 16 answers",
        ),
        # Up to the last one; the data end on 5 June.
        (
            "loyalty?from=2026-05-20&to=2026-06-01",
            "Such answers end in March 2026; March 2026: fewer than 10 answers",
        ),
        # In a month that has some, of other days.
        ("loyalty?from=2026-02-01&to=2026-02-03", "February 2026: 12 answers"),
        ("service?from=2026-03-10&to=2026-03-12", "March 2026: fewer than 10 tickets"),
        # Beyond the data the headline says so; no day is named that they do not have.
        ("service?from=2020-01-01&to=2020-12-31", "5 Jan to 31 Dec 2025: 12 tickets"),
        ("service?from=2030-01-01&to=2030-01-31", "1 Jun to 5 Jun 2026: fewer than 10 tickets"),
        # Overview is about answers first.
        ("overview?from=2030-01-01&to=2030-01-31", "March 2026: fewer than 10 answers"),
    ],
)
def test_the_nearest_months(link: str, near: str, small: Snapshot) -> None:
    page = read(small, link)
    assert page.panels == ()
    assert labels(page.instead)[0] == near


def test_all_data_stand_beside_them_once(small: Snapshot) -> None:
    page = read(small, "loyalty?from=2025-05-01&to=2025-05-31")
    assert labels(page.instead)[1:] == ["All data, 5 Jan 2025 to 5 Jun 2026: 16 answers"]
    assert page.instead[1].view.period == "all"


def test_a_comparison_that_a_longer_period_does_not_have_is_not_carried_there(
    small: Snapshot,
) -> None:
    page = read(small, "service?from=2026-03-10&to=2026-03-12&compare=year-ago&grain=day")
    near, whole = page.instead
    assert (near.view.compare, near.view.grain_given) == ("year-ago", False)
    assert whole.view.compare == "previous"
