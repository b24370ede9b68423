"""The sheets of an unknown workbook that hold a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import python_calamine

from data.draft.files.delimiter import Row, usual_width
from data.errors import DataError
from data.ingest.files.formats.excel import cell_text, opened_book, opened_sheet

_FIRST_ROWS = 1000


@dataclass(frozen=True)
class Sheet:
    """The first rows of a sheet, blank ones left out; `evidence`: why it was taken."""

    name: str  # "" for the only one
    rows: list[Row]
    evidence: str


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets with two rows and two columns at least; else the one with the most rows.

    Sheets that are hidden are left out where another one has a table. Raises DataError where no
    sheet has a row, or one is damaged.
    """
    book = opened_book(path)
    # Others are charts, for example.
    worksheets = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
    ]
    hidden = {
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible is not python_calamine.SheetVisibleEnum.Visible
    }
    found = {name: rows for name in worksheets if (rows := _first_rows(path, book, name))}
    tables = {name: rows for name, rows in found.items() if len(rows) > 1 and usual_width(rows) > 1}
    seen = {name: rows for name, rows in tables.items() if name not in hidden} or tables
    if not seen:
        most = max(found, key=lambda name: len(found[name]), default=None)
        if most is None:
            raise DataError(f"{path.name} is empty: none of its sheets has a row.")
        seen = {most: found[most]}
    left = [f"“{name}”" for name in book.sheet_names if name not in seen]
    told = f"the sheets {', '.join(left)} have no table or are hidden" if left else ""
    only = len(book.sheet_names) == 1
    return [Sheet("" if only else name, rows, told) for name, rows in seen.items()]


def _first_rows(path: Path, book: python_calamine.CalamineWorkbook, name: str) -> list[Row]:
    sheet = opened_sheet(path, book, name)
    rows = [
        Row([cell_text(cell) or "" for cell in cells], before)
        for before, cells in enumerate(sheet.to_python(nrows=_FIRST_ROWS))
    ]
    return [row for row in rows if any(cell.strip() for cell in row.cells)]
