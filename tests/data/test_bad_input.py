"""Bad input gives a clear message or rows set aside with their reason; nothing is lost."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from data.ingest.build import DataError, MappingError
from tests.data.company import HEAD, LONG, Company, survey

GOOD = "good,2024-01-05,9"
DATED = LONG.replace('= "date"', '= { column = "date", format = "%d/%m/%Y" }')


def error(company: Company, kind: type[Exception] = DataError) -> str:
    with pytest.raises(kind) as caught:
        company.build()
    assert not (company.out / "current").exists()
    return str(caught.value)


def test_missing_file_names_the_nearest(company: Company) -> None:
    found = error(company.write(LONG, surveys_csv=survey(GOOD)), MappingError)
    assert "[sources.survey]: there is no file 'survey.csv'" in found
    assert "Did you mean 'surveys.csv'?" in found


def test_missing_folder(company: Company) -> None:
    found = error(company.write('folder = "nowhere"\n' + LONG), MappingError)
    assert "no folder 'nowhere'" in found


def test_wrong_delimiter(company: Company) -> None:
    found = error(company.write(LONG, survey_csv=survey(GOOD).replace(",", ";")))
    assert "has one column, 'id;date;score'" in found
    assert 'set delimiter = ";"' in found


@pytest.mark.parametrize("rows", [1, 5000])
def test_wrong_encoding(company: Company, rows: int) -> None:
    text = survey(*[f"{i},2024-01-05,9" for i in range(rows)], "Zoë,2024-01-05,9")
    found = error(company.write(LONG, survey_csv=text.encode("latin-1")))
    assert "survey.csv is not utf-8 text" in found
    assert 'encoding = "cp1252"' in found


def test_wrong_encoding_in_the_header_or_utf16(company: Company) -> None:
    assert "not utf-8" in error(company.write(LONG, survey_csv="id,größe\n".encode("latin-1")))
    found = error(company.write(LONG, survey_csv=survey(GOOD).encode("utf-16")))
    assert 'encoding = "utf-16"' in found


def test_an_encoding_that_does_not_exist_or_fit(company: Company) -> None:
    mapping = LONG.replace('"survey.csv"', '"survey.csv"\nencoding = "{}"')
    company.write(mapping.replace("{}", "latin-0815"), survey_csv=survey(GOOD))
    found = error(company, MappingError)
    assert "there is no encoding 'latin-0815'. Did you mean 'latin-1'?" in found
    company.write(
        mapping.replace("{}", "ascii"), survey_csv=survey("ü,2024-01-05,9").encode("cp1252")
    )
    assert "not ascii" in error(company)


@pytest.mark.parametrize("content", ["", "\n", ",,\n"])
def test_empty_file(company: Company, content: str) -> None:
    assert "survey.csv is empty" in error(company.write(LONG, survey_csv=content))


def test_header_only(company: Company) -> None:
    found = error(company.write(LONG, survey_csv="id,date,score\n"))
    assert found == "survey.csv: there is a header but no row with data for the table 'feedback'."


def test_a_column_that_is_not_there(company: Company) -> None:
    found = error(
        company.write(LONG, survey_csv=survey(GOOD).replace("score", "Scores")), MappingError
    )
    assert "columns.score: the source 'survey' has no column 'score'" in found
    assert "Did you mean 'Scores'?" in found


def test_a_segment_column_that_is_not_there(company: Company) -> None:
    mapping = LONG + '[[segments]]\nkey = "region"\ncolumn = "Regoin"\n'
    found = error(
        company.write(mapping, survey_csv="id,date,score,Region\na,2024-01-05,1,x\n"), MappingError
    )
    assert "segments.region" in found
    assert "Did you mean 'Region'?" in found


def test_duplicate_ids_keep_the_first(company: Company) -> None:
    company.write(LONG, survey_csv=survey(GOOD, "good,2024-01-06,1", "other,2024-01-07,5", GOOD))
    assert list(company.feedback()["score"]) == [9, 5]
    assert company.rejected() == [("duplicate response_id", "response_id: good, metric: nps")] * 2
    assert company.raw() == [
        {"id": "good", "date": "2024-01-06", "score": "1"},
        {"id": "good", "date": "2024-01-05", "score": "9"},
    ]


def test_scores_that_are_none(company: Company) -> None:
    rows = ["a,2024-01-05,11", "b,2024-01-05,-1", "c,2024-01-05,nine", "d,2024-01-05,7.5"]
    company.write(LONG, survey_csv=survey(GOOD, *rows, "e,2024-01-05,", "f,2024-01-05,nan"))
    assert company.rejected() == [
        ("NPS score not a whole number", "score: 7.5 (scale 0 to 10)"),
        ("score not a number", "score: nan"),
        ("score not a number", "score: nine"),
        ("score outside the scale", "score: -1 (scale 0 to 10)"),
        ("score outside the scale", "score: 11 (scale 0 to 10)"),
    ]
    report = company.tables().catalog.tables[0]
    assert (report.accepted, report.no_answer, sum(report.rejected.values())) == (1, 1, 5)


def test_dates_that_are_none(company: Company) -> None:
    later = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}"
    texts = ["", "soon", "2024-02-30", "infinity", "epoch", "13/02/2024", "2024-01-05 10:00 PM"]
    rows = [f"{i},{text},5" for i, text in enumerate(texts)]
    company.write(LONG, survey_csv=survey(GOOD, *rows, f"x,{later},5", "y,0024-01-05,5"))
    assert list(company.feedback()["response_id"]) == ["good"]
    assert company.rejected() == sorted(
        [("no date", "date"), ("date in the future", f"date: {later}")]
        + [("date before 1900", "date: 0024-01-05")]
        + [("date not understood", f"date: {text}") for text in texts[1:]]
    )


def test_no_date_understood_says_how_to_give_a_format(company: Company) -> None:
    found = error(company.write(LONG, survey_csv=survey("a,13/02/2024,5", "b,02/13/2024,5")))
    assert "2 were set aside: date not understood" in found
    assert 'format = "%d/%m/%Y"' in found


def test_a_file_that_fills_a_table_twice_is_named_once(company: Company) -> None:
    part = LONG[LONG.index("[feedback]") :].replace("[feedback]", "[[feedback]]")
    mapping = LONG[: LONG.index("[feedback]")] + part + part
    found = error(company.write(mapping, survey_csv=survey('a,2024-01-05,"8,5"')))
    assert found.startswith("survey.csv: no row can be used")
    assert found.endswith('decimal = "," }.')


def test_mixed_date_orders_are_refused(company: Company) -> None:
    found = error(
        company.write(
            DATED, survey_csv=survey("a,13/02/2024,5", "b,02/13/2024,5", "c,03/02/2024,5")
        )
    )
    assert "1 of 3 values of the column 'date' do not fit the format '%d/%m/%Y'" in found
    assert "fit '%m/%d/%Y', for example '02/13/2024'" in found


def test_two_formats_that_read_a_value_differently_are_refused(company: Company) -> None:
    both = DATED.replace('"%d/%m/%Y"', '["%d/%m/%Y", "%m/%d/%Y"]')
    found = error(company.write(both, survey_csv=survey("a,13/02/2024,5", "b,02/03/2024,5")))
    assert "'02/03/2024' is 02 March 2024 or 03 February 2024" in found
    company.write(both, survey_csv=survey("a,13/02/2024,5", "b,02/13/2024,5"))
    assert [f"{t:%m-%d}" for t in company.feedback()["submitted_at"]] == ["02-13", "02-13"]


def test_one_slip_in_the_order_of_a_date_is_set_aside(company: Company) -> None:
    rows = [f"{i},13/02/2024,5" for i in range(200)]
    company.write(DATED, survey_csv=survey(*rows, "x,02/13/2024,5"))
    assert company.rejected() == [("date not understood", "date: 02/13/2024")]


@pytest.mark.slow
def test_a_million_levels_in_a_segment(company: Company) -> None:
    query = '''
[sources.million]
query = """
select 'r' || i as id, '2024-01-05' as date, 5 as score, 'v' || i as account
from range(1000000) t(i)
"""
'''
    mapping = LONG.replace('source = "survey"', 'source = "million"') + query
    company.write(
        mapping + '[[segments]]\nkey = "account"\ncolumn = "account"\n', survey_csv=survey(GOOD)
    )
    found = error(company)
    assert "'account' of feedback has 1,000,000 different values" in found
    assert "Is it an identifier?" in found


def test_comments_are_kept_to_the_letter(company: Company) -> None:
    comments = [
        "<script>alert('x')</script><b>bold</b> &amp;",
        "She said \"no\", then 'yes'",
        "first\nsecond\r\nthird\n\n",
        "😀👩‍👩‍👧‍👦 café 日本 عربي",
        "  space around  ",
        "x,y;z\tw|v \\ \\n",
        "long " + "ü" * 100_000,
        "'; DROP TABLE feedback; --",
        "=HYPERLINK(1)",
    ]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "date", "score", "comment"])
    writer.writerows([i, "2024-01-05", 5, c] for i, c in enumerate(comments))
    writer.writerow(["blank", "2024-01-05", 5, "   "])
    company.write(LONG + 'comment = "comment"\n', survey_csv=text.getvalue())
    rows = dict(company.query("SELECT response_id, comment FROM feedback"))
    assert rows.pop("blank") is None
    assert [rows[str(i)] for i in range(len(comments))] == comments


def test_malformed_rows_are_set_aside_as_they_stand(company: Company) -> None:
    company.write(
        LONG, survey_csv=survey(GOOD, "b,2024-01-05", "c,2024-01-05,5,more", "d,2024-01-05,1")
    )
    assert list(company.feedback()["response_id"]) == ["good", "d"]
    assert company.query("SELECT table_name, source, row_number, reason, raw FROM rejected") == [
        ("feedback", "survey.csv", 2, "wrong number of columns", "b,2024-01-05"),
        ("feedback", "survey.csv", 3, "wrong number of columns", "c,2024-01-05,5,more"),
    ]
    assert company.tables().catalog.tables[0].rejected == {"wrong number of columns": 2}


def test_quotes_that_do_not_close_keep_their_text(company: Company) -> None:
    text = survey(GOOD, '"b,2024-01-05,9', "c,2024-01-05,9")
    company.write(LONG, survey_csv=text)
    assert company.query("SELECT reason, raw FROM rejected") == [
        ("quotes that do not close", '"b,2024-01-05,9')
    ]
    assert list(company.feedback()["response_id"]) == ["good", "c"]


def test_every_source_row_is_accepted_or_set_aside(company: Company) -> None:
    rows = [GOOD, "b,,5", "c,2024-01-05,99", "d,2024-01-05", "e,2024-01-05,", ",2024-01-05,5", GOOD]
    report = company.write(LONG, survey_csv=survey(*rows)).tables().catalog.tables[0]
    assert report.accepted + report.no_answer + sum(report.rejected.values()) == len(rows)


def test_a_query_that_fails_says_so(company: Company) -> None:
    mapping = HEAD + LONG.removeprefix(HEAD) + '[sources.q]\nquery = "selec 1"\n'
    assert error(company.write(mapping, survey_csv=survey(GOOD)), MappingError) == (
        "mapping.toml, [sources.q], query fails: SQL is not understood from 'selec' on. Check what "
        "stands before it."
    )


def test_rows_of_totals_are_called_so(company: Company) -> None:
    """Where they have no date: an answer with one is an answer, whoever gave it."""
    below = ["Total,,9", "Average: ,,9", "9,Summe,9", ",,9", "total,2024-01-06,8", "Totally,,9"]
    company.write(LONG, survey_csv=survey(GOOD, *below))
    assert company.rejected() == [
        ("a row of totals", "Average:"),
        ("a row of totals", "Total"),
        ("date not understood", "date: Summe"),
        ("no date", "date"),
        ("no response_id", "id"),
    ]
