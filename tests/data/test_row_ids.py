"""Rows whose mapping names no id: numbered, and the same from load to load."""

from __future__ import annotations

import pytest

from tests.data.company import LONG, ORDERS, TICKETS, Company, refused

BARE = LONG.replace('response_id = "id"\n', "")
HEAD = "date,score\n"


def ids(company: Company) -> dict[str, float]:
    feedback = company.feedback()
    return dict(zip(feedback["response_id"], feedback["score"], strict=True))


def rows(*scores: int) -> str:
    return "".join(f"2024-01-05,{score}\n" for score in scores)


def test_rows_are_numbered_by_file_and_keep_their_numbers(company: Company) -> None:
    mapping = BARE.replace("survey.csv", "20*.csv")
    company.write(mapping, **{"2023_csv": HEAD + rows(9), "2025_csv": HEAD + rows(1, 1)})
    before = ids(company)
    assert before == {"survey:2023.csv:1": 9, "survey:2025.csv:1": 1, "survey:2025.csv:2": 1}
    company.write(mapping, **{"2023_csv": HEAD + rows(9, 4), "2024_csv": HEAD + rows(7)})
    assert ids(company) == before | {"survey:2023.csv:2": 4, "survey:2024.csv:1": 7}


def test_a_single_file_may_be_renamed_and_rows_set_aside_count(company: Company) -> None:
    company.write(BARE, survey_csv=HEAD + rows(9, 12, 4))
    assert ids(company) == {"survey:1": 9, "survey:3": 4}
    company.write(BARE.replace("survey.csv", "other.csv"), other_csv=HEAD + rows(9, 12, 4))
    assert ids(company) == {"survey:1": 9, "survey:3": 4}


def test_questions_of_one_row_are_of_one_response(company: Company) -> None:
    second = BARE[BARE.index("[feedback]") :].replace('score = "score"', 'score = "ease"')
    parts = BARE.replace("[feedback]", "[[feedback]]") + second.replace(
        "[feedback]", "[[feedback]]"
    ).replace('"nps"', '"ces"')
    company.write(parts, survey_csv="date,score,ease\n2024-01-05,9,5\n2024-01-05,9,5\n")
    found = company.query("SELECT response_id, count(*) FROM feedback GROUP BY 1 ORDER BY 1")
    assert found == [("survey:1", 2), ("survey:2", 2)]


def test_an_id_that_is_mapped_must_be_there(company: Company) -> None:
    company.write(LONG, survey_csv="id,date,score\na,2024-01-05,9\n,2024-01-05,9\n")
    assert company.rejected() == [("no response_id", "id")]


@pytest.mark.parametrize(
    ("mapping", "column"),
    [(LONG, "response_id"), (TICKETS, "ticket_id"), (ORDERS, "order_id")],
)
def test_rows_of_queries_have_no_numbers_that_last(mapping: str, column: str) -> None:
    lines = [line for line in mapping.splitlines() if not line.startswith(column)]
    bare = "\n".join(lines)
    name = "survey" if column == "response_id" else "log" if column == "ticket_id" else "shop"
    queried = bare.replace(f'file = "{name}.csv"', 'query = "select * from other"')
    told = refused(queried + '\n[sources.other]\nfile = "o.csv"\n')
    assert f"'{column}' is missing, and the rows of a query have no order that lasts" in told
    assert f"select rowid as {column}" in told


def test_rows_of_databases_have_no_numbers_that_last() -> None:
    stored = BARE.replace('file = "survey.csv"', 'table = "survey"')
    told = refused(stored + '\n[warehouse]\nurl = "duckdb:///a.duckdb"\n')
    assert "'response_id' is missing, and the rows of a database have no order that lasts" in told
    assert "rowid" not in told


def test_a_query_can_bring_the_number_along(company: Company) -> None:
    queried = LONG.replace('source = "survey"', 'source = "asked"') + (
        '\n[sources.asked]\nquery = "select rowid as id, * from survey"\n'
    )
    company.write(queried, survey_csv=HEAD + rows(9, 4))
    assert ids(company) == {"0": 9, "1": 4}
