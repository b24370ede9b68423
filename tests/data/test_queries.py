"""Queries: names, blank codes and types come through; a query that fails says so in words."""

from __future__ import annotations

import pytest

from data.ingest.build import MappingError
from tests.data.company import HEAD, LONG, Company, survey

FILE = "Id,Plan,Score,At\n1,Month,4,2026-01-01\n2,Year,5,2026-01-02\n"


def queried(query: str, columns: str = "", more: str = "") -> str:
    named = '"Id", submitted_at = "At", score = "Score"'
    return (
        f"{HEAD}[sources.a]\nfile = 'a.csv'\n{more}[sources.q]\nquery = '''{query}'''\n"
        "[feedback]\nsource = 'q'\n"
        f'columns = {{ metric = {{ constant = "csat" }}, response_id = {columns or named} }}\n'
        '[[segments]]\nkey = "deal"\ncolumn = "plan"\n'
    )


def levels(company: Company, mapping: str) -> list[str]:
    rows = company.write(mapping, a_csv=FILE).query("SELECT deal::VARCHAR FROM feedback")
    return sorted(level for (level,) in rows)


def test_a_column_is_found_where_only_case_differs(company: Company) -> None:
    query = 'select "Id" as id, "Plan" as plan, "Score" as score, "At" as at from a'
    columns = '"id", submitted_at = "at", score = "score"'
    assert levels(company, queried(query, columns)) == ["Month", "Year"]
    assert levels(company, queried("select * from a")) == ["Month", "Year"]


def test_the_exact_name_comes_before_another_case(company: Company) -> None:
    mapping = queried('select *, upper("Plan") as plan from a')
    assert levels(company, mapping) == ["MONTH", "YEAR"]
    raw = mapping.replace('column = "plan"', 'column = "Plan"')
    assert levels(company, raw) == ["Month", "Year"]


def test_what_the_query_names_itself_comes_before_the_star(company: Company) -> None:
    mapping = queried('select *, upper("Plan") as "Plan" from a')
    assert levels(company, mapping.replace('"plan"', '"Plan"')) == ["MONTH", "YEAR"]
    twice = queried('select a.*, b."Plan" || 2 as other, b.* from a join a as b using ("Id")')
    assert levels(company, twice.replace('"plan"', '"Plan"')) == ["Month", "Year"]
    assert levels(company, twice.replace('"plan"', '"other"')) == ["Month2", "Year2"]


def test_a_name_of_two_cases_is_not_guessed(company: Company) -> None:
    company.write(LONG.replace('"id"', '"Id"'), survey_csv="ID,id,date,score\na,b,2026-01-01,5\n")
    with pytest.raises(MappingError, match="no column 'Id'"):
        company.build()


def test_a_query_on_names_that_sql_cannot_tell_apart_is_refused(company: Company) -> None:
    first = "[sources.f]\nquery = '''select *, upper(\"Plan\") as plan from a'''\n"
    company.write(queried("select plan from f", more=first), a_csv=FILE)
    with pytest.raises(MappingError) as caught:
        company.build()
    assert str(caught.value) == (
        "mapping.toml, [sources.q], query: the source 'f' has the columns 'Plan' and 'plan', which "
        "SQL cannot tell apart. Here 'plan' is called 'plan_1'; or give it another name in the "
        "query of 'f'."
    )
    named = queried('select "Id", "At", "Score", plan_1 as plan from f', more=first)
    assert levels(company, named) == ["MONTH", "YEAR"]


def test_blank_codes_are_empty_in_queries(company: Company) -> None:
    mapping = LONG.replace('source = "survey"', 'source = "q"').replace(
        'file = "survey.csv"', 'file = "survey.csv"\nblank = ["?", 99]'
    )
    query = (
        "with survey as (select * from survey) select *, count(score) over () as known, "
        "count(*) over () as every from survey -- all of them"
    )
    text = survey("a,2024-01-05,9", "b,2024-01-05, ? ", "c,2024-01-05,99.0", "d,2024-01-05,0")
    company.write(
        f"{mapping}[sources.q]\nquery = '''{query}'''\n"
        '[[segments]]\nkey = "known"\ncolumn = "known"\n'
        '[[segments]]\nkey = "every"\ncolumn = "every"\n',
        survey_csv=text,
    )
    assert company.query("SELECT response_id, known::VARCHAR, every::VARCHAR FROM feedback") == [
        ("a", "2", "4"),
        ("d", "2", "4"),
    ]
    report = company.tables().catalog.tables[0]
    assert (report.no_answer, report.rejected) == (2, {})


