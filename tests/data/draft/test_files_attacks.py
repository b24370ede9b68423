"""Files made to take all time or memory, or to reach what is not theirs: refused, in words."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data.draft.document import Company
from data.draft.drafted import Drafting
from data.draft.files import encoding
from data.draft.files.read import read_raw
from data.ingest.files.csv import repair
from data.ingest.files.formats import limits
from data.mapping import parse_mapping
from tests.data.draft.raw import names, refusal, table, written


def test_a_line_of_100_mb(tmp_path: Path) -> None:
    told = refusal(tmp_path, "a.csv", b"id,score\n1," + b"x" * 100_000_000)
    assert "line 2 is longer than 16 MB" in told


def test_16384_columns(tmp_path: Path) -> None:
    told = refusal(tmp_path, "a.csv", ",".join("abcd" * 4096) + "\n" + ",".join("1234" * 4096))
    assert "has 16,384 columns" in told


def test_a_quote_that_never_closes(tmp_path: Path) -> None:
    rows = "".join(f"{i},2024-01-05,{i % 11},fine\n" for i in range(3000))
    found = table(tmp_path, "a.csv", f'id,date,score,comment\n0,2024-01-05,5,"open\n{rows}')
    assert (found.rows, names(found)) == (3000, ["id", "date", "score", "comment"])
    assert found.evidence["rows"] == "set aside, quotes that do not close: 1"


def test_a_cell_of_many_lines_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No row can be told from a line of the text: at the next quote rows begin anew."""
    monkeypatch.setattr(repair, "_LONGEST", 1000)
    lines = "".join(f"b{i},7\n" for i in range(1200))
    open_cell = "x\n" * 5000
    found = table(tmp_path, "a.csv", f'name,score\n{lines}c,"{open_cell}d"\n{lines}e,"open\n')
    assert found.rows == 2400
    assert found.evidence["rows"] == (
        "set aside, quotes that do not close: 1; set aside, row too long: 1"
    )


