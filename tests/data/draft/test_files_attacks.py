"""Files made to take all time or memory, or to reach what is not theirs: refused, in words."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import openpyxl
import pytest

from data.draft.files import encoding
from data.draft.files.read import read_raw
from data.ingest.files.formats import limits
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


def test_a_packed_file_that_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "_LARGE", 1 << 20)
    told = refusal(tmp_path, "a.csv.gz", gzip.compress(b"a,b\n" + b"0,0\n" * 2_000_000))
    assert "grows to more than 100 times its size" in told
    fine = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(200_000)))
    assert table(tmp_path, "b.csv.gz", fine).rows == 200_000


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


def test_external_entities_are_not_followed(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", "told-to-nobody")
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>n</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>&e;</t></is></c><c r="B2"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>b</t></is></c><c r="B3"><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )
    path = _book(tmp_path / "a.xlsx")
    raw = _with(path, "xl/worksheets/sheet1.xml", sheet.encode())
    try:
        shown = str(table(tmp_path, "a.xlsx", raw).sample)
    except pytest.fail.Exception:
        raise
    except Exception as error:  # refused as no workbook
        shown = str(error)
    assert "told-to-nobody" not in shown


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
