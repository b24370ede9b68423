"""A chart on a slide: native, with its data sheet, in the colours of light pages."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from components.theme import LIGHT
from exports.charts.axis import axis_of
from exports.charts.chart import Chart, Form, Series
from exports.slides.error_bars import add_error_bars
from exports.slides.place import Place
from exports.slides.slide import rgb
from exports.slides.workbook import data_sheet
from exports.words import heard, plain

_TYPES = {
    Form.LINE: XL_CHART_TYPE.LINE_MARKERS,
    Form.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    Form.STACKED: XL_CHART_TYPE.COLUMN_STACKED,
    Form.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
}
_LETTERS = 60  # of a category's name
_FONT, _SMALL = Pt(11), Pt(8)
_FEW = 12  # levels whose names have room in the usual size


def draw(slide: Any, chart: Chart, title: str, place: Place) -> None:  # noqa: ANN401
    """Put the chart on the slide, with a text for those who do not see it."""
    data = CategoryChartData(number_format=chart.number_format)
    data.categories = [plain(name, _LETTERS) for name in chart.categories]
    for series in chart.series:
        data.add_series(plain(series.name), series.values)
    frame = slide.shapes.add_chart(_TYPES[chart.form], *place, data)
    frame.name = plain(title)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", heard(chart, title, "Error bars"))
    drawn = frame.chart
    sheet, sizes = data_sheet(chart)
    drawn.part.chart_workbook.update_from_xlsx_blob(sheet)
    _number_axes(drawn)
    _paint(drawn, chart)
    for own, series, size in zip(drawn.plots[0].series, chart.series, sizes, strict=True):
        _paint_series(own, series, chart.form)
        if size is not None:
            form, upright = chart.number_format, chart.form == Form.LINE
            add_error_bars(own._element, size, form, LIGHT.ink, upright=upright)


def _number_axes(drawn: Any) -> None:  # noqa: ANN401
    """Give axes the ids 1 and 2: those of python-pptx are below 0, which the schema forbids."""
    known = dict[str, str]()
    for one in drawn._chartSpace.xpath(".//c:axId | .//c:crossAx"):
        one.set("val", known.setdefault(one.get("val"), str(len(known) + 1)))


def _paint(drawn: Any, chart: Chart) -> None:  # noqa: ANN401
    drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = _FONT, rgb(LIGHT.ink)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.TOP
        drawn.legend.include_in_layout = False
    values, names = drawn.value_axis, drawn.category_axis
    values.major_gridlines.format.line.color.rgb = rgb(LIGHT.line)
    values.format.line.fill.background()
    values.tick_labels.number_format = chart.number_format
    values.tick_labels.number_format_is_linked = False
    names.format.line.color.rgb = rgb(LIGHT.quiet)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # below bars of negative values as well
    if chart.form == Form.BARS:
        _name_all(names)
        names.tick_labels.font.size = _FONT if len(chart.categories) <= _FEW else _SMALL
        names.reverse_order = True  # the first on top, as on the page
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # reversed with it: at the bottom
    axis = axis_of(chart)
    values.minimum_scale, values.maximum_scale, values.major_unit = axis
    if chart.form == Form.STACKED:
        drawn.plots[0].overlap = 100
    if chart.form != Form.LINE:
        drawn.plots[0].gap_width = 60


def _name_all(names: Any) -> None:  # noqa: ANN401
    """Each level has its name, however many there are."""
    last = next(names._element.iterchildren(qn("c:noMultiLvlLbl")))
    last.addprevious(last.makeelement(qn("c:tickLblSkip"), {"val": "1"}))


def _paint_series(own: Any, series: Series, form: Form) -> None:  # noqa: ANN401
    colour = rgb(series.colour)
    if form != Form.LINE:
        own.format.fill.solid()
        own.format.fill.fore_color.rgb = colour
        own.invert_if_negative = False
        for at, one in enumerate(series.colours):
            fill = own.points[at].format.fill
            fill.solid()
            fill.fore_color.rgb = rgb(one)
        return
    line = own.format.line
    line.color.rgb, line.width = colour, Pt(1.5 if series.dashed else 2.25)
    own.smooth = False
    if series.dashed:
        line.dash_style = MSO_LINE.DASH
        own.marker.style = XL_MARKER_STYLE.NONE
        return
    own.marker.style, own.marker.size = XL_MARKER_STYLE.CIRCLE, 6
    own.marker.format.fill.solid()
    own.marker.format.fill.fore_color.rgb = colour
    own.marker.format.line.color.rgb = colour
