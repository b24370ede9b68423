"""A view as an Excel workbook: one sheet that says what it is, and one for each panel."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.workbook import Workbook

from data.catalog import Catalog
from exports.about import About, findings_of
from exports.excel.sheets import Cells, names_of_sheets
from pages.as_json import panel_table
from pages.panel import Kind, Page, Panel

_MOST_ROWS = 1_000_000  # of a sheet; Excel has 1,048,576
# What is written is what was given: no text is a formula or a link, whatever it begins with.
_AS_IT_IS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDE = 100  # characters: what the page says


def workbook(page: Page, catalog: Catalog, about: About) -> bytes:
    """The page as .xlsx, with the rows and the column names of its CSV files.

    Numbers and dates are typed, the headers stay in sight, and a panel that could not be made says
    why in its place.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **_AS_IT_IS})
    book.set_properties({"title": f"{about.company} · {about.title}", "comments": about.link})
    cells = Cells(book)
    shown = [panel for panel in page.panels if panel.kind != Kind.SPARKLINES]
    names = names_of_sheets([panel.title for panel in shown], beside=about.title)
    _first_sheet(book, cells, about, page, catalog)
    for panel, name in zip(shown, names, strict=True):
        _sheet(book, cells, name, panel, page, catalog)
    book.close()
    return file.getvalue()


def _first_sheet(book: Workbook, cells: Cells, about: About, page: Page, catalog: Catalog) -> None:
    sheet = book.add_worksheet(*names_of_sheets([about.title]))
    sheet.set_column(0, 0, _WIDE, cells.wrapped)
    sheet.hide_gridlines(2)
    for row, (text, style) in enumerate(_said(about, page, catalog, cells)):
        sheet.write_string(row, 0, text, style)
    sheet.write_url(row + 1, 0, about.link, cells.wrapped, "This view in the dashboard")


def _said(about: About, page: Page, catalog: Catalog, cells: Cells) -> Iterable[tuple[str, object]]:
    yield f"{about.company} · {about.title}", cells.wrapped
    yield page.headline, cells.title
    for finding in findings_of(page, catalog):
        yield f"• {finding}", cells.wrapped
    for text in (page.rest, page.account, page.note, page.promise, about.scope, about.until):
        if text:
            yield text, cells.wrapped


def _sheet(
    book: Workbook, cells: Cells, name: str, panel: Panel, page: Page, catalog: Catalog
) -> None:
    sheet = book.add_worksheet(name)
    if panel.missing:
        sheet.write_string(0, 0, panel.note, cells.wrapped)
        return
    rows = panel_table(panel, page.view, catalog)
    if len(rows) > _MOST_ROWS:
        words = f"{len(rows):,} rows: more than a sheet holds. The CSV file of this panel has all."
        sheet.write_string(0, 0, words)
        return
    for place, column in enumerate(rows):
        cells.column(sheet, place, str(column), rows)
    sheet.freeze_panes(1, 0)
    if len(rows):
        sheet.autofilter(0, 0, len(rows), len(rows.columns) - 1)
    sheet.autofit(max_width=400)
