"""Files of every format and encoding give the same rows."""

import gzip
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.ingest.build import DataError, MappingError
from tests.data.company import LONG, Company, survey, write_any

ROWS = ("a,2024-01-05 10:00:00,9", "b,2024-01-06 11:30:00,3")
EXPECTED = [("a", datetime(2024, 1, 5, 10), 9.0), ("b", datetime(2024, 1, 6, 11, 30), 3.0)]


def found(company: Company) -> list[tuple[str, datetime, float]]:
    feedback = company.feedback()
    times = [t.to_pydatetime() for t in feedback["submitted_at"]]
    return list(zip(feedback["response_id"], times, feedback["score"], strict=True))


def with_file(name: str, options: str = "") -> str:
    return LONG.replace('file = "survey.csv"', f'file = "{name}"\n{options}')


def test_csv(company: Company) -> None:
    assert found(company.write(LONG, survey_csv=survey(*ROWS))) == EXPECTED


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark(company: Company, end: str, bom: str) -> None:
    text = bom + survey(*ROWS).replace("\n", end)
    assert found(company.write(LONG, survey_csv=text)) == EXPECTED


def test_gzip(company: Company) -> None:
    content = gzip.compress(survey(*ROWS).encode())
    company.write(with_file("survey.csv.gz"), **{"survey.csv_gz": content})
    assert found(company) == EXPECTED


def test_tsv_and_other_delimiters(company: Company) -> None:
    company.write(with_file("survey.tsv"), survey_tsv=survey(*ROWS).replace(",", "\t"))
    assert found(company) == EXPECTED
    company.write(
        with_file("survey.txt", 'delimiter = ";"'), survey_txt=survey(*ROWS).replace(",", ";")
    )
    assert found(company) == EXPECTED


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252", "shift_jis", "utf-8-sig"])
def test_encodings(company: Company, encoding: str) -> None:
    word = "日本" if encoding in ("shift_jis", "utf-16") else "Grüße"
    if encoding == "utf-8-sig":
        word = "Grüße 日本"
    text = f"id,date,score,text\na,2024-01-05,9,{word}\n"
    mapping = with_file("survey.csv", f'encoding = "{encoding}"') + 'comment = "text"\n'
    company.write(mapping, survey_csv=text.encode(encoding))
    assert company.query("SELECT comment FROM feedback") == [(word,)]


def test_parquet(company: Company) -> None:
    frame = pd.DataFrame(EXPECTED, columns=["id", "date", "score"])
    frame.to_parquet(company.folder / "survey.parquet")
    assert found(company.write(with_file("survey.parquet"))) == EXPECTED


def test_parquet_codes_and_zones(company: Company) -> None:
    frame = pd.DataFrame(
        {
            "id": [1, 2, 3],
            "date": pd.to_datetime(["2024-07-01T10:00Z"] * 3),
            "score": [9.0, 11.0, None],
        }
    )
    frame.to_parquet(company.folder / "survey.parquet")
    mapping = with_file("survey.parquet").replace(
        '= "score"', '= { column = "score", blank = [11] }'
    )
    company.write(mapping.replace('"Test"', '"Test"\ntimezone = "Europe/Rome"'))
    assert found(company) == [("1", datetime(2024, 7, 1, 12), 9.0)]
    assert company.tables().catalog.tables[0].no_answer == 2


def test_excel(company: Company) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing", "here"])
    sheet = book.create_sheet("Answers")
    for row in (["id", "date", "score"], *EXPECTED):
        sheet.append(row)
    book.save(company.folder / "survey.xlsx")
    assert found(company.write(with_file("survey.xlsx", 'sheet = "Answers"'))) == EXPECTED
    company.write(with_file("survey.xlsx", 'sheet = "Answer"'))
    with pytest.raises(MappingError, match=r"has no sheet 'Answer'\. Did you mean 'Answers'"):
        company.build()


@pytest.mark.parametrize("first", ["crm.csv", "crm.xlsx", "crm.parquet"])
def test_excel_after_another_source(company: Company, first: str) -> None:
    write_any(company.folder / first, pd.DataFrame({"id": ["x"], "tier": ["gold"]}))
    answers = pd.DataFrame(EXPECTED, columns=["id", "date", "score"])
    write_any(company.folder / "survey.xlsx", answers)
    before = f'[sources.crm]\nfile = "{first}"\n[sources.survey]'
    company.write(with_file("survey.xlsx").replace("[sources.survey]", before))
    assert found(company) == EXPECTED
    assert [s.file for s in company.tables().catalog.sources] == [first, "survey.xlsx"]


def test_several_workbooks_of_one_shape(company: Company) -> None:
    for number, row in enumerate(EXPECTED):
        one = pd.DataFrame([row], columns=["id", "date", "score"])
        write_any(company.folder / f"survey-{number}.xlsx", one)
    assert found(company.write(with_file("survey-*.xlsx"))) == EXPECTED


