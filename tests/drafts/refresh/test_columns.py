"""Columns of newer files: the same, spelled otherwise, renamed, gone, new."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import DataError
from tests.drafts.refresh.months import SURVEY, WITH_IDS, Months, Row, answers

MAY: list[Row] = [
    (f"{1 + n % 28:02d}/05/2026", n % 11, ("North", "South", "East")[n % 3], "") for n in range(66)
]
JUNE: list[Row] = [(str(row[0]).replace("/05/", "/06/"), *row[1:]) for row in MAY]


def test_a_name_that_is_spelled_otherwise_is_taken_and_told(tmp_path: Path) -> None:
    months = Months(tmp_path, MAY)
    months.bring(
        [(*row[:3], "x", row[3]) for row in JUNE], ("day", "SCORE", "Région", "New", "Why")
    )
    plan = months.plan()
    assert not plan.open
    assert "june.csv: 'Region' is 'Région' now" in plan.changed
    assert "june.csv: new columns that nothing is made of: 'New'" in plan.changed


def test_malformed_lines_of_before_are_told(tmp_path: Path) -> None:
    months = Months(tmp_path, [*MAY, (*MAY[0], "one", "too many")])
    months.bring(JUNE)
    told = "'survey' had 1 row that the load set aside as malformed: only its old file has them"
    assert told in months.plan().changed
    months = Months(tmp_path, MAY)
    months.bring(JUNE)
    assert not [line for line in months.plan().changed if "malformed" in line]


def test_a_renamed_column_is_asked_about(tmp_path: Path) -> None:
    months = Months(tmp_path, MAY)
    months.bring([(*row[:3], row[1], row[3]) for row in JUNE], ("Day", "NPS", "Area", "Pos", "Why"))
    score, region = months.plan().open
    assert score.asked == "Which column of june.csv is the one that was called 'Score'?"
    assert score.options == ("'NPS'", "'Pos'", "none of these: it is not there any more")
    assert "11 of its 11 different values are those of before" in score.evidence
    assert region.options == ("'Area'", "none of these: it is not there any more")
    plan, rows = months.merged({score.key: "1", region.key: "1"})
    assert [row[1:3] for row in rows[66:]] == [(str(row[1]), row[2]) for row in JUNE]
    assert "june.csv: 'NPS' is the column that was called 'Score'" in plan.changed
    with pytest.raises(DataError, match=r"june.csv has no column 'Score', which is the score\."):
        months.plan({score.key: "3", region.key: "1"})


def test_one_column_can_not_be_two(tmp_path: Path) -> None:
    """Both were scores from 0 to 10, and one is left."""
    two = SURVEY.replace('comment = "Why"', 'weight = "Why"')
    months = Months(tmp_path, [(*row[:3], row[1]) for row in MAY], mapping=two)
    months.bring([row[:3] for row in JUNE], ("Day", "Points", "Region"))
    score, weight = months.plan().open
    assert score.options[0] == weight.options[0] == "'Points'"
    with pytest.raises(DataError, match="'Points' was answered for two columns"):
        months.plan({score.key: "1", weight.key: "1"})
    assert not months.plan({score.key: "1", weight.key: "2"}).open


def test_what_may_be_left_out_is_empty_and_known_rows_keep_it(tmp_path: Path) -> None:
    head = ("Id", "Day", "Score", "Region", "Why")
    before = [("a", "01/05/2026", 9, "North", "fine"), ("b", "02/05/2026", 3, "South", "slow")]
    months = Months(tmp_path, before, head, WITH_IDS)
    months.bring([("b", "02/05/2026", 4), ("c", "03/06/2026", 5)], head[:3])
    plan, rows = months.merged()
    assert "june.csv: there is no 'Region': it is empty in the newer rows" in plan.changed
    assert rows == [
        ("a", "01/05/2026", "9", "North", "fine"),
        ("b", "02/05/2026", "4", "South", "slow"),
        ("c", "03/06/2026", "5", None, None),
    ]


def test_a_file_without_what_rows_need_is_refused(tmp_path: Path) -> None:
    months = Months(tmp_path, MAY)
    months.bring([row[1:] for row in JUNE], ("Score", "Region", "Why"))
    with pytest.raises(DataError, match="no column 'Day', which is the day of the answer"):
        months.plan()


def test_a_file_of_something_else_is_told(tmp_path: Path) -> None:
    months = Months(tmp_path, MAY)
    months.bring([("A", "Oslo")], ("shop", "city"), "shops.csv")
    with pytest.raises(DataError, match=r"shops.csv: no table for this mapping\. .*'survey' has"):
        months.plan()
    months.bring(JUNE)
    assert "shops.csv is not used: it is none of the mapping's files" in months.plan().changed


def test_a_file_is_known_by_its_name_where_columns_are_renamed(tmp_path: Path) -> None:
    months = Months(tmp_path, MAY)
    months.bring([row[:3] for row in JUNE], ("When", "NPS", "Area"), "survey 2026-06.csv")
    assert [one.key.split(".")[2] for one in months.plan().open] == ["Day", "Score", "Region"]


def test_the_mapping_states_the_day_itself(tmp_path: Path) -> None:
    stated = WITH_IDS.replace(
        '{ column = "Day", format = "%d/%m/%Y" }', '{ constant = "2026-05-31" }'
    )
    months = Months(tmp_path, [("a", 9, "", "")], ("Id", "Score", "Region", "Why"), stated)
    months.bring([("b", 9, "", "")])
    with pytest.raises(DataError, match="states the day of the rows of 'survey' itself"):
        months.plan()


def test_what_figures_will_show_is_told(tmp_path: Path) -> None:
    months = Months(tmp_path, MAY)
    months.bring([*JUNE[:20], *answers("30/06/2026", [11, 12], "West")])
    changed = months.plan().changed
    assert "june.csv: new in 'Region': 'West'" in changed
    assert (
        "june.csv: 2 rows of 'Score' outside 0-10, which a load sets aside: '11', '12'" in changed
    )
    months.files.clear()
    months.bring([row for row in JUNE if row[2] != "East"])
    assert "june.csv: no row in the newer file has 'East' in 'Region'" in months.plan().changed
