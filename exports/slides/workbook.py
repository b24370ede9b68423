"""The data sheet behind a chart, which people open to change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from exports.charts.chart import Chart, Number, Series
from exports.words import plain

SHEET = "Sheet1"  # as python-pptx calls it in the chart
_NEVER = datetime(2000, 1, 1)  # the same figures are the same file


@dataclass(frozen=True)
class Sizes:
    """How far the error bars of a series reach below and above, and where the sheet has that."""

    below: tuple[Number, ...]
    above: tuple[Number, ...]
    below_in: str
    above_in: str


def data_sheet(chart: Chart) -> tuple[bytes, list[Sizes | None]]:
    """The workbook of a chart, and the error bars of each of its series.

    Names of categories in A, the series from B on, as the chart refers to them; then n, the ends of
    the intervals, and how far these are from the value, as formulas: they follow who changes one.
    """
    into = BytesIO()
    book = Workbook(into, {"in_memory": True})
    book.set_properties({"created": _NEVER})
    sheet = book.add_worksheet(SHEET)
    form = book.add_format({"num_format": chart.number_format})
    count = book.add_format({"num_format": "#,##0"})

    def column(place: int, head: str, values: tuple[Number, ...], style: object) -> None:
        sheet.write_string(0, place, plain(head))
        for at, value in enumerate(values, start=1):
            if value is not None:
                sheet.write_number(at, place, value, style)

    sheet.set_column(0, 0, 24)
    for at, name in enumerate(chart.categories, start=1):
        sheet.write_string(at, 0, plain(name))
    for place, series in enumerate(chart.series, start=1):
        column(place, series.name, series.values, form)
    place, found = len(chart.series) + 1, list[Sizes | None]()
    for own, series in enumerate(chart.series, start=1):
        if series.n:
            column(place, f"{series.name}: n", series.n, count)
            place += 1
        if not series.drawn_interval:
            found.append(None)
            continue
        column(place, f"{series.name}: low", series.low, form)
        column(place + 1, f"{series.name}: high", series.high, form)
        place += 2
        if not chart.intervals:
            found.append(None)
            continue
        sizes = _sizes(series, place, len(chart.categories))
        for words, more, values in (("below", 0, sizes.below), ("above", 1, sizes.above)):
            sheet.write_string(0, place + more, plain(f"{series.name}: {words}"))
            for at, value in enumerate(values, start=1):
                if value is None:
                    continue
                ends = (xl_rowcol_to_cell(at, one) for one in (own, place + more - 2))
                formula = "={0}-{1}" if words == "below" else "={1}-{0}"
                sheet.write_formula(at, place + more, formula.format(*ends), form, value)
        found.append(sizes)
        place += 2
    book.close()
    return into.getvalue(), found


def _sizes(series: Series, place: int, rows: int) -> Sizes:
    below, above = [], []
    for value, low, high in zip(series.values, series.low, series.high, strict=True):
        known = value is not None and low is not None and high is not None
        below.append(value - low if known else None)  # type: ignore[operator]
        above.append(high - value if known else None)  # type: ignore[operator]
    return Sizes(tuple(below), tuple(above), _cells(place, rows), _cells(place + 1, rows))


def _cells(place: int, rows: int) -> str:
    name = xl_col_to_name(place)
    return f"{SHEET}!${name}$2:${name}${rows + 1}"