def test_blank_codes_of_a_query_keep_the_types_of_others(company: Company) -> None:
    mapping = LONG.replace('source = "survey"', 'source = "b"')
    company.write(
        mapping
        + "[sources.a]\nblank = [9]\nquery = '''select id, cast(date as timestamp) as date, "
        "cast(score as int) as score from survey'''\n"
        "[sources.b]\nquery = '''select id, date + interval 1 day as date, score + 1 as score "
        "from a where score is not null'''\n",
        survey_csv=survey("a,2024-01-05 10:00,9", "b,2024-01-05,3"),
    )
    assert company.query("SELECT response_id, submitted_at::VARCHAR, answer FROM feedback") == [
        ("b", "2024-01-06 00:00:00", "nps:0-10|4")
    ]


def test_types_reach_a_query_on_a_query_and_the_tables(company: Company) -> None:
    mapping = (
        f"{HEAD}[sources.log]\nfile = 'log.csv'\n"
        "[sources.a]\nquery = '''select id, cast(o as timestamp) as o, cast(d as timestamptz) as d,"
        " n = '2' as twice, cast(n as int) as n, cast(n as decimal(9,2)) / 4 as q from log'''\n"
        "[sources.b]\nquery = '''select *, case when d - o > interval 1 minute then d end as done "
        "from a'''\n"
        "[tickets]\nsource = 'b'\n[tickets.columns]\nticket_id = 'id'\nopened_at = 'o'\n"
        "resolved_at = 'done'\nreopened = 'twice'\ncontacts = 'n'\nquality_score = 'q'\n"
    )
    company.write(
        mapping,
        log_csv="id,o,d,n\n1,2024-01-05 10:00,2024-01-05 12:00+01:00,1\n"
        "2,2024-01-05 10:00,2024-01-05 10:00:30Z,2\n",
    )
    assert company.query(
        "SELECT ticket_id, resolution_seconds, reopened, contacts, quality_score FROM tickets"
    ) == [("1", 3600.0, False, 1.0, 0.25), ("2", None, True, 2.0, 0.5)]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "select d - o from survey, (select id as d, id as o from survey)",
            "VARCHAR - VARCHAR cannot be worked out. Columns of files are text: cast what is "
            "computed with, as in cast(x as double), cast(x as date) or cast(x as timestamp).",
        ),
        (
            "select sum(score) from survey",
            "sum(VARCHAR) cannot be worked out. Columns of files are text: cast what is computed "
            "with, as in cast(x as double), cast(x as date) or cast(x as timestamp).",
        ),
        ("select scroe from survey", "there is no column 'scroe'. Did you mean 'score'?"),
        ("select s.scroe from survey s", "there is no column 'scroe'. Did you mean 'score'?"),
        (
            "select * from surveys",
            "there is no source 'surveys' above it. Did you mean 'survey'? A query can read the "
            "sources that stand above it, and no file.",
        ),
        ("select uper(id) from survey", "DuckDB has no function 'uper'. Did you mean 'upper'?"),
        (
            "select cast(id as int) as n from survey",
            "the value 'good' cannot be cast: Could not convert string 'good' to INT32 when "
            "casting from source column id. With try_cast instead of cast such values become "
            "empty; or name codes that mean nothing: blank on the source.",
        ),
        (
            "select id from survey where",
            "SQL is not understood from 'where' on. Check what stands before it.",
        ),
        ("select 'x from survey", "unterminated string literal."),
        ("select 1; select 2", None),
    ],
)
def test_a_query_that_fails_says_why_in_words(
    company: Company, query: str, told: str | None
) -> None:
    mapping = f'{LONG}[sources.q]\nquery = """{query}"""\n'
    company.write(mapping, survey_csv=survey("good,2024-01-05,9"))
    with pytest.raises(MappingError) as caught:
        company.build()
    place = "mapping.toml, [sources.q], query"
    expected = f"{place} fails: {told}" if told else f"{place}: expected one SELECT."
    assert str(caught.value) == expected


@pytest.mark.parametrize("key", ["order_id", "Order"])
def test_keys_of_joins_are_trimmed_and_found_in_either_case(company: Company, key: str) -> None:
    mapping = LONG.replace(
        "[feedback.columns]",
        '[[feedback.joins]]\nsource = "crm"\non = { "Id" = "KEY" }\n[feedback.columns]\n'
        'customer_id = "crm.who"',
    )
    mapping += '[sources.crm]\nfile = "crm.csv"\n'
    company.write(
        mapping.replace("KEY", key.lower()),
        survey_csv=survey("a\u00a0,2024-01-05,9", "b,2024-01-05,9"),
        crm_csv=f"{key},Who\n a ,x\nb,y\n",
    )
    assert company.query("SELECT response_id, customer_id FROM feedback") == [
        ("a", "x"),
        ("b", "y"),
    ]
