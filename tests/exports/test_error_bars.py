"""Error bars: in the order of the schema, and as another program writes them."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from xlsxwriter import Workbook

from exports.charts.chart import Chart, Form, Series
from exports.slides.drawn import draw
from exports.slides.place import Place
from tests.exports.opened import bars, sheet

# Of ECMA-376, part 1, 21.2.2: children of CT_BarSer, CT_LineSer and CT_ErrBars.
_COMMON = "trendline errBars cat val"
BAR = f"idx order tx spPr invertIfNegative pictureOptions dPt dLbls {_COMMON} shape extLst".split()
LINE = f"idx order tx spPr marker dPt dLbls {_COMMON} smooth extLst".split()
ERR = ["errDir", "errBarType", "errValType", "noEndCap", "plus", "minus", "val", "spPr", "extLst"]
CHART = Chart(
    Form.LINE,
    ("Jan", "Feb", "Mar"),
    (
        Series("NPS", (10.5, None, 30.25), "#2f55d4", (8.0, None, 27.0), (13.5, None, 33.0)),
        Series("Comparison", (9.0, 9.5, None), "#7a8296", dashed=True),
    ),
    "#,##0.0",
)


def drawn(form: Form) -> object:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    chart = Chart(form, CHART.categories, CHART.series, CHART.number_format)
    draw(slide, chart, "NPS", Place(0, 0, 5_000_000, 3_000_000))
    return next(one.chart for one in slide.shapes if one.has_chart)


def names(element: etree._Element) -> list[str]:
    return [etree.QName(one).localname for one in element]


def written_by_xlsxwriter(kind: str) -> etree._Element:
    """The error bars of the same series in a chart of XlsxWriter."""
    into = BytesIO()
    book = Workbook(into)
    page = book.add_worksheet("Sheet1")
    for row, value in enumerate((10.5, None, 30.25), start=1):
        if value is not None:
            page.write(row, 1, value)
    chart = book.add_chart({"type": kind})
    custom = {
        "type": "custom",
        "plus_values": "=Sheet1!$G$2:$G$4",
        "minus_values": "=Sheet1!$F$2:$F$4",
        "plus_data": [3.0, None, 2.75],
        "minus_data": [2.5, None, 3.25],
        "line": {"color": "#172033", "width": 0.75},
    }
    side = "x_error_bars" if kind == "bar" else "y_error_bars"
    chart.add_series({"values": "=Sheet1!$B$2:$B$4", side: custom})
    page.insert_chart("H2", chart)
    book.close()
    xml = ZipFile(into).read("xl/charts/chart1.xml")
    found = etree.fromstring(xml).find(f".//{qn('c:errBars')}")
    assert found is not None
    return found


def content(element: etree._Element) -> list[tuple[str, dict[str, str], str]]:
    """Element by element: its name, its attributes, its text."""
    ours = (one for one in element.iter() if etree.QName(one).localname != "noEndCap")
    return [
        (etree.QName(one).localname, {str(key): str(to) for key, to in one.attrib.items()},
         one.text or "")
        for one in ours
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "order"),
    [(Form.LINE, LINE), (Form.COLUMNS, BAR), (Form.BARS, BAR), (Form.STACKED, BAR)],
)
def test_children_are_in_the_order_of_the_schema(form: Form, order: list[str]) -> None:
    for series in drawn(form).plots[0].series:  # type: ignore[attr-defined]
        found = names(series._element)
        assert [order.index(one) for one in found] == sorted(order.index(one) for one in found)
        own = bars(series)
        if own is not None:
            places = [ERR.index(one) for one in names(own)]
            assert places == sorted(places)


@pytest.mark.parametrize(
    ("form", "kind"), [(Form.LINE, "line"), (Form.COLUMNS, "column"), (Form.BARS, "bar")]
)
def test_they_are_those_that_xlsxwriter_writes(form: Form, kind: str) -> None:
    first, second = drawn(form).plots[0].series  # type: ignore[attr-defined]
    assert bars(second) is None
    theirs, ours = content(written_by_xlsxwriter(kind)), content(bars(first))
    plain = [(name, known, re.sub(r"^General$", "#,##0.0", text)) for name, known, text in theirs]
    if kind == "column":  # columns know their direction: it may be left out, as for bars
        plain = [one for one in plain if one[0] != "errDir"]
    assert ours == plain


def test_the_sheet_has_the_ends_and_lengths_that_follow_them() -> None:
    rows = sheet(drawn(Form.LINE))
    assert rows == [
        [None, "NPS", "Comparison", "NPS: low", "NPS: high", "NPS: below", "NPS: above"],
        ["Jan", 10.5, 9, 8, 13.5, "=B2-D2", "=E2-B2"],
        ["Feb", None, 9.5, None, None, None, None],
        ["Mar", 30.25, None, 27, 33, "=B4-D4", "=E4-B4"],
    ]


def test_no_error_bars_in_a_stack_and_gaps_stay_gaps() -> None:
    stacked = drawn(Form.STACKED)
    assert all(bars(one) is None for one in stacked.plots[0].series)  # type: ignore[attr-defined]
    line = drawn(Form.LINE)
    assert line.plots[0].series[0].values == (10.5, None, 30.25)  # type: ignore[attr-defined]
    blanks = line._chartSpace.find(f".//{qn('c:dispBlanksAs')}")  # type: ignore[attr-defined]
    assert blanks.get("val") == "gap"
