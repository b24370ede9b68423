"""Newer columns are written as the mapping reads them, where it is sure how they are to be read."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from data.errors import DataError
from tests.drafts.refresh.months import SURVEY, Months, Row, answers

KEY = "june.csv.Day.date"


def dated(written: str, first: date, number: int, every: int = 1) -> list[Row]:
    """An answer a day, the day written so."""
    days = (first + timedelta(n * every) for n in range(number))
    return [row for day in days for row in answers(day.strftime(written), [day.day % 11])]


MAY = dated("%d/%m/%Y", date(2026, 5, 1), 31)
JUNE = dated("%d/%m/%Y", date(2026, 6, 1), 30)


@pytest.mark.parametrize("written", ["%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y 09:30", "%B %-d, %Y"])
def test_dates_that_are_written_otherwise_are_written_anew(tmp_path: Path, written: str) -> None:
    """Thirteenths tell the order; where the mapping can read a part of them all are changed."""
    months = Months(tmp_path, MAY)
    months.bring(dated(written, date(2026, 6, 1), 30))
    plan, rows = months.merged()
    assert [row[0] for row in rows[31:]] == [row[0] for row in JUNE]
    (told,) = [line for line in plan.changed if "the dates in 'Day' are read as" in line]
    assert "from 1 June 2026 to 30 June 2026" in told


def test_days_of_one_week_follow_the_order_of_before(tmp_path: Path) -> None:
    months = Months(tmp_path, MAY)
    months.bring(dated("%d/%m/%Y", date(2026, 6, 1), 7))
    plan, rows = months.merged()
    assert rows[-1][0] == "07/06/2026"
    assert not any("are read as" in line for line in plan.changed)


def test_a_week_that_would_be_half_a_year_is_asked_about(tmp_path: Path) -> None:
    """06/01 to 06/07: by the order of before 6 January to 6 July."""
    months = Months(tmp_path, MAY)
    months.bring(dated("%m/%d/%Y", date(2026, 6, 1), 7))
    (question,) = months.plan().open
    assert question.key == KEY
    assert question.options == (
        "month/day/year: from 1 June 2026 to 7 June 2026",
        "day/month/year: from 6 January 2026 to 6 July 2026",
    )
    first, second = (months.merged({KEY: n, "june.csv.missing": "1"})[1] for n in "12")
    assert (first[-1][0], second[-1][0]) == ("07/06/2026", "06/07/2026")


def test_dates_of_a_file_that_has_none_are_refused(tmp_path: Path) -> None:
    months = Months(tmp_path, MAY)
    months.bring([("north", *row[1:]) for row in JUNE])
    with pytest.raises(DataError, match="'Day' holds no dates as before, but 'north'"):
        months.plan()


def test_names_of_months_can_be_read_but_not_written(tmp_path: Path) -> None:
    finnish = SURVEY.replace('"%d/%m/%Y"', '"%d. %B %Y", language = "fi"')
    months = Months(tmp_path, [("3. toukokuuta 2026", 9, "North", "")] * 3, mapping=finnish)
    months.bring([("4. kesäkuuta 2026", 9, "North", "")])
    assert not months.plan().open
    months.files.clear()
    months.bring(JUNE)
    with pytest.raises(DataError, match="written otherwise than before: day/month/year"):
        months.plan()


def test_decimal_signs(tmp_path: Path) -> None:
    """Ratings of 4,5 under a mapping that reads points."""
    stars = SURVEY.replace('constant = "nps"', 'constant = "rating"')
    months = Months(tmp_path, [(row[0], "4.5", *row[2:]) for row in MAY], mapping=stars)
    months.bring([(row[0], "3,5", *row[2:]) for row in JUNE])
    plan, rows = months.merged()
    assert {row[1] for row in rows} == {"4.5", "3.5"}
    assert "june.csv: the numbers in 'Score' are read with the decimal sign ," in plan.changed


def test_what_was_written_so_before_stays(tmp_path: Path) -> None:
    """Commas that the mapping does not read: before they were set aside, and so they are now."""
    stars = SURVEY.replace('constant = "nps"', 'constant = "rating"')
    months = Months(tmp_path, [(row[0], "4,5", *row[2:]) for row in MAY], mapping=stars)
    months.bring([(row[0], "3,5", *row[2:]) for row in JUNE])
    plan, rows = months.merged()
    assert {row[1] for row in rows} == {"4,5", "3,5"}
    assert not any("decimal" in line for line in plan.changed)


EFFORT = """[company]
name = "Pohjola"
[sources.survey]
file = "survey.csv"
[feedback]
source = "survey"
columns = { submitted_at = { column = "Day", format = "%d/%m/%Y" } }
questions = [{ column = "Score", metric = "ces", scale = [1, 5], values = VALUES }]
"""


def efforts(rows: list[Row], given: list[str]) -> list[Row]:
    """The rows with these scores, over and over."""
    return [(row[0], given[n % len(given)], *row[2:]) for n, row in enumerate(rows)]


def test_scores_that_the_values_of_a_mapping_lack_are_told(tmp_path: Path) -> None:
    """A mapping of a turned scale that lists what one month gave. 10 of 30 rows are set aside."""
    mapping = EFFORT.replace("VALUES", '{ "1,0" = 5, "2,5" = 3.5, "3,5" = 2.5 }')
    months = Months(tmp_path, efforts(MAY, ["1,0", "2,5", "3,5"]), mapping=mapping)
    months.bring(efforts(JUNE, ["2,5", "3,5", "4,5"]))
    plan, rows = months.merged()
    assert (
        "june.csv: 10 of 30 values of 'Score' are not among those that the mapping lists for it: "
        "'4,5'; a load sets them aside"
    ) in plan.changed
    assert {row[1] for row in rows} == {"1,0", "2,5", "3,5", "4,5"}
    months.files.clear()
    months.bring(efforts(JUNE, ["4,0", "3,5", "4,5"]))
    with pytest.raises(DataError, match=r"20 of 30 values .* lists for it: '4,0', '4,5'"):
        months.plan()


def test_numbers_beside_turned_ones_are_told(tmp_path: Path) -> None:
    """A load reads them as they stand: the worst, 5, as the best. 15 of 30 rows."""
    mapping = EFFORT.replace("VALUES", "{ 1 = 5, 2 = 4, 3 = 3, 4 = 2 }")
    months = Months(tmp_path, efforts(MAY, ["1", "2", "4"]), mapping=mapping)
    months.bring(efforts(JUNE, ["5", "4.0"]))
    plan, _ = months.merged()
    (told,) = [line for line in plan.changed if "read as they stand" in line]
    assert told.startswith("june.csv: 15 rows of 'Score'") and told.endswith(": '5'")


def test_turned_numbers_that_are_written_anew_are_turned_once(tmp_path: Path) -> None:
    """Commas where points were: 2,5 is written as 2.5, and 1 stays, for a load to turn."""
    mapping = EFFORT.replace("VALUES", '{ 1 = 5, "1.5" = 4.5, 2 = 4, "2.5" = 3.5 }')
    months = Months(tmp_path, efforts(MAY, ["1", "1.5"]), mapping=mapping)
    months.bring(efforts(JUNE, ["1", "2,5", "1,5"]))
    plan, rows = months.merged()
    assert "june.csv: the numbers in 'Score' are read with the decimal sign ," in plan.changed
    assert {row[1] for row in rows[31:]} == {"1", "2.5", "1.5"}
