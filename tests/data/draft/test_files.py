"""Unknown files of known truth: what is found of each, and why."""

from __future__ import annotations

import gzip
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.draft.files import values
from data.draft.files.delimiter import delimited
from data.draft.files.read import read_raw
from data.draft.files.titles import without_title
from data.errors import DataError
from data.ingest.build import build
from tests.data.draft.raw import names, refusal, table, written

BODY = [f"{i};2024-01-{1 + i % 28:02d};{i % 11};{1 + i % 5},5;fine, {i}" for i in range(40)]
NAMES = "id;date;score;effort;comment"
COLUMNS = NAMES.split(";")
LINES = "\n".join([NAMES, *BODY]) + "\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    body = [f"{i}{delimiter}2024-01-05 10:30{delimiter}{i % 11}" for i in range(9)]
    found = table(tmp_path, "a.txt", "\n".join([f"id{delimiter}date{delimiter}score", *body]))
    assert found.source == ({} if delimiter == "," else {"delimiter": delimiter})
    assert names(found) == ["id", "date", "score"]
    assert found.evidence["delimiter"].endswith("give 3 columns in 10 of 10 rows")


def test_decimal_commas_do_not_win() -> None:
    # Commas give three columns in every row as well, but of pieces.
    rows = [f"2024-01-{1 + i % 28:02d};{i % 10},5;{i % 7},25" for i in range(50)]
    assert delimited("\n".join(rows)).delimiter == ";"
    amounts = [f'{i},"1.234,5{i % 10}",Oslo' for i in range(50)]
    assert delimited("\n".join(amounts)).delimiter == ","


def test_texts_with_other_delimiters_do_not_win() -> None:
    rows = [f"{i}\tgood; but, slow | I {i}\t5" for i in range(50)]
    assert delimited("\n".join(["id\tcomment\tscore", *rows])).delimiter == "\t"
    quoted = [f'{i};"one, two;\nthree, ""four""";5' for i in range(50)]
    assert delimited("\n".join(["id;comment;score", *quoted])).delimiter == ";"


@pytest.mark.parametrize(
    ("above", "source"),
    [
        ("", {"delimiter": ";"}),
        ("sep=;\n", {"delimiter": ";", "skip": 1}),
        ("Report of March, 2024, all\nMade: 2024-04-01\n\n", {"delimiter": ";", "skip": 3}),
        ("Report;;;;\n;;;;\nFrom;2024-01-01;;;\n", {"delimiter": ";", "skip": 3}),
        ("\n\n", {"delimiter": ";", "skip": 2}),
    ],
)
def test_lines_above(tmp_path: Path, above: str, source: dict[str, object]) -> None:
    found = table(tmp_path, "a.csv", above + LINES)
    assert (found.source, names(found), found.rows) == (source, COLUMNS, 40)
    assert found.columns[2].values.to_dict() == {str(i): 4 if i < 7 else 3 for i in range(11)}


def test_no_header(tmp_path: Path) -> None:
    found = table(tmp_path, "a.csv", "\n".join(BODY))
    assert found.source == {"delimiter": ";", "header": 0}
    assert (names(found)[:2], found.rows) == (["column_1", "column_2"], 40)
    words = "\n".join(f"{word},Oslo" for word in ["good", "bad", "good", "fine", "good"])
    assert table(tmp_path, "words.csv", words).source == {"header": 0}


def test_names_that_are_numbers_are_names(tmp_path: Path) -> None:
    rows = "\n".join(f"r{i},{i % 5},{(i + 1) % 5},{(i + 3) % 5}" for i in range(9))
    found = table(tmp_path, "a.csv", f"who,1,2,3\n{rows}\n")
    assert (names(found), found.rows) == (["who", "1", "2", "3"], 9)


def test_empty_columns_and_rows_totals_and_repeated_headers(tmp_path: Path) -> None:
    rows = [f"{i};2024-01-05;{i % 11};" for i in range(9)]
    lines = ["id;date;score;note", *rows, ";;;", "id;date;score;note", *rows, "Total:;;5;"]
    found = table(tmp_path, "a.csv", "\n".join(lines) + "\n")
    assert found.rows == 18
    assert [column.rows for column in found.columns] == [18, 18, 18]
    assert "Total:" not in found.columns[0].values
    assert found.evidence["columns"] == "empty: 1 (note)"
    assert found.evidence["rows"] == (
        "empty rows: 1; rows that repeat the names of the columns: 1; totals at the end: 1"
    )


def test_lines_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    rows = "\n".join(f"{i},2024-01-05,{i % 11}" for i in range(9))
    found = table(tmp_path, "a.csv", f"id,date,score\n{rows}\nmade by us,see there\n")
    assert (found.rows, found.evidence["rows"]) == (9, "set aside, wrong number of columns: 1")


