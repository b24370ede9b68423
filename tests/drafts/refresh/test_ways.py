"""A newer file is added, or takes the place of before; what it leaves out is never a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drafts.refresh.months import Months, Row, answers
from tests.drafts.refresh.test_rows import told


def days(month: int, first: int, last: int, score: int = 9) -> list[Row]:
    """An answer a day."""
    return [
        row
        for day in range(first, last + 1)
        for row in answers(f"{day:02d}/{month:02d}/2026", [score])
    ]


def test_the_next_month_is_added(tmp_path: Path) -> None:
    months = Months(tmp_path, days(5, 1, 31))
    months.bring(days(6, 1, 30))
    plan = months.plan()
    assert not plan.open
    assert told(plan.changed) == [30, 0, 0, 31, 0, 61]
    assert "june.csv: its days: 1 June 2026 to 30 June 2026" in plan.changed
    (other,) = plan.others
    assert other.options[1] == "it has everything there is: leave out all 31 rows"
    assert told(months.plan({"june.csv.added": "2"}).changed) == [30, 0, 0, 0, 31, 30]
    assert told(months.plan(whole=True).changed) == [30, 0, 0, 0, 31, 30]


def test_a_new_export_of_everything_takes_the_place(tmp_path: Path) -> None:
    """199 of 200 rows are in it: the one that is not was taken out."""
    before = [row for month in (1, 2, 3, 4, 5) for n in (0, 1) for row in days(month, 1, 20, n)]
    months = Months(tmp_path, before)
    months.bring([*before[:100], *before[101:], *days(6, 1, 10)])
    plan = months.plan()
    assert not plan.open
    assert told(plan.changed) == [10, 199, 0, 0, 1, 209]
    assert told(months.plan({"june.csv.whole": "2"}).changed) == [
        10,
        199,
        0,
        1,
        0,
        210,
    ]  # read otherwise


def test_rows_that_are_missing_among_its_days_are_asked_about(tmp_path: Path) -> None:
    """Before: 1 April to 31 May. The file: 15 May to 10 June, but for 20 to 24 May."""
    months = Months(tmp_path, [*days(4, 1, 30), *days(5, 1, 31)])
    months.bring([*days(5, 15, 19), *days(5, 25, 31), *days(6, 1, 10)])
    (question,) = months.plan().open
    assert question.key == "june.csv.missing"
    assert question.evidence == (
        "it has the days 15 May 2026 to 10 June 2026, and 5 of before are missing there"
    )
    assert question.options == (
        "they stay, and 10 rows are added",
        "they were deleted: leave out the 5 rows on its days",
        "it has everything there is: leave out all 49 rows",
    )
    for number, left in (("1", 0), ("2", 5), ("3", 49)):
        plan, rows = months.merged({question.key: number})
        assert told(plan.changed) == [10, 12, 0, 49 - left, left, 71 - left]
        assert len(rows) == 71 - left
        has = {row[0] for row in rows}
        assert ("22/05/2026" in has) is (number == "1")
        assert ("14/05/2026" in has) is (number != "3")


def test_its_first_and_last_day_may_be_there_in_part(tmp_path: Path) -> None:
    """The export of before ended in the afternoon of 31 May; the next began on that morning."""
    months = Months(tmp_path, [*days(5, 1, 30), *answers("31/05/2026", [3, 4, 5])])
    months.bring([*answers("31/05/2026", [5, 6]), *days(6, 1, 5)])
    plan = months.plan()
    assert not plan.open
    assert told(plan.changed) == [6, 1, 0, 32, 0, 39]


def test_a_slip_of_the_pen_is_no_day_of_the_file(tmp_path: Path) -> None:
    months = Months(tmp_path, days(5, 1, 31))
    june = [row for score in range(8) for row in days(6, 1, 30, score)]
    months.bring([*answers("02/01/2026", [1]), *june])
    assert not months.plan().open


CUSTOMERS = """[company]
name = "Pohjola"
[sources.survey]
file = "survey.csv"
[customers]
source = "survey"
columns = { customer_id = "Id", joined_at = "Since", annual_revenue = "Worth" }
"""


@pytest.mark.parametrize(("gone", "kept"), [(1, 0), (30, 30)])
def test_customers_have_no_days(tmp_path: Path, gone: int, kept: int) -> None:
    """99 % of the ids and more: all customers there are. Else newer rows count, the others stay."""
    head = ("Id", "Since", "Worth")
    months = Months(tmp_path, [(n, "2026-01-01", 10) for n in range(100)], head, CUSTOMERS)
    months.bring([(n, "2026-01-01", 20) for n in range(gone, 110)])
    plan = months.plan()
    assert not plan.open
    assert told(plan.changed) == [10, 0, 100 - gone, kept, gone - kept, 110 - gone + kept]
