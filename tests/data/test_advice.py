"""Advice is right: what it tells to write is written, and the rows are taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.errors import DataError, MappingError
from data.ingest.advice import Case, mend
from data.mapping import Mapping, parse_mapping
from tests.data.company import HEAD, LONG, Company, survey

DATED = LONG.replace('submitted_at = "date"', "submitted_at = {date}")


def advice(company: Company) -> str:
    """The one warning."""
    (warning,) = [w for table in company.tables().catalog.tables for w in table.warnings]
    return warning


def error(company: Company) -> str:
    with pytest.raises(DataError) as found:
        company.build()
    return str(found.value)


def line(text: str, name: str) -> str:
    """The line of the mapping that the advice tells to write for a column."""
    found = re.search(rf"{name} = \{{ column = .*?\}}(?=[.;,]|$)", text)
    assert found, text
    return found[0]


def query(text: str) -> str:
    """The query that it tells."""
    found = re.search(r"select .*? from \w+( as t)?", text)
    assert found, text
    return found[0]


def with_query(mapping: str, text: str) -> str:
    """The mapping with a source of the advised query in the place of `survey`."""
    own = f"[sources.mended]\nquery = '''{query(text)}'''\n[feedback]"
    return mapping.replace("[feedback]", own).replace('source = "survey"', 'source = "mended"')


@pytest.mark.parametrize(
    "dates",
    [
        ["15.05.2026", "01.02.2026"],
        ["15.05.26", "01.02.26"],
        ["15/05/2026 13:20", "01/02/2026 09:05"],
        ["05/15/2026", "02/01/2026"],
        ["5/15/2026 1:20 PM", "2/1/2026 9:05 AM"],
        ["15-05-2026", "01-02-2026"],
        ["20260515", "20260201"],
        ["20260515132000", "20260201090500"],
        ["15 May 2026", "1 Feb 2026"],
        ["15 May 2026, 13:20", "1 Feb 2026, 09:05"],
        ["15-May-26", "01-Feb-26"],
        ["May 15, 2026", "Feb 1, 2026"],
    ],
)
def test_the_format_that_reads_them(company: Company, dates: list[str]) -> None:
    rows = survey(*(f'{i},"{day}",9' for i, day in enumerate(dates)))
    said = error(company.write(LONG, survey_csv=rows))
    mended = DATED.replace("submitted_at = {date}", line(said, "submitted_at"))
    found = company.write(mended, survey_csv=rows).feedback()["submitted_at"]
    assert [(day.year, day.month, day.day) for day in found] == [(2026, 2, 1), (2026, 5, 15)]


def test_where_day_and_month_can_be_either(company: Company) -> None:
    said = error(company.write(LONG, survey_csv=survey("1,03/04/2026,9", "2,05/06/2026,9")))
    assert "Both '%d/%m/%Y' and '%m/%d/%Y' read them: does 03/04/2026 begin with the day" in said


def test_a_second_format_keeps_the_first(company: Company) -> None:
    mapping = DATED.replace("{date}", '{ column = "date", format = "%d.%m.%Y" }')
    rows = survey("1,03.04.2026,9", "2,13.04.2026,9", "3,2026/04/14,9", "4,14 Apr 2026,9")
    said = advice(company.write(mapping, survey_csv=rows.replace("2026/04/14", "15 Apr 2026")))
    assert "The format '%d.%m.%Y' expects 13.02.2024." in said
    assert 'format = ["%d.%m.%Y", "%d %b %Y"]' in said
    mended = DATED.replace("submitted_at = {date}", line(said, "submitted_at"))
    assert len(company.write(mended, survey_csv=rows.replace("2026/04/14", "15 Apr 2026"))
               .feedback()) == 4  # fmt: skip


def test_months_in_another_language(company: Company) -> None:
    mapping = DATED.replace("{date}", '{ column = "date", format = "%d %b %Y" }')
    rows = survey("1,2 апр 2022,9", "2,3 апр 2022,9")
    said = error(company.write(mapping, survey_csv=rows))
    assert "The format '%d %b %Y' expects 13 Feb 2024, with the English names" in said
    assert 'language = "ru"' in said
    mended = DATED.replace("submitted_at = {date}", line(said, "submitted_at"))
    company.write(mended, survey_csv=rows)
    assert [day.month for day in company.feedback()["submitted_at"]] == [4, 4]


def test_the_language_that_was_given_is_in_the_example(company: Company) -> None:
    written = '{ column = "date", format = "%d. %B %Y", language = "fi" }'
    said = error(company.write(DATED.replace("{date}", written), survey_csv=survey("1,soon,9")))
    assert "expects 13. helmikuuta 2024, with the Finnish names of months" in said


@pytest.mark.parametrize(
    ("found", "what"),
    [
        ("46157", "Excel"),
        ("46157.75", "Excel"),
        ("1778803200", "seconds since"),
        ("1778803200000", "milliseconds"),
    ],
)
def test_dates_that_are_counted(company: Company, found: str, what: str) -> None:
    """All of 15 May 2026."""
    rows = survey(f"1,{found},9")
    said = error(company.write(LONG, survey_csv=rows))
    assert what in said
    mended = DATED.replace("submitted_at = {date}", line(said, "submitted_at"))
    company.write(mended, survey_csv=rows)
    assert [f"{day:%Y-%m-%d}" for day in company.feedback()["submitted_at"]] == ["2026-05-15"]


def test_years_of_two_digits_read_as_four(company: Company) -> None:
    mapping = DATED.replace("{date}", '{ column = "date", format = "%d.%m.%Y" }')
    rows = survey("1,15.05.26,9", "2,16.05.26,9")
    said = error(company.write(mapping, survey_csv=rows))
    mended = DATED.replace("submitted_at = {date}", line(said, "submitted_at"))
    assert len(company.write(mended, survey_csv=rows).feedback()) == 2


def test_a_date_that_stands_for_none(company: Company) -> None:
    said = error(company.write(LONG, survey_csv=survey("1,9999-12-31,9", "2,9999-12-31,9")))
    assert 'blank = ["9999-12-31"]' in said
    said = error(company.write(LONG, survey_csv=survey("1,0000-00-00,9")))
    assert 'blank = ["0000-00-00"]' in said


def numbers(*values: str, mapping: str = LONG) -> str:
    """The advice on scores that are no numbers."""
    details = {f"score: {value}": 1 for value in values}
    return mend(Case.of(parsed(mapping), "feedback", "score not a number", details))


def parsed(mapping: str) -> Mapping:
    return parse_mapping(mapping, Path("mapping.toml"))


def test_a_hidden_character_is_named(company: Company) -> None:
    said = numbers("9\u2060", "7\u2060")
    assert "'9' has a character that can't be seen: word joiner (U+2060)." in said
    assert "= 5" not in said
    rows = survey("1,2024-01-05,9\u2060", "2,2024-01-05,7\u2060")
    company.write(with_query(LONG, said), survey_csv=rows)
    assert sorted(company.feedback()["score"]) == [7, 9]


@pytest.mark.parametrize("unit", [" points", "/10"])
def test_a_unit_is_taken_away(company: Company, unit: str) -> None:
    said = numbers(f"9{unit}", f"10{unit}")
    rows = survey(f"1,2024-01-05,9{unit}", f"2,2024-01-05,10{unit}")
    company.write(with_query(LONG, said), survey_csv=rows)
    assert sorted(company.feedback()["score"]) == [9, 10]


def test_each_kind_of_text_has_its_advice() -> None:
    assert 'blank = ["n/a", "-"]' in numbers("n/a", "-", "great")
    assert 'values = { "great" = ..., "poor" = ... }' in numbers("great", "poor")
    assert 'decimal = ","' in numbers("8,5")
    assert "Amounts in several need a query first." in numbers("9 $", "8 €")
    comma = LONG.replace('score = "score"', 'score = { column = "score", decimal = "," }')
    assert "8.5 is written with a point" in numbers("8.5", mapping=comma)
    assert 'Are these decimal points? score = { column = "score", decimal = "." }.' in numbers(
        "1,234.5", mapping=comma
    )


QUESTIONS = LONG.replace('metric = { constant = "nps" }\nscore = "score"\n', "")


def test_a_code_of_a_question_goes_into_the_question(company: Company) -> None:
    mapping = QUESTIONS + '[[feedback.questions]]\ncolumn = "score"\nmetric = "csat"\n'
    said = advice(company.write(mapping, survey_csv=survey("1,2024-01-05,9", "2,2024-01-05,5")))
    assert "blank = [9] in the question of 'score'" in said
    assert "50 % of the answers of feedback (1 of 2), in 1 of 2 rows," in said


def test_another_scale_before_codes(company: Company) -> None:
    mapping = LONG.replace('"nps"', '"csat"')
    scores = [f"{i},2024-01-05,{i}" for i in range(1, 11)]
    said = advice(company.write(mapping, survey_csv=survey(*scores)))
    assert "They go from 6 to 10: if another scale than 1 to 5 was asked, state it" in said


def test_words_for_yes_and_no() -> None:
    tickets = HEAD + (
        '[sources.cases]\nfile = "c.csv"\n[tickets]\nsource = "cases"\n'
        'columns = { ticket_id = "id", opened_at = "date", reopened = "again" }\n'
    )
    details = {"again: nein": 9, "again: ja": 3, "again: vielleicht": 1}
    said = mend(Case.of(parsed(tickets), "tickets", "reopened not yes or no", details))
    assert '{ "nein" = "no", "ja" = "yes", "vielleicht" = ... }' in said


PARTS = (
    HEAD
    + """