QUALTRICS = (
    "StartDate,RecordedDate,ResponseId,Q1,Q2\n"
    'Start Date,Recorded Date,Response ID,"How likely is it, that\nyou recommend us?",Why?\n'
    '"{""ImportId"":""startDate"",""timeZone"":""Z""}","{""ImportId"":""recordedDate""}",'
    '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}"\n'
)
SURVEYMONKEY = (
    "Respondent ID,Collector ID,Date Created,How likely?,Please rate,,Why?\n"
    ",,,Response,Food,Price,Open-Ended Response\n"
)
TYPEFORM = "#,How likely?,Start Date (UTC),Submit Date (UTC),Network ID\n"
DELIGHTED = "Response ID,Score,Comment,Delighted Source,Delighted Browser\n"
ZENDESK = "Summation column,Id,Requester id,Ticket type,Created at,Solved at\n"


@pytest.mark.parametrize("answers", [1, 3, 30])
def test_qualtrics(tmp_path: Path, answers: int) -> None:
    rows = [
        f"2024-01-05 10:00:00,2024-01-05 10:0{i % 9}:00,R_{i},{i % 11},x" for i in range(answers)
    ]
    found = table(tmp_path, "q.csv", QUALTRICS + "\n".join(rows) + "\n")
    assert (found.service, found.source, found.rows) == ("Qualtrics", {"notes": 2}, answers)
    assert found.columns[3].name == "Q1"
    assert found.columns[3].title == "How likely is it, that\nyou recommend us?"


def test_the_older_export_of_qualtrics(tmp_path: Path) -> None:
    rows = "\n".join(f"R_{i},Default,2024-01-05,x,{i % 11},{i % 5}" for i in range(9))
    words = "ResponseID,ResponseSet,StartDate,ExternalDataReference,How likely?,How easy?"
    found = table(tmp_path, "q.csv", f"V1,V2,V8,V5,Q1,Q2\n{words}\n{rows}\n")
    assert (found.service, found.source, found.rows) == ("Qualtrics", {"notes": 1}, 9)
    assert found.columns[4].title == "How likely?"


def test_surveymonkey(tmp_path: Path) -> None:
    rows = [
        f"11{i},7,01/{i + 1:02d}/2024 10:00:00 AM,{i % 11},{i % 5},{i % 4},x{i}" for i in range(9)
    ]
    found = table(tmp_path, "s.csv", SURVEYMONKEY + "\n".join(rows) + "\n")
    assert (found.service, found.source, found.rows) == ("SurveyMonkey", {"header": 2}, 9)
    assert names(found)[3:] == [
        *("How likely? - Response", "Please rate - Food", "Please rate - Price"),
        "Why? - Open-Ended Response",
    ]


def test_a_title_over_all_columns_is_in_no_name(tmp_path: Path) -> None:
    rows = "\n".join(f"2024-01-05,{i % 2},{i % 5},{i % 4}" for i in range(9))
    found = table(tmp_path, "t.csv", f"Umfrage,,Umfrage,\nTag,Region,Aufwand,Note\n{rows}\n")
    assert names(found)[:2] == ["Umfrage - Tag", "Umfrage - Region"]
    assert [one.title for one in found.columns] == ["Tag", "Region", "Aufwand", "Note"]


@pytest.mark.parametrize(
    ("columns", "short"),
    [
        (["T - a", "T - b", "T - c - d", "e"], {"T - a": "a", "T - b": "b", "T - c - d": "c - d"}),
        (["T - a", "T - b", "U - c", "U - d"], {}),  # half of them
        (["T - a", "T - b"], {}),
        (["How satisfied are you? - Food", *(f"How satisfied are you? - {x}" for x in "ab")], {}),
        (["T - a", "T - b", "T - c", "A"], {}),  # two would be called the same
        ([], {}),
    ],
)
def test_titles_that_tell_no_column_from_another(columns: list[str], short: object) -> None:
    assert without_title(columns) == short


def test_surveymonkey_with_answers_in_words(tmp_path: Path) -> None:
    words = ["Very good", "Bad", "So so"]
    rows = [
        f"11{i},7,01/0{i + 1}/2024 10:00 AM,{words[i % 3]},{words[i % 2]},Bad," for i in range(9)
    ]
    found = table(tmp_path, "s.csv", SURVEYMONKEY + "\n".join(rows) + "\n")
    assert (found.source, found.rows) == ({"header": 2}, 9)


def test_a_first_answer_without_numbers_is_an_answer(tmp_path: Path) -> None:
    rows = "\n".join(f"r{i},{i % 7},{i % 5},fine" for i in range(9))
    found = table(tmp_path, "a.csv", f"who,score,effort,text\nr,,,never asked\n{rows}\n")
    assert (found.source, found.rows) == ({}, 10)
    found = table(tmp_path, "b.csv", f"who,score,effort,text\nr,n/a,-,none\n{rows}\n")
    assert (found.source, found.rows) == ({}, 10)


