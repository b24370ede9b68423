"""The answers of the mapping guide do what they say, on data of the test's own making."""

from __future__ import annotations

import pytest

from tests.data.company import HEAD, Company
from tests.data.test_mapping_docs import BLOCKS


def example(name: str) -> str:
    """The example of that name as a whole mapping."""
    (block,) = (b for b in BLOCKS if b.startswith(f"# part: {name}\n"))
    return f'{HEAD}[sources.survey]\nfile = "survey.csv"\n{block}'


def test_a_file_without_dates(company: Company) -> None:
    company.write(example("no dates"), survey_csv="id,score\n1,5\n2,3\n")
    assert [f"{day:%Y-%m-%d}" for day in company.feedback()["submitted_at"]] == ["2026-03-31"] * 2


@pytest.mark.parametrize(
    ("text", "day"), [("2 апр 2022", "2022-04-02"), ("31 дек 2021", "2021-12-31")]
)
def test_months_in_another_language(company: Company, text: str, day: str) -> None:
    company.write(example("other languages"), survey_csv=f"id,date,score\n1,{text},5\n")
    assert [f"{one:%Y-%m-%d}" for one in company.feedback()["submitted_at"]] == [day]


def test_ids_that_begin_again(company: Company) -> None:
    rows = "id,date,score\n1,{0}-01-01,5\n2,{0}-01-02,3\n"
    company.write(
        example("ids of parts"), survey_csv=rows.format(2025), later_csv=rows.format(2026)
    )
    assert sorted(company.feedback()["response_id"]) == ["2025-1", "2025-2", "2026-1", "2026-2"]


def test_yes_and_no(company: Company) -> None:
    rows = "id,date,stars,solved\n1,2026-01-01,5,yes\n2,2026-01-02,3,no\n3,2026-01-02,3,yes\n"
    (mapping,) = (block for block in BLOCKS if '"Solved?"' in block)
    found = company.write(mapping, survey_csv=rows).feedback()
    solved = found[found["touchpoint"] == "Solved?"]
    assert sorted(solved["score"]) == [0, 1, 1]
    assert sorted(solved["score"] >= solved["positive_from"]) == [False, True, True]
    assert len(found) == 6


def test_a_scale_that_was_changed(company: Company) -> None:
    rows = "id,date,score\n1,2025-12-31,5\n2,2026-01-01,7\n3,2025-12-31,7\n"
    found = company.write(example("a new scale"), survey_csv=rows).feedback()
    assert sorted(zip(found["score"], found["scale_max"], strict=True)) == [(5, 5), (7, 7)]
    assert company.rejected() == [("score outside the scale", "score: 7 (scale 1 to 5)")]


def test_counters_from_0(company: Company) -> None:
    rows = "id,date,follow_ups\n1,2026-01-01,0\n2,2026-01-01,2\n"
    company.write(example("counters from 0"), survey_csv=rows)
    assert company.query("SELECT contacts FROM tickets ORDER BY 1") == [(1,), (3,)]
