"""Answers: wide surveys melted, scales, series, blanks, value maps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ingest.build import DataError, MappingError
from tests.data.company import HEAD, LONG, Company, survey

WIDE = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"
blank = ["n/a"]

[feedback]
source = "survey"

[feedback.columns]
response_id = "id"
submitted_at = { day = "d", month = 5, year = 2017 }
weight = { column = "w", decimal = "," }

[[feedback.questions]]
column = "rec"
metric = "nps"
blank = [11]
comment = "why"

[[feedback.questions]]
metric = "csat"
blank = [0]
values = { good = 5, bad = 1 }
touchpoints = { "Shop" = "q1", "Till" = "q2" }

[[feedback.questions]]
column = "ease"
metric = "ces"
touchpoint = "Till"
scale = [1, 5]
positive_from = 5
"""
)
ROWS = """id,d,w,rec,why,q1,q2,ease
1,5,"1,5",9,nice,good,2,5
2,30,2,11,lost,0,bad,
3,31,"0,25",n/a,,7,4,4
4,32,1,10,never,5,5,5
"""


def test_a_wide_survey_becomes_a_row_for_each_answer(company: Company) -> None:
    company.write(WIDE, survey_csv=ROWS)
    rows = company.query(
        "SELECT response_id, day::VARCHAR, answer::VARCHAR, touchpoint::VARCHAR, weight, comment "
        "FROM feedback ORDER BY ALL"
    )
    assert rows == [
        ("1", "2017-05-05", "ces:1-5>=5|5", "Till", 1.5, None),
        ("1", "2017-05-05", "csat:1-5|2", "Till", 1.5, None),
        ("1", "2017-05-05", "csat:1-5|5", "Shop", 1.5, None),
        ("1", "2017-05-05", "nps:0-10|9", None, 1.5, "nice"),
        ("2", "2017-05-30", "csat:1-5|1", "Till", 2.0, None),
        ("3", "2017-05-31", "ces:1-5>=5|4", "Till", 0.25, None),
        ("3", "2017-05-31", "csat:1-5|4", "Till", 0.25, None),
    ]
    assert company.rejected() == [
        ("date not understood", "submitted_at: 2017-5-32"),
        ("score outside the scale", "q1: 7 (scale 1 to 5)"),
    ]
    catalog = company.tables().catalog
    assert catalog.tables[0].no_answer == 4  # 2: rec, q1, ease; 3: rec
    assert catalog.series == ("nps:0-10", "csat:1-5", "ces:1-5>=5")
    assert catalog.weighted


AT = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"
[feedback]
source = "survey"
[feedback.columns]
response_id = "id"
submitted_at = "date"
touchpoint = { column = "Kontaktpunkt", values = { T = "Till" } }
[[feedback.questions]]
column = "rec"
metric = "nps"
[[feedback.questions]]
column = "sat"
metric = "csat"
"""
)
AT_ROWS = "id,date,Kontaktpunkt,rec,sat\n1,2024-01-05,Shop,9,5\n2,2024-01-05,T,3,\n3,,T,3,1\n"


def test_a_wide_survey_with_a_column_for_the_touchpoint(company: Company) -> None:
    company.write(AT, survey_csv=AT_ROWS)
    rows = company.query("SELECT response_id, answer::VARCHAR, touchpoint::VARCHAR FROM feedback")
    assert sorted(rows) == [
        ("1", "csat:1-5|5", "Shop"),
        ("1", "nps:0-10|9", "Shop"),
        ("2", "nps:0-10|3", "Till"),
    ]
    assert company.rejected() == [("no date", "date")]
    touchpoint = company.tables().catalog.dimension("touchpoint")
    assert touchpoint is not None
    assert touchpoint.levels == ("Shop", "Till")


@pytest.mark.parametrize("own", ['column = "sat"\ntouchpoint = "x"', 'touchpoints = { x = "sat" }'])
def test_the_touchpoint_is_stated_once(company: Company, own: str) -> None:
    company.write(AT.replace('column = "sat"', own), survey_csv=AT_ROWS)
    with pytest.raises(MappingError, match=r"both columns\.touchpoint and the question number 2"):
        company.build()


def test_a_column_is_no_name_of_a_touchpoint(company: Company) -> None:
    line = 'touchpoint = { column = "Kontaktpunkt", values = { T = "Till" } }\n'
    own = 'column = "sat"\ntouchpoint = "Kontaktpunkt"'
    company.write(AT.replace(line, "").replace('column = "sat"', own), survey_csv=AT_ROWS)
    with pytest.raises(MappingError, match='write touchpoint = "Kontaktpunkt" in columns'):
        company.build()
    named = AT.replace(line, "").replace('column = "sat"', 'touchpoints = { Kontaktpunkt = "sat" }')
    assert "Kontaktpunkt" in set(company.write(named).feedback()["touchpoint"])
    # A question may well be called after its own column, or after another question's.
    for touchpoint in ("sat", "rec"):
        own = f'column = "sat"\ntouchpoint = "{touchpoint}"'
        company.write(AT.replace(line, "").replace('column = "sat"', own))
        assert touchpoint in set(company.feedback()["touchpoint"])


def test_metrics_and_scales_of_a_long_table(company: Company) -> None:
    mapping = LONG.replace(
        '{ constant = "nps" }', '{ column = "kind", values = { Loyal = "nps" } }'
    )
    mapping += (
        'scale_min = "low"\nscale_max = "high"\n[metrics.csat]\nscale = [1, 7]\npositive_from = 5\n'
    )
    rows = """id,date,score,kind,low,high
