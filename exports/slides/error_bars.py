"""Error bars of a native chart, which python-pptx does not have.

The order of elements is that of `CT_ErrBars`, `CT_BarSer` and `CT_LineSer` in ECMA-376, part 1,
section 21.2: a file in another order is one that PowerPoint repairs.
"""

from __future__ import annotations

from lxml import etree
from pptx.oxml.ns import qn

from exports.charts.chart import Number
from exports.slides.workbook import Sizes

_AFTER = ("c:cat", "c:val")  # what stands behind error bars in a series


def add_error_bars(
    series: etree._Element, sizes: Sizes, number_format: str, colour: str, *, upright: bool
) -> None:
    """Put the intervals into a `c:ser`. `upright`: of lines; bars know it themselves."""
    bars = etree.Element(qn("c:errBars"))
    if upright:
        _value(bars, "c:errDir", "y")
    _value(bars, "c:errBarType", "both")
    _value(bars, "c:errValType", "cust")
    _value(bars, "c:noEndCap", "0")
    for name, cells, values in (
        ("c:plus", sizes.above_in, sizes.above),
        ("c:minus", sizes.below_in, sizes.below),
    ):
        _numbers(etree.SubElement(bars, qn(name)), cells, values, number_format)
    line = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"), w="9525")
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour.removeprefix("#").upper())
    behind = next(one for name in _AFTER for one in series.iterchildren(qn(name)))
    behind.addprevious(bars)


def _value(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, qn(name), val=value)


def _numbers(
    parent: etree._Element, cells: str, values: tuple[Number, ...], number_format: str
) -> None:
    """A reference to cells of the data sheet, with what they hold; gaps have no point."""
    reference = etree.SubElement(parent, qn("c:numRef"))
    etree.SubElement(reference, qn("c:f")).text = cells
    cache = etree.SubElement(reference, qn("c:numCache"))
    etree.SubElement(cache, qn("c:formatCode")).text = number_format
    _value(cache, "c:ptCount", str(len(values)))
    for place, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(cache, qn("c:pt"), idx=str(place))
            etree.SubElement(point, qn("c:v")).text = repr(value)
