"""Files that do not simply begin with one row of names: `skip`, `header` and `notes`."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from data.errors import DataError, MappingError
from data.ingest.files.formats.names import column_names
from data.ingest.files.sources import read_file
from data.mapping.model import Source
from tests.data.company import LONG, Company, refused

Rows = list[tuple[Any, ...]]


def read(path: Path, **source: object) -> tuple[list[str], Rows, Rows]:
    """Names, rows and faults (line, reason, detail) of a file, as a load reads it."""
    with duckdb.connect(str(path.parent / "stages.duckdb")) as con:
        con.execute("DROP SCHEMA IF EXISTS work CASCADE; CREATE SCHEMA work")
        con.execute("DROP TABLE IF EXISTS read")
        read_file(con, "read", path, Source.model_validate({"file": path.name, **source}))
        names = [row[0] for row in con.execute("DESCRIBE read").fetchall()]
        rows = con.execute("FROM read ORDER BY rowid").fetchall()
        there = con.execute("FROM duckdb_tables() WHERE table_name = 'faults'").fetchall()
        asked = "SELECT line, reason, detail FROM work.faults ORDER BY line"
        return names, rows, con.execute(asked).fetchall() if there else []


def written(folder: Path, text: str, name: str = "f.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    raw = text.encode(encoding)
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("encoding", "name"), [("utf-8-sig", "f.csv"), ("utf-16", "f.csv.gz")])
def test_lines_above_names_and_notes(tmp_path: Path, end: str, encoding: str, name: str) -> None:
    text = 'Report, "of March\n\nid,score\n"What is\nyour id?",How likely?\n1,9\n2,"a\nb"\n'
    path = written(tmp_path, text.replace("\n", end), name, encoding)
    stated = "utf-8" if encoding == "utf-8-sig" else encoding
    names, rows, faults = read(path, skip=2, notes=1, encoding=stated)
    assert names == ["id", "score"]
    assert rows == [("1", "9"), ("2", f"a{end}b")]
    assert faults == []


def test_two_rows_of_names(tmp_path: Path) -> None:
    text = "Id,Date,Rate,,,Why?\n,,Food,Price,Staff,Response\n1,2024-01-05,1,2,3,fine\n"
    names, rows, _ = read(written(tmp_path, text), header=2)
    assert names == ["Id", "Date", "Rate - Food", "Rate - Price", "Rate - Staff", "Why? - Response"]
    assert rows == [("1", "2024-01-05", "1", "2", "3", "fine")]


def test_names_of_several_rows() -> None:
    two = [["", "a", "", ""], ["x", "y", "", "y"]]
    assert column_names(two, 4) == ["x", "a - y", "a", "a - y_1"]
    assert column_names([["Same", "b"], ["Same", ""]], 2) == ["Same", "b"]
    assert column_names([], 2) == ["column_1", "column_2"]


def test_no_names(tmp_path: Path) -> None:
    names, rows, _ = read(written(tmp_path, "1,9\n2,8\n"), header=0)
    assert (names, rows) == (["column_1", "column_2"], [("1", "9"), ("2", "8")])


@pytest.mark.parametrize("broken", ["", '9,"open,\n'])
def test_rows_may_end_with_a_delimiter(tmp_path: Path, broken: str) -> None:
    lines = "".join(f"{i},2024-01-05,{i},\n" for i in range(5))
    _, rows, faults = read(written(tmp_path, f"id,date,score\n{broken}{lines}"))
    assert rows == [(str(i), "2024-01-05", str(i)) for i in range(5)]
    assert len(faults) == bool(broken)


def test_faults_are_told_by_their_row_and_their_line(tmp_path: Path) -> None:
    rows = "".join(f"{i},2024-01-05,{i % 10}\n" for i in range(5))
    text = f'Report\n\nid,date,score\nwords,words,words\n{rows}7,2024-01-05,"open\n8,2024-01-05,1\n'
    _, read_rows, faults = read(written(tmp_path, text), skip=2, notes=1)
    assert len(read_rows) == 6
    # The sixth row of data is line 10 of the file; `line` counts the header as 1.
    told = "a quote that opens in line 10 of the file does not close"
    assert faults == [(7, "quotes that do not close", told)]


def test_a_row_set_aside_is_numbered_from_the_first_row_of_data(company: Company) -> None:
    mapping = LONG.replace('file = "survey.csv"', 'file = "survey.csv"\nskip = 1\nnotes = 1')
    text = "Report\nid,date,score\nthe id,the day,how likely\na,2024-01-05,9\nb,2024-01-05,12\n"
    company.write(mapping, survey_csv=text)
    assert company.query("SELECT row_number, reason FROM rejected") == [
        (2, "score outside the scale")
    ]


def test_more_lines_to_skip_than_there_are(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"f\.csv has 2 lines, and 5 are to be skipped"):
        read(written(tmp_path, "id,score\n1,9\n"), skip=5)
    with pytest.raises(DataError, match=r"Expected line 3 with the column names"):
        read(written(tmp_path, "id,score\n1,9\n"), skip=2)
    with pytest.raises(DataError, match=r"there is no row below what is to be skipped"):
        read(written(tmp_path, "id,score\n1,9\n"), skip=2, header=0)


def test_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        [],
        ["Report of March"],
        [],
        ["Id", "Rate", None],
        [None, "Food", "Price"],
        ["the id", "1 to 5", "1 to 5"],
        ["a", 5, 4],
        ["b", 3, None],
    ):
        book.active.append(row)
    book.active.merge_cells("B4:C4")
    book.save(tmp_path / "f.xlsx")
    # Rows are counted from the first one that is used on, which is the second here.
    names, rows, _ = read(tmp_path / "f.xlsx", skip=2, header=2, notes=1)
    assert names == ["Id", "Rate - Food", "Rate - Price"]
    assert rows == [("a", "5", "4"), ("b", "3", None)]
    assert read(tmp_path / "f.xlsx", skip=2)[0] == ["Id", "Rate", "column_3"]
    names, rows, _ = read(tmp_path / "f.xlsx", skip=5, header=0)
    assert (names[0], rows[0]) == ("column_1", ("a", "5", "4"))
    with pytest.raises(DataError, match="Expected row 100 with the column names"):
        read(tmp_path / "f.xlsx", skip=99)


def test_what_tells_its_columns_itself_has_no_header(tmp_path: Path) -> None:
    path = written(tmp_path, "PAR1", "f.parquet")
    with pytest.raises(MappingError, match="this file tells its columns itself"):
        read(path, skip=1)


def test_queries_have_no_lines() -> None:
    query = LONG.replace('file = "survey.csv"', 'query = "select 1"\nskip = 1')
    assert "'skip', 'header' and 'notes' are about a 'file'" in refused(query)
