"""Cells of workbooks that are more than a value: merged, errors, per cent, dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from data.ingest.build import DataError
from tests.data.company import LONG, Company

MAPPING = LONG.replace("survey.csv", "survey.xlsx") + (
    'channel = "via"\nweight = "share"\ncustomer_id = "who"\n'
)
HEAD = ["id", "date", "score", "via", "share", "who", "extra"]


def book(path: Path, *rows: Sequence[object], first: int = 1) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for number, row in enumerate(rows, start=first):
        for place, value in enumerate(row, start=first):
            made.active.cell(number, place, value)
    made.save(path)
    return made


@pytest.mark.parametrize("first", [1, 3])
def test_merged_cells_say_the_same_in_all_their_rows(company: Company, first: int) -> None:
    path = company.folder / "survey.xlsx"
    made = book(
        path,
        HEAD,
        ["a", datetime(2024, 1, 5, 10, 30), 9, "Shop", 0.5, "x", "w"],
        ["b", None, 8, None, 0.25, "y", None],
        ["c", date(2024, 1, 7), 7, None, 1, "y", None],
        ["d", date(2024, 1, 8), 6, "Web", 1, "z", None],
        first=first,
    )
    sheet = made.active
    for row, column, height, width in ((1, 1, 2, 1), (1, 3, 3, 1), (4, 5, 1, 2), (0, 5, 1, 2)):
        sheet.merge_cells(
            start_row=first + row,
            start_column=first + column,
            end_row=first + row + height - 1,
            end_column=first + column + width - 1,
        )
    sheet.cell(first + 1, first + 4).number_format = "0 %"
    made.save(path)
    company.write(MAPPING)
    rows = company.query(
        "SELECT response_id, submitted_at, channel::VARCHAR, weight, customer_id FROM feedback "
        "ORDER BY response_id"
    )
    assert rows == [
        ("a", datetime(2024, 1, 5, 10, 30), "Shop", 0.5, "x"),
        ("b", datetime(2024, 1, 5, 10, 30), "Shop", 0.25, "y"),
        ("c", datetime(2024, 1, 7), "Shop", 1.0, "y"),
        ("d", datetime(2024, 1, 8), "Web", 1.0, "z"),
    ]
    company.write(MAPPING + 'language = "column_7"\n')  # what a merged name does not reach
    assert company.query("SELECT response_id, language FROM feedback ORDER BY ALL") == [
        ("a", "w"),
        ("b", None),
        ("c", None),
        ("d", "z"),
    ]


def test_a_cell_with_an_error_is_empty(company: Company) -> None:
    path = company.folder / "survey.xlsx"
    made = book(path, HEAD, ["a", date(2024, 1, 5), 9, "Shop", 1, "x"], ["b", date(2024, 1, 5), 1])
    for place, error in (("D3", "#N/A"), ("C3", "#DIV/0!")):
        made.active[place].value, made.active[place].data_type = error, "e"
    made.save(path)
    company.write(MAPPING)
    assert company.query("SELECT response_id FROM feedback") == [("a",)]
    assert company.tables().catalog.tables[0].no_answer == 1


@pytest.mark.parametrize("content", [b"junk", b"PK\x03\x04junk", b""])
def test_a_file_that_is_no_workbook(company: Company, content: bytes) -> None:
    (company.folder / "survey.xlsx").write_bytes(content)
    with pytest.raises(DataError) as caught:
        company.write(MAPPING).build()
    assert str(caught.value) in (
        "survey.xlsx could not be read as a workbook: invalid Zip archive: Could not find EOCD. "
        "Is it whole, and a workbook? Else open it and save it anew.",
        "survey.xlsx is empty (0 bytes).",
    )
