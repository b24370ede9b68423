"""Whom rules make cases of: by hand, and for every engine."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlglot

from data.mapping.cases.rules import When
from data.query import compile
from data.query.each_customer import for_cases
from data.store.snapshots import Snapshot, open_snapshot
from tests.data.company import Company
from tests.query.test_customer_questions import DIALECTS
from tests.query.test_to_call import COMPANY

TODAY = date(2026, 6, 30)  # the first of the thirty days is 1 June
ANSWERS = [
    ("1", "2026-06-01", "nps", 6, "poor"),
    ("2", "2026-05-31", "nps", 0, "old"),
    ("3", "2026-06-10", "nps", 3, "better since"),
    ("4", "2026-06-12", "nps", 9, "better since"),
    ("5", "2026-06-10", "nps", 9, "worse since"),
    ("6", "2026-06-12", "nps", 0, "worse since"),
    ("7", "2026-06-30", "nps", 2, "rich"),
    ("8", "2026-06-20", "nps", 1, "left"),
    ("9", "2026-06-20", "nps", 1, "stranger"),
    ("10", "2026-06-20", "csat", 1, "content"),
    ("11", "2026-07-01", "nps", 1, "tomorrow"),
    ("12", "2026-06-20", "nps", 1, ""),
    ("13", "2026-06-20", "nps", 7, "passive"),
]
PEOPLE = "who,since,left,pays\n" + "\n".join(
    f"{who},2020-01-01,{left},{pays}"
    for who, left, pays in [
        ("poor", "", 10_000),
        ("old", "", 1),
        ("better since", "", 1),
        ("worse since", "2026-07-01", ""),  # still there on the day
        ("rich", "", 10_001),
        ("left", "2026-06-30", 99_999),
    ]
)
TICKETS = """id,who,at,done
1,poor,2026-06-25,
2,worse since,2026-06-26,
3,rich,2026-01-01,2026-06-29
4,stranger,2026-01-01,2026-07-01
"""


@pytest.fixture
def found(company: Company) -> Snapshot:
    answers = "id,at,metric,score,who\n" + "\n".join(",".join(map(str, one)) for one in ANSWERS)
    files = {"survey_csv": answers, "crm_csv": PEOPLE, "log_csv": TICKETS}
    return open_snapshot(company.write(COMPANY, **files).build())


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({}, ["rich 7", "poor 1", "stranger 9", "worse since 6"]),
        ({"nps": (0, 2)}, ["rich 7", "stranger 9", "worse since 6"]),
        ({"revenue_over": 10_000}, ["rich 7"]),
        ({"revenue_over": 0}, ["rich 7", "poor 1"]),
        ({"ticket_days": 5}, ["poor 1", "stranger 9"]),
        ({"ticket_days": 4}, ["poor 1", "stranger 9", "worse since 6"]),
        ({"ticket_days": 4, "revenue_over": 5}, ["poor 1"]),
    ],
)
def test_who_meets_a_rule(found: Snapshot, when: dict[str, Any], expected: list[str]) -> None:
    rule = When.model_validate({"nps": (0, 6), **when})
    rows = for_cases.for_cases(found, rule, (0, 10), TODAY)
    assert [f"{one.customer_id} {one.response_id}" for one in rows.itertuples()] == expected


def test_of_each_the_day_and_the_score(found: Snapshot) -> None:
    rows = for_cases.for_cases(found, When(csat=(1, 2)), (1, 5), TODAY)
    assert rows.to_dict("records") == [
        {
            "customer_id": "content",
            "response_id": "10",
            "answered": rows["answered"].iloc[0],
            "score": 1.0,
        }
    ]
    assert rows["answered"].iloc[0].date() == date(2026, 6, 20)
    for none in (When(csat=(2, 5)), When(ces=(1, 7))):
        assert for_cases.for_cases(found, none, (1, 5), TODAY).empty
    assert for_cases.for_cases(found, When(csat=(1, 2)), (1, 7), TODAY).empty  # another scale


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("shape", "tables"),
    [
        (("known", ("annual_revenue",), True), 3),
        (("all", (), False), 2),
        (("", (), True), 2),
        (("", (), False), 1),
    ],
)
def test_it_compiles_for_every_engine(shape: tuple[Any, ...], tables: int, dialect: str) -> None:
    text = compile._compiled(for_cases._for_cases, dialect, shape).text
    parsed = sqlglot.parse_one(text, dialect=dialect)
    assert {one.name for one in parsed.find_all(sqlglot.exp.Table)} >= {
        f"rows{number}" for number in range(tables)
    }
