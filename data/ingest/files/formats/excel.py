"""One sheet of a workbook into DuckDB, every column as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import python_calamine

from data.engine_errors import in_words
from data.errors import DataError, MappingError, nearest
from data.ingest.files.formats.limits import check_size
from data.ingest.files.formats.names import column_names
from data.space import SPACE
from data.sql import literal

if TYPE_CHECKING:
    from data.mapping.model import Source

_Cell = int | float | str | bool | time | date | datetime | timedelta


def opened_book(path: Path) -> python_calamine.CalamineWorkbook:
    """The workbook. Raises DataError where it is none, is damaged, locked or too large."""
    check_size(path)
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError:
        raise DataError(f"{path.name} is locked with a password. Save it without one.") from None
    except python_calamine.CalamineError as error:
        raise DataError(_no_book(path.name, error)) from None


def opened_sheet(
    path: Path, book: python_calamine.CalamineWorkbook, name: str
) -> python_calamine.CalamineSheet:
    """A sheet of an opened workbook. Raises DataError where it is damaged, or is none of cells."""
    try:
        return book.get_sheet_by_name(name)
    except python_calamine.CalamineError as error:
        raise DataError(_no_book(f"{path.name}, sheet '{name}',", error)) from None


def _no_book(place: str, error: Exception) -> str:
    return (
        f"{place} could not be read as a workbook: {in_words(error)}. Is it whole, and a "
        "workbook? Else open it and save it anew."
    )


def read_excel(con: duckdb.DuckDBPyConnection, table: str, path: Path, source: Source) -> None:
    """Creates `table` from a sheet, the first one unless the source names one.

    Rows are counted from the first one that is used on: as many as the source says are skipped,
    are the names, and are notes below them. Raises DataError, or MappingError for a sheet that is
    not there.
    """
    book, sheet = opened_book(path), source.sheet
    if sheet is not None and sheet not in book.sheet_names:
        raise MappingError(
            f"{path.name} has no sheet '{sheet}'. {nearest(sheet, book.sheet_names)}"
        )
    above = source.skip + source.header
    rows = _rows(opened_sheet(path, book, sheet or book.sheet_names[0]), above)
    header, data = rows[source.skip : above], rows[above + source.notes :]
    others = "" if sheet else _others(path, book.sheet_names)
    if not rows or (source.header and not any(str(c).strip(SPACE) for row in header for c in row)):
        expected = f"row {source.skip + 1}" if source.skip else "a first row"
        raise DataError(f"{path.name} is empty. Expected {expected} with the column names.{others}")
    names = column_names([[str(cell) for cell in row] for row in header], len(rows[0]))
    columns = [
        pa.array([cell_text(row[i]) for row in data], pa.string()) for i in range(len(names))
    ]
    # A cursor of its own: DuckDB registers nothing beside a result that is not read to its end.
    with con.cursor() as own:
        own.register("_sheet", pa.table(columns, names=names))
        own.execute(f"CREATE TABLE {table} AS SELECT * FROM _sheet")
        own.execute(f"COMMENT ON TABLE {table} IS {literal(others)}")  # where a column is missing


def _rows(sheet: python_calamine.CalamineSheet, above: int) -> list[list[_Cell]]:
    """The cells from the first one that is used on; merged ones below the header all say the same.

    `above`: rows to the end of the header. A cell with an error, such as #N/A, is empty.
    """
    rows: list[list[_Cell]] = sheet.to_python()
    top, left = sheet.start or (0, 0)
    for first, last in sheet.merged_cell_ranges or ():
        if first[0] - top >= above:
            value = rows[first[0] - top][first[1] - left]
            for row in rows[first[0] - top : last[0] - top + 1]:
                width = min(last[1] - left + 1, len(row)) - (first[1] - left)
                row[first[1] - left : first[1] - left + width] = [value] * width
    return rows


def _others(path: Path, sheets: list[str]) -> str:
    """Says which sheet was read where there was a choice; after a space."""
    if len(sheets) < 2:
        return ""
    others = ", ".join(f"'{name}'" for name in sheets[1:])
    return (
        f" {path.name} was read from its first sheet, '{sheets[0]}'; the others are {others}. Name "
        f'the right one on the source: sheet = "{sheets[1]}".'
    )


def cell_text(cell: object) -> str | None:
    """The text of a cell; None of an empty one."""
    if cell == "":
        return None
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell) if not isinstance(cell, datetime) else cell.isoformat(" ")
