"""Cells of a workbook: typed values, and how their numbers are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from exports.xml_text import xml_text
from metrics.definitions import DEFINITIONS

_LONGEST_NAME = 31  # of a sheet
_LONGEST = 32_767  # characters of a cell
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = "history"  # Excel keeps that name for itself
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EARLIEST = date(1900, 3, 1)  # before it Excel's calendar is not ours
_CHANCES = ("p_value", "sigma_z")
_OWN_UNIT = re.compile(r"value|low|high|change|season|target|benchmark|average|usual|last_year")


def names_of_sheets(titles: Sequence[str], beside: str = "") -> list[str]:
    """A name for each sheet that Excel takes, all different; `beside`: one that is taken."""
    names: list[str] = []
    taken = {_name(beside, 0).casefold()} if beside else set()
    for title in titles:
        tries = (_name(title, number) for number in range(len(titles) + 2))
        names.append(next(name for name in tries if name.casefold() not in taken))
        taken.add(names[-1].casefold())
    return names


def _name(title: str, number: int) -> str:
    """The title as a sheet's name, with a number behind it unless it is 0."""
    clean = _NOT_IN_NAMES.sub(" ", title).strip("' ") or "Sheet"
    if clean.casefold() == _RESERVED:
        clean = f"{clean}_"
    more = f" {number + 1}" if number else ""
    return clean[: _LONGEST_NAME - len(more)].rstrip("' ") + more


class Cells:
    """The styles of one workbook, and what writes a column with them."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._styles: dict[str, Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 14, "text_wrap": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._head = book.add_format({"bold": True, "bottom": 1})

    def column(self, sheet: Worksheet, place: int, name: str, rows: pd.DataFrame) -> None:
        """Writes a column with its header. What is missing is an empty cell."""
        sheet.write_string(0, place, _text(name), self._head)
        metrics = rows["metric"] if "metric" in rows else [None] * len(rows)
        for row, (value, metric) in enumerate(zip(rows[name], metrics, strict=True), start=1):
            self._cell(sheet, row, place, value, name, metric)

    def _cell(
        self, sheet: Worksheet, row: int, place: int, value: object, name: str, metric: object
    ) -> None:
        match value:
            case None:
                pass
            case bool():
                sheet.write_boolean(row, place, value)
            case int() | float():
                if not pd.isna(value):
                    sheet.write_number(row, place, value, self._style(_shown(value, name, metric)))
            case str() if (day := _day(value)) is not None:
                sheet.write_datetime(row, place, day, self._style("yyyy-mm-dd"))
            case list() | tuple():
                sheet.write_string(row, place, _text("; ".join(map(str, value))))
            case _:
                sheet.write_string(row, place, _text(str(value)))

    def _style(self, shown: str) -> Format:
        if shown not in self._styles:
            self._styles[shown] = self._book.add_format({"num_format": shown})
        return self._styles[shown]


def _shown(value: float, name: str, metric: object) -> str:
    """How a number is shown; the cell has all its digits."""
    if name.endswith(_CHANCES):
        return "0.000"
    known = DEFINITIONS.get(metric) if isinstance(metric, str) else None
    if known is not None and _OWN_UNIT.search(name):
        return "#,##0" + ("." + "0" * known.decimals if known.decimals else "")
    return "#,##0" if float(value).is_integer() else "#,##0.0##"


def _day(text: str) -> date | None:
    """A text that is a day and nothing else."""
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _EARLIEST else None


def _text(text: str) -> str:
    """What XML and a cell can hold."""
    return xml_text(text)[:_LONGEST]