def test_several_files_of_one_shape(company: Company) -> None:
    company.write(
        with_file("survey-*.csv"),
        **{
            "survey-1_csv": survey(ROWS[0]),
            "survey-2_csv": "score,id,date\n3,b,2024-01-06 11:30\n",
        },
    )
    assert found(company) == EXPECTED
    assert [(s.file, s.rows) for s in company.tables().catalog.sources] == [
        ("survey-1.csv", 1),
        ("survey-2.csv", 1),
    ]
    company.write(company.mapping.read_text(), **{"survey-2_csv": survey(ROWS[1], "c,soon,1")})
    assert company.query("SELECT source, row_number FROM rejected") == [("survey-2.csv", 2)]
    company.write(company.mapping.read_text(), **{"survey-3_csv": "id,date,mark\nc,2024-01-07,1\n"})
    with pytest.raises(DataError, match=r"survey-3.csv has other columns"):
        company.build()


def test_several_sources_fill_one_table(company: Company) -> None:
    second = """
[sources.shops]
file = "shops.csv"
[[feedback]]
source = "shops"
[feedback.columns]
response_id = "no"
submitted_at = "day"
metric = { constant = "csat" }
score = "stars"
[[segments]]
key = "city"
column = "town"
"""
    mapping = LONG.replace("[feedback]", "[[feedback]]") + second
    company.write(
        mapping, survey_csv=survey(*ROWS), shops_csv="no,day,stars,town\n1,2024-02-01,5,Oslo\n"
    )
    rows = company.query("SELECT response_id, answer::VARCHAR, city::VARCHAR FROM feedback")
    assert rows == [
        ("a", "nps:0-10|9", None),
        ("b", "nps:0-10|3", None),
        ("1", "csat:1-5|5", "Oslo"),
    ]


def test_headers_that_repeat_or_are_empty_get_names(company: Company) -> None:
    company.write(LONG, survey_csv="id,date,score,,ID\na,2024-01-05,9,x,y\n")
    assert found(company)[0][0] == "a"
    company.write(LONG.replace('"id"', '"ID_1"'))
    assert found(company)[0][0] == "y"
    company.write(LONG.replace('"id"', '"column_4"'))
    assert found(company)[0][0] == "x"


def test_excel_headers_that_repeat(company: Company) -> None:
    book = openpyxl.Workbook()
    for row in (["id", "date", "score", None, "ID"], ["a", datetime(2024, 1, 5), 9, "x", "y"]):
        book.active.append(row)
    book.save(company.folder / "survey.xlsx")
    company.write(with_file("survey.xlsx").replace('"id"', '"ID_1"'))
    assert found(company) == [("y", datetime(2024, 1, 5), 9.0)]


def test_an_absolute_path(company: Company) -> None:
    path = company.folder / "survey.csv"
    assert found(company.write(with_file(str(path)), survey_csv=survey(*ROWS))) == EXPECTED
    path.unlink()
    with pytest.raises(MappingError, match="there is no file"):
        company.build()


def test_unknown_format(company: Company) -> None:
    company.write(with_file("survey.dat"), survey_dat=survey(*ROWS))
    with pytest.raises(MappingError, match="cannot tell its format"):
        company.build()
    company.write(with_file("survey.dat", 'format = "csv"'))
    assert found(company) == EXPECTED


@pytest.mark.parametrize("name", ["survey.parquet", "survey.xlsx", "survey.csv.gz"])
def test_files_that_are_not_what_their_name_says(company: Company, name: str) -> None:
    (company.folder / name).write_bytes(b"id,date,score\n")
    with pytest.raises(DataError, match=Path(name).name):
        company.write(with_file(name)).build()


@pytest.mark.parametrize(
    ("beginning", "right"),
    [(b"PAR1", "parquet"), (b"PK\x03\x04", "excel"), (b"\xd0\xcf\x11\xe0", "excel")],
)
def test_other_files_read_as_text(company: Company, beginning: bytes, right: str) -> None:
    company.write(with_file("survey.dat", 'format = "csv"'), survey_dat=beginning + b"\0" * 99)
    with pytest.raises(DataError, match=rf'read as csv, but is .* Set format = "{right}"'):
        company.build()


@pytest.mark.parametrize("first", [[], ["Answers of 2024"]])
def test_the_sheet_that_was_read_is_named(company: Company, first: list[str]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(first)
    sheet = book.create_sheet("Answers")
    for row in (["id", "date", "score"], *EXPECTED):
        sheet.append(row)
    book.save(company.folder / "survey.xlsx")
    with pytest.raises((MappingError, DataError)) as caught:
        company.write(with_file("survey.xlsx")).build()
    assert str(caught.value).endswith(
        "survey.xlsx was read from its first sheet, 'Cover'; the others are 'Answers'. Name the "
        'right one on the source: sheet = "Answers".'
    )
    assert found(company.write(with_file("survey.xlsx", 'sheet = "Answers"'))) == EXPECTED
    company.write(with_file("survey.xlsx", 'sheet = "Answers"').replace('"score"', '"points"'))
    with pytest.raises(MappingError, match=r"There are: id, date, score\.$"):
        company.build()
