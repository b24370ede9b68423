"""Tables as CSV that is safe to open in a spreadsheet: the one place where CSV is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from numbers import Number

import pandas as pd

from api.csv_form import PLAIN, CsvForm
from data.space import SPACE

_MARK = "\ufeff"  # makes Excel read UTF-8
# What a spreadsheet takes for a formula, in half or full width, whatever space it looks past; and
# what some take for the end of a cell.
_FORMULA = re.compile(rf"[{SPACE}\x00-\x1f\x7f]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def heading(names: Sequence[str], form: CsvForm = PLAIN) -> str:
    """The first line of a file."""
    return _MARK + line(names, form)


def lines(frame: pd.DataFrame, form: CsvForm = PLAIN) -> str:
    """The rows of a table, without a heading."""
    cells = frame.astype(object).where(frame.notna(), None)
    return "".join(line(row, form) for row in cells.itertuples(index=False, name=None))


def line(cells: Iterable[object], form: CsvForm = PLAIN) -> str:
    """One line: texts are quoted, numbers are not, what is missing is empty."""
    return form.separator.join(_cell(value, form) for value in cells) + "\n"


def _cell(value: object, form: CsvForm) -> str:
    if value is None:
        return ""
    if isinstance(value, Number):
        return str(value).replace(".", form.decimal)
    text = str(value)
    # In front of a formula ' marks a text.
    text = f"'{text}" if _FORMULA.match(text) else text
    return '"' + text.replace('"', '""') + '"'
