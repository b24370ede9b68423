"""Charts whose values go upwards: lines with bands, columns, and columns in stacks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from components.theme import LIGHT
from exports.charts.axis import Axis, axis_of
from exports.charts.chart import Chart, Form, Series
from exports.pictures.letters import shortened, width
from exports.pictures.svg import MARGIN, WIDTH, Block, element, mark, rule, write
from exports.pictures.ticks import ticks

_SIZE, _NAME = 12, 120  # of letters; how wide the name of a period may be
_TOP, _BELOW, _APART = 10, 28, 34
_SHARE = 0.7  # of a category's room that its columns take
_CAP = 4  # half of the line at the end of an interval


@dataclass(frozen=True)
class _Plot:
    """Where its values stand."""

    chart: Chart
    axis: Axis
    left: float
    height: float

    def x(self, at: float) -> float:
        """The middle of a category."""
        return self.left + (at + 0.5) * self.band

    def y(self, value: float) -> float:
        """How high a value stands, from above."""
        share = (value - self.axis.start) / (self.axis.end - self.axis.start)
        return _TOP + self.height * (1 - share)

    @property
    def band(self) -> float:
        """The room of one category."""
        return (WIDTH - MARGIN - self.left) / len(self.chart.categories)


def upright(chart: Chart, height: float) -> Block:
    """The chart with its axes; its plot is so high."""
    axis = axis_of(chart)
    marks = ticks(axis, chart.number_format)
    left = MARGIN + max(width(words, _SIZE) for _, words in marks) + 8
    plot = _Plot(chart, axis, left, height)
    drawn = [*_grid(plot, marks), *_names(plot)]
    match chart.form:
        case Form.LINE:
            for series in chart.series:
                drawn += _band(plot, series)
            for series in chart.series:
                drawn += _line(plot, series)
        case Form.STACKED:
            drawn += _stacks(plot)
        case _:
            drawn += _columns(plot)
    return Block("".join(drawn), _TOP + height + _BELOW)


def _grid(plot: _Plot, marks: list[tuple[float, str]]) -> Iterator[str]:
    for value, words in marks:
        y = plot.y(value)
        colour = LIGHT.quiet if value == 0 else LIGHT.line
        yield rule(plot.left, y, WIDTH - MARGIN, y, colour)
        yield write(plot.left - 8, y + 4, words, _SIZE, LIGHT.quiet, "end")


def _names(plot: _Plot) -> Iterator[str]:
    """Names of categories, of as many as have room beside each other."""
    names = [shortened(one, _NAME, _SIZE) for one in plot.chart.categories]
    every = math.ceil((max(width(one, _SIZE) for one in names) + _APART) / plot.band)
    for at, name in enumerate(names):
        if at % every == 0 or every <= 1:
            half = width(name, _SIZE) / 2
            x = min(max(plot.x(at), half + 4), WIDTH - half - 4)
            yield write(x, _TOP + plot.height + 18, name, _SIZE, LIGHT.quiet, "middle")


def _band(plot: _Plot, series: Series) -> Iterator[str]:
    """The intervals of a line: a band, and a bar where a period stands alone."""
    if not series.drawn_interval:
        return
    known = [None not in both for both in zip(series.low, series.high, strict=True)]
    for run in _runs(known):
        if len(run) == 1:
            yield _interval(plot, plot.x(run[0]), series, run[0])
            continue
        above = [f"{plot.x(at):.1f},{plot.y(series.high[at] or 0):.1f}" for at in run]
        below = [f"{plot.x(at):.1f},{plot.y(series.low[at] or 0):.1f}" for at in reversed(run)]
        shape = {"points": " ".join(above + below), "fill": series.colour, "fill-opacity": 0.16}
        yield element("polygon", {**shape, "class": "interval"})


def _line(plot: _Plot, series: Series) -> Iterator[str]:
    points = [None if v is None else (plot.x(i), plot.y(v)) for i, v in enumerate(series.values)]
    dashes: dict[str, object] = {"stroke-dasharray": "6 4"} if series.dashed else {}
    wide = 1.5 if series.dashed else 2.25
    alone = set()
    for run in _runs([one is not None for one in points]):
        alone |= {*run} if len(run) == 1 else set()
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (points[at] or (0, 0) for at in run))
        drawn = {"points": path, "fill": "none", "stroke": series.colour, "stroke-width": wide}
        yield element("polyline", {**drawn, **dashes})
    for at, point in enumerate(points):
        if point is not None:
            most = 1.5 if series.dashed and at not in alone else 3.5
            size = min(most, plot.band / 3)
            shape = {"cx": point[0], "cy": point[1], "r": size, "fill": series.colour}
            yield mark("circle", shape, plot.chart, series, at)


def _columns(plot: _Plot) -> Iterator[str]:
    wide = plot.band * _SHARE / len(plot.chart.series)
    for place, series in enumerate(plot.chart.series):
        for at, value in enumerate(series.values):
            if value is None:
                continue
            x = plot.x(at) - plot.band * _SHARE / 2 + place * wide
            colour = series.colours[at] if series.colours else series.colour
            yield _column(plot, series, at, (x, wide, 0, value), colour)
            if series.low and series.low[at] is not None:
                yield _interval(plot, x + wide / 2, series, at)


def _stacks(plot: _Plot) -> Iterator[str]:
    wide = plot.band * _SHARE
    begins = [0.0] * len(plot.chart.categories)
    for series in plot.chart.series:
        for at, value in enumerate(series.values):
            if value is None:
                continue
            ends = begins[at] + value
            shape = (plot.x(at) - wide / 2, wide, begins[at], ends)
            yield _column(plot, series, at, shape, series.colour)
            begins[at] = ends


def _column(
    plot: _Plot, series: Series, at: int, shape: tuple[float, float, float, float], colour: str
) -> str:
    """A rectangle. `shape`: its left end, how wide it is, the values where it begins and ends."""
    x, wide, begins, ends = shape
    top, bottom = sorted((plot.y(begins), plot.y(ends)))
    drawn = {"x": x, "y": top, "width": wide, "height": bottom - top, "fill": colour}
    return mark("rect", drawn, plot.chart, series, at)


def _interval(plot: _Plot, x: float, series: Series, at: int) -> str:
    low, high = series.low[at], series.high[at]
    if low is None or high is None:
        return ""
    top, bottom = plot.y(high), plot.y(low)
    ends = f"M{x - _CAP:.1f} {top:.1f}h{2 * _CAP}M{x - _CAP:.1f} {bottom:.1f}h{2 * _CAP}"
    path = f"M{x:.1f} {top:.1f}V{bottom:.1f}{ends}"
    drawn = {"d": path, "stroke": LIGHT.ink, "fill": "none", "class": "interval"}
    return element("path", drawn)


def _runs(known: list[bool]) -> Iterator[list[int]]:
    """The places without a gap between them, run by run."""
    run: list[int] = []
    for at, there in enumerate([*known, False]):
        if there:
            run.append(at)
        elif run:
            yield run
            run = []