[sources.a]
file = "a.csv"
[sources.b]
file = "b.csv"
[[feedback]]
source = "a"
columns = { response_id = "id", submitted_at = "date", metric = CSAT, score = "score" }
[[feedback]]
source = "b"
columns = { response_id = "id", submitted_at = "date", metric = CSAT, score = "score" }
"""
).replace("CSAT", '{ constant = "csat" }')


def test_parts_with_the_same_ids(company: Company) -> None:
    files = {
        "a_csv": survey(*(f"{i},2025-01-0{i},{i}" for i in range(1, 6))),
        "b_csv": survey(*(f"{i},2026-01-0{i},1" for i in range(1, 6))),
    }
    said = advice(company.write(PARTS, **files))
    assert "The sources 'a' and 'b' have the same ids for different rows." in said
    assert "row_number" not in said
    mended = PARTS
    for name in "ab":
        own = query(said).replace("'a-'", f"'{name}-'").replace("from a ", f"from {name} ")
        part = f'[[feedback]]\nsource = "{name}"\ncolumns = {{ response_id = "id"'
        made = f'[[feedback]]\nsource = "own_{name}"\ncolumns = {{ response_id = "own_id"'
        assert part in mended
        mended = mended.replace(part, f"[sources.own_{name}]\nquery = '''{own}'''\n{made}")
    assert len(company.write(mended, **files).feedback()) == 10


def test_parts_that_overlap_lose_nothing(company: Company) -> None:
    rows = survey(*(f"{i},2025-01-0{i},{i}" for i in range(1, 6)))
    said = advice(company.write(PARTS, a_csv=rows, b_csv=rows))
    assert "copies" in said
    assert "select" not in said


def test_an_id_that_several_rows_have(company: Company) -> None:
    rows = survey(*(f"order,2024-01-0{i},{i}" for i in range(1, 6)))
    said = advice(company.write(LONG, survey_csv=rows))
    mended = with_query(LONG, said).replace('response_id = "id"', 'response_id = "own_id"')
    assert len(company.write(mended, survey_csv=rows).feedback()) == 5


Q1, Q2 = 'column = "q1"\nmetric = "csat"', 'column = "q2"\nmetric = "csat"'


def question(*lines: str) -> str:
    return QUESTIONS + "".join(f"[[feedback.questions]]\n{line}\n" for line in lines)


@pytest.mark.parametrize(
    "mapping",
    [
        question(Q1, f"{Q2}\nscale = [0, 1]"),
        question(f'{Q1}\ntouchpoint = "Wifi"', 'metric = "csat"\ntouchpoints = { Wifi = "q2" }'),
        question(Q1, Q2).replace("columns]", 'columns]\ntouchpoint = "place"', 1),
        PARTS.replace('"b"', '"a"').replace('"score"', '"q1"', 1).replace('"score"', '"q2"'),
    ],
    ids=["two scales", "one touchpoint", "touchpoint of the row", "long parts"],
)  # fmt: skip
def test_two_questions_of_one_metric_are_refused(mapping: str) -> None:
    with pytest.raises(MappingError, match=r"'q1' and 'q2' are both csat.* touchpoint"):
        parsed(mapping)


@pytest.mark.parametrize(
    "mapping",
    [
        question(Q1, 'column = "q2"\nmetric = "ces"'),
        question(Q1, f'{Q2}\ntouchpoint = "T"'),
        PARTS.replace('score = "score" }', 'score = "q1" }', 1),
    ],
    ids=["two metrics", "two touchpoints", "two sources"],
)  # fmt: skip
def test_questions_that_can_be_told_apart(mapping: str) -> None:
    assert parsed(mapping).feedback