1,2024-01-05,9,Loyal,,
2,2024-01-05,7,CSAT,,
3,2024-01-05,7,csat,1,10
4,2024-01-05,8,csat,,
5,2024-01-05,6,ces,,
6,2024-01-05,4,rating,,
7,2024-01-05,4,mood,,
8,2024-01-05,4,rating,5,1
"""
    company.write(mapping, survey_csv=rows)
    assert company.query("SELECT response_id, answer::VARCHAR FROM feedback ORDER BY 1") == [
        ("1", "nps:0-10|9"),
        ("2", "csat:1-7>=5|7"),
        ("3", "csat:1-10|7"),
        ("5", "ces:1-7|6"),
        ("6", "rating:1-5|4"),
    ]
    assert company.rejected() == [
        ("metric not known", "metric: mood"),
        ("scale not from low to high", "score: 4 (scale 5 to 1)"),
        ("score outside the scale", "score: 8 (scale 1 to 7)"),
    ]


def test_nps_on_another_scale_is_an_error(company: Company) -> None:
    mapping = LONG + 'scale_max = "high"\n'
    company.write(mapping, survey_csv="id,date,score,high\n1,2024-01-05,4,5\n")
    with pytest.raises(DataError, match="1 NPS answers state the scale 0 to 5"):
        company.build()


def test_the_same_id_may_answer_several_questions(company: Company) -> None:
    mapping = LONG.replace('{ constant = "nps" }', '"kind"') + 'touchpoint = "at"\n'
    rows = """id,date,score,kind,at
1,2024-01-05,5,csat,Shop
1,2024-01-05,4,csat,Till
1,2024-01-05,4,ces,Till
1,2024-01-05,3,ces,Till
"""
    company.write(mapping, survey_csv=rows)
    assert len(company.feedback()) == 3
    assert [reason for reason, _ in company.rejected()] == ["duplicate response_id"]


def test_rows_are_sorted_and_only_mapped_columns_exist(company: Company) -> None:
    company.write(LONG, survey_csv=survey("b,2024-03-01,5", "a,2024-01-01,5", "c,2024-02-01,5"))
    assert list(company.feedback()["response_id"]) == ["a", "c", "b"]
    columns = company.tables().catalog.columns["feedback"]
    assert columns == ("response_id", "submitted_at", "day", "answer")


scores = st.lists(st.integers(-2, 13) | st.none(), min_size=1, max_size=40)


@pytest.mark.slow
@settings(max_examples=15)
@given(scores)
def test_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, scores: list[int | None]
) -> None:
    company = Company(tmp_path_factory.mktemp("scores"))
    rows = [f"{i},2024-01-05,{'' if s is None else s}" for i, s in enumerate(scores)]
    company.write(LONG, survey_csv=survey("first,2024-01-05,0", *rows))
    tables = company.tables()
    assert tables.feedback is not None
    kept = sorted(s for s in scores if s is not None and 0 <= s <= 10)
    assert sorted(tables.feedback["score"]) == sorted([0, *kept])
    report = tables.catalog.tables[0]
    assert report.no_answer == scores.count(None)
    assert report.accepted + report.no_answer + sum(report.rejected.values()) == len(scores) + 1
