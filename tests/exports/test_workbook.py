"""A view as a workbook: every cell is what the JSON of the same link has, and no cell is more."""

from __future__ import annotations

import io

import openpyxl
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.excel.sheets import names_of_sheets
from tests.exports.held.typed import flat, same
from view.pages import PAGES

LINKS = (
    "overview?period=last-90-days&region=EMEA",
    "loyalty?compare=rest&region=EMEA",
    "touchpoints?period=all",
    "customers?",
    "voice?",
    "data?",
)


def book_of(client: FlaskClient, link: str) -> Workbook:
    page, _, query = link.partition("?")
    answer = client.get(f"/api/{page}.xlsx?{query}")
    assert answer.status_code == 200, answer.text
    assert "spreadsheetml.sheet" in answer.headers["Content-Type"]
    return openpyxl.load_workbook(io.BytesIO(answer.data))


@pytest.mark.parametrize("link", LINKS)
def test_cells_are_those_of_the_json(link: str, client: FlaskClient) -> None:
    page, _, query = link.partition("?")
    told = client.get(f"/api/{page}?{query}").get_json()
    book = book_of(client, link)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    panels = [one for key, one in told["panels"].items() if key != "sparklines"]
    assert len(sheets) == len(panels) + 1
    for sheet, panel in zip(book.worksheets[1:], panels, strict=True):
        if panel["pending"]:
            continue
        head, *rows = sheet.iter_rows(values_only=True) if panel["rows"] else [()]
        assert len(rows) == len(panel["rows"])
        for cells, row in zip(rows, map(flat, panel["rows"]), strict=True):
            given = dict(zip(head, cells, strict=True))
            assert all(same(given.get(key), value) for key, value in row.items()), (given, row)
            assert {key for key, value in given.items() if value is not None} <= set(row)


def test_the_first_sheet_says_what_it_is(client: FlaskClient) -> None:
    book = book_of(client, "overview?period=last-90-days&region=EMEA")
    told = client.get("/api/overview?period=last-90-days&region=EMEA").get_json()
    sheet = book.worksheets[0]
    said = [cell.value for (cell,) in sheet.iter_rows() if cell.value]
    assert said[0] == "Quillmere Telecom · Overview"
    assert said[1] == told["headline"]
    assert any("Region: EMEA" in text and "compared with" in text for text in said)
    assert any(text.startswith("Data to 31 Oct 2026, ") for text in said)
    (address,) = [cell.hyperlink.target for (cell,) in sheet.iter_rows() if cell.hyperlink]
    assert address.startswith("http://localhost/overview?")
    assert "from=2026-08-03" in address  # a rolling period becomes its dates
    assert "region=EMEA" in address


def test_findings_are_told_with_their_figures(client: FlaskClient) -> None:
    sheet = book_of(client, "overview").worksheets[0]
    said = [str(cell.value) for (cell,) in sheet.iter_rows()]
    ease = next(
        one for one in client.get("/api/overview").get_json()["findings"]
        if one["name"] == "Customer effort: ease"
    )  # fmt: skip
    now, before = ease["figure"]["value"], ease["figure"]["comparison"]["value"]
    (line,) = [text for text in said if text.startswith("• Customer effort: ease ")]
    assert f"{now:.1f}" in line
    assert f"was {before:.1f}" in line


def test_headers_stay_in_sight_and_figures_are_numbers(client: FlaskClient) -> None:
    book = book_of(client, "overview?")
    cards = book["Key figures"]
    assert cards.freeze_panes == "A2"
    head = [cell.value for cell in cards[1]]
    value = cards.cell(2, head.index("value") + 1)
    assert value.data_type == "n"
    assert value.number_format == "#,##0.0"
    assert cards.cell(2, head.index("n") + 1).number_format == "#,##0"
    assert any(_dated(sheet) for sheet in book.worksheets)


def _dated(sheet: Worksheet) -> bool:
    return any(cell.is_date for row in sheet.iter_rows(min_row=2, max_row=2) for cell in row)


@given(st.lists(st.text(max_size=40), max_size=12))
def test_names_of_sheets_are_taken_by_excel(titles: list[str]) -> None:
    names = names_of_sheets(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_a_name_that_excel_keeps_for_itself_is_another() -> None:
    assert names_of_sheets(["History", "history"]) == ["History_", "history_ 2"]


def test_every_page_is_a_workbook(client: FlaskClient) -> None:
    for page in PAGES:
        answer = client.get(f"/api/{page}.xlsx")
        assert answer.status_code in (200, 404), page
        there = client.get(f"/api/{page}").status_code
        assert answer.status_code == there