def test_cells_that_close_and_open_again_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line would make a row of more cells than there are columns."""
    content, seen = 'name,said\na,"b\n' + 'x","y\n' * 3000, list[int]()
    split = repair._split

    def counted(text: str, delimiter: str, width: int) -> list[str] | None:
        seen.append(len(text))
        return split(text, delimiter, width)

    monkeypatch.setattr(repair, "_split", counted)
    refusal(tmp_path, "a.csv", content)
    assert sum(seen) < 30 * len(content)


@pytest.mark.parametrize(("end", "inside"), [("\r\n", "\n"), ("\n", "\r\n")])
def test_names_in_several_lines_that_end_differently(tmp_path: Path, end: str, inside: str) -> None:
    """As Excel writes them: DuckDB alone would read no row, and say nothing."""
    rows = "".join(f"2026-01-{i:02d},{i % 11},EMEA{end}" for i in range(1, 29))
    found = table(tmp_path, "a.csv", f'day,"score{inside}0-10",region{end}{rows}')
    assert (found.rows, names(found)) == (28, ["day", f"score{inside}0-10", "region"])


def test_control_letters_and_line_ends_in_what_a_draft_says(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-{1 + i % 28:02d},{i % 11},x{i}\x1b\n" for i in range(60))
    head = 'day,How likely are you to recommend us?,"no\nte = 1 \x07"\n'
    path = written(tmp_path, "a.csv", f"Our \x07 report\n\n{head}{rows}")
    company = Company('Pohjola "\x07" # [x]')
    drafting = Drafting(read_raw([path], tmp_path), company, tmp_path, date(2026, 6, 1))
    text = drafting.draft({}).text
    assert "# “Our report” stands above the table" in text
    assert "# not used: no te = 1 : another value in each row" in text
    mapping = parse_mapping(text, tmp_path / "mapping.toml")
    assert mapping.company.name == company.name


def test_a_packed_file_that_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "_LARGE", 1 << 20)
    told = refusal(tmp_path, "a.csv.gz", gzip.compress(b"a,b\n" + b"0,0\n" * 2_000_000))
    assert "grows to more than 100 times its size" in told
    fine = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(200_000)))
    assert table(tmp_path, "b.csv.gz", fine).rows == 200_000


def test_a_file_that_is_packed_twice(tmp_path: Path) -> None:
    twice = gzip.compress(gzip.compress(b"id,score\n1,2\n"))
    assert "packed twice" in refusal(tmp_path, "a.csv.gz", twice)


def test_a_packed_file_that_is_cut_short(tmp_path: Path) -> None:
    packed = gzip.compress(b"".join(b"%d,%d\n" % (i, i * i) for i in range(20_000)))
    assert "is damaged or cut short" in refusal(tmp_path, "a.csv.gz", packed[:-100])


def _book(path: Path, *cells: str) -> Path:
    book = openpyxl.Workbook()
    for row in (["id", "score"], [1, 9], [2, 8]):
        book.active.append(row)
    for cell in cells:
        book.active[cell] = 1
    book.save(path)
    return path


def _with(path: Path, name: str, content: bytes) -> bytes:
    """The workbook with another part, or one of its parts replaced."""
    parts = {}
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()} | {name: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, raw in parts.items():
            new.writestr(part, raw)
    return path.read_bytes()


def test_a_cell_at_the_end_of_the_sheet(tmp_path: Path) -> None:
    _book(tmp_path / "a.xlsx", "XFD1048576")
    told = refusal(tmp_path, "a.xlsx", (tmp_path / "a.xlsx").read_bytes())
    assert "a sheet of 1,048,576 rows and 16,384 columns" in told


def test_a_workbook_that_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_BYTES", 1 << 20)
    bomb = _with(_book(tmp_path / "a.xlsx"), "xl/media/image1.png", b"\0" * (2 << 20))
    assert "a.xlsx unpacks to more than" in refusal(tmp_path, "a.xlsx", bomb)


def test_a_damaged_workbook(tmp_path: Path) -> None:
    raw = _book(tmp_path / "a.xlsx").read_bytes()
    for cut in (len(raw) // 2, len(raw) - 30):
        assert "damaged, cut short" in refusal(tmp_path, "a.xlsx", raw[:cut]).replace(
            "damaged or cut short", "damaged, cut short"
        )


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def _sheet(path: Path, cells: str, before: str = "") -> bytes:
    """The workbook with a sheet of these rows."""
    sheet = f'<?xml version="1.0"?>{before}{SHEET}{cells}</sheetData></worksheet>'
    return _with(path, "xl/worksheets/sheet1.xml", sheet.encode())


def test_cells_that_do_not_say_where_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_MOST_CELLS", 1000)
    raw = _sheet(_book(tmp_path / "a.xlsx"), f"<row>{'<c><v>1</v></c>' * 1001}</row>")
    assert "more than 1,000 cells" in refusal(tmp_path, "a.xlsx", raw)


def test_texts_that_no_cell_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _book(tmp_path / "a.xlsx")
    monkeypatch.setattr(limits, "_MOST_TEXTS", 1000)
    raw = _with(path, "xl/sharedStrings.xml", b"<sst>" + b"<si><t>a</t></si>" * 1001 + b"</sst>")
    assert "or 1,000 texts" in refusal(tmp_path, "a.xlsx", raw)


def test_a_text_longer_than_a_cell_takes(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx")
    raw = _with(path, "xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * (3 << 20))
    assert "a cell with more than 1 MB of text" in refusal(tmp_path, "a.xlsx", raw)


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/hostname"', '"lol&f;&f;"'])
def test_entities_are_not_followed(tmp_path: Path, entity: str) -> None:
    """Neither of files nor of each other: the sheet is called damaged."""
    before = f'<!DOCTYPE x [<!ENTITY f "{"lol" * 9}"><!ENTITY e {entity}>]>'
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>&e;</t></is></c><c><v>1</v></c></row>'
        for i in (1, 2, 3)
    )
    told = refusal(tmp_path, "a.xlsx", _sheet(_book(tmp_path / "a.xlsx"), rows, before))
    assert "a.xlsx, sheet 'Sheet', could not be read" in told and "&e;" in told


def test_names_that_climb(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    raw = _with(_book(folder / "a.xlsx"), "xl/../../../evil.xml", b"<x/>")
    found = table(folder, "..a;drop table.xlsx", raw)
    assert found.name == "a_drop_table"
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "id,score\n1,2\n3,4\n")
    (tmp_path / "own").mkdir()
    read_raw([path], tmp_path / "own")
    assert list((tmp_path / "own").iterdir()) == []