@pytest.mark.parametrize(
    ("service", "head", "row"),
    [
        ("Typeform", TYPEFORM, "a{0}b,{0},2024-01-05 10:00:00,2024-01-05 10:01:00,n{0}"),
        ("Delighted", DELIGHTED, "{0},7,good,Email,Firefox"),
        ("Zendesk", ZENDESK, "1,{0},22,Question,2024-01-05 10:00:00,"),
        ("", "id,score,comment\n", "{0},7,good"),
    ],
)
def test_other_services(tmp_path: Path, service: str, head: str, row: str) -> None:
    rows = "\n".join(row.format(i) for i in range(9))
    found = table(tmp_path, "t.csv", f"{head}{rows}\n")
    assert (found.service, found.source, found.rows) == (service, {}, 9)


def test_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["Made by us"])
    for title, above in (("Jan 24", 3), ("Fév", 0), ("lists", 0)):
        sheet = book.create_sheet(title)
        for row in [["Report"]] * above + [["id", "score"]] + [[i, i % 11] for i in range(9)]:
            sheet.append(row)
    book["lists"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    one, two = read_raw([tmp_path / "a.xlsx"], tmp_path)
    assert (one.name, one.source, one.rows) == ("a_jan_24", {"sheet": "Jan 24", "skip": 3}, 9)
    assert (two.name, two.source, two.rows) == ("a_fev", {"sheet": "Fév"}, 9)
    assert one.evidence["sheet"] == "the sheets “Read me”, “lists” have no table or are hidden"


def test_endings_that_lie_and_names_that_are_taken(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": range(9), "score": [5] * 9})
    frame.to_excel(tmp_path / "a.csv", index=False)
    frame.to_parquet(tmp_path / "A.TXT")
    frame.to_csv(tmp_path / "2024 - ä.xlsx", index=False)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"id\tscore\n1\t2\n3\t4\n"))
    paths = ["a.csv", "A.TXT", "2024 - ä.xlsx", "a.csv.gz"]
    found = read_raw([tmp_path / path for path in paths], tmp_path)
    assert [one.name for one in found] == ["a", "a_2", "table_2024_a", "a_3"]
    formats = [one.source.get("format") for one in found]
    assert formats == ["excel", "parquet", "csv", None]
    assert found[3].source == {"delimiter": "\t"}


def test_a_sample_and_values_of_large_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "MOST_VALUES", 100)
    monkeypatch.setattr(values, "SAMPLE", 50)
    rows = [
        f"{i},{1 + i // 24 % 28}/{1 + i // 672}/2024 {i % 24}:{i % 60:02d},{i % 7}"
        for i in range(1000)
    ]
    found = table(tmp_path, "a.csv", "\n".join(["id,when,score", *rows]))
    ids, when, score = found.columns
    assert found.cut == {
        "id": "one of 10 of 1,000 different values",
        "when": "the first time of each day",
    }
    assert list(ids.values.index) == [str(i) for i in range(0, 1000, 10)]
    # 41 days and 16 hours; every row is counted with its day.
    assert (len(when.values), when.filled, when.values.iloc[0]) == (42, 1000, 24)
    assert (len(score.values), score.filled) == (7, 1000)
    assert list(found.sample["id"]) == [str(i) for i in range(0, 1000, 20)]


def test_the_draft_reads_as_a_load_will(tmp_path: Path) -> None:
    """What `source` says is all that a mapping needs."""
    found = table(tmp_path, "own.txt", ("Bericht\n\n" + LINES).encode("cp1252"))
    said = "\n".join(f"{key} = {value!r}" for key, value in found.source.items())
    mapping = (
        f'[company]\nname = "Test"\n[sources.{found.name}]\nfile = "own.txt"\n{said}\n'
        f'[feedback]\nsource = "{found.name}"\n[feedback.columns]\nsubmitted_at = "date"\n'
        'score = "score"\nmetric = { constant = "nps" }\n'
    )
    written(tmp_path, "mapping.toml", mapping)
    assert build(tmp_path / "mapping.toml", tmp_path / "out").is_file()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "", "a.csv is empty (0 bytes)"),
        ("a.csv", "id,score\n", "has no rows below its header"),
        ("a.csv", "<!DOCTYPE html><table>", "is a web page"),
        ("a.pdf", "%PDF-1.7", "is a PDF"),
        ("a.json", '[{"id": 1}]', "is JSON"),
        ("a.csv.gz", "id,score\n1,2\n", "ends in .gz but is not a gzip file"),
        ("a.csv", gzip.compress(b"id,score\n1,2\n", mtime=0), "is packed with gzip"),
        ("a.xlsx", b"PK\x03\x04 and no more", "is damaged or cut short"),
        ("a.csv", b"id,score\n\x00\x01\x02,\x03\n", "is no text"),
    ],
)
def test_what_is_no_table(tmp_path: Path, name: str, content: str | bytes, told: str) -> None:
    assert told in refusal(tmp_path, name, content)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"There is no file 'a\.csv'"):
        read_raw([tmp_path / "a.csv"], tmp_path)
    with pytest.raises(DataError, match="is a folder"):
        read_raw([tmp_path], tmp_path)
