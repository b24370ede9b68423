"""Bars by level, sideways: its name, its bars with their intervals, and its figures in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from components.theme import LIGHT
from exports.charts.axis import axis_of
from exports.charts.chart import Chart, Series
from exports.pictures.letters import shortened, width
from exports.pictures.svg import MARGIN, WIDTH, Block, element, figure, mark, rule, write
from exports.pictures.ticks import ticks

_SIZE = 12
_NAME, _FIGURE = 240, 300  # how much room names and figures may take at most
_BAR, _STEP, _BETWEEN = 12, 17, 9  # how high a bar is, with its distance, and between levels
_TOP, _BELOW, _GAP = 6, 26, 10
_CAP = 3.5
_Scale = Callable[[float], float]  # where a value stands


def bars(chart: Chart) -> Block:
    """The chart with its axis below."""
    names = [shortened(one, _NAME, _SIZE) for one in chart.categories]
    told = [
        shortened(figure(chart, series, at), _FIGURE, _SIZE)
        for series in chart.series
        for at in range(len(names))
    ]
    left = MARGIN + max(width(one, _SIZE) for one in names) + _GAP
    right = WIDTH - MARGIN - max(width(one, _SIZE) for one in told) - 2 * _GAP
    axis = axis_of(chart)

    def x(value: float) -> float:
        return left + (right - left) * (value - axis.start) / (axis.end - axis.start)

    row = _STEP * len(chart.series) + _BETWEEN
    bottom = _TOP + row * len(names)
    drawn = list(_grid(ticks(axis, chart.number_format), x, bottom, right - left))
    for at, name in enumerate(names):
        top = _TOP + at * row + _BETWEEN / 2
        middle = top + _STEP * len(chart.series) / 2
        drawn.append(write(left - _GAP, middle + 3, name, _SIZE, anchor="end"))
        for place, series in enumerate(chart.series):
            drawn += _bar(chart, series, at, top + place * _STEP, x)
            words = shortened(figure(chart, series, at), _FIGURE, _SIZE)
            y = top + place * _STEP + _BAR - 1
            drawn.append(write(right + 2 * _GAP, y, words, _SIZE, LIGHT.quiet))
    return Block("".join(drawn), bottom + _BELOW)


def _grid(marks: list[tuple[float, str]], x: _Scale, bottom: float, room: float) -> Iterator[str]:
    """Lines of values; of their words as many as have room beside each other."""
    widest = max(width(words, _SIZE) for _, words in marks) + 2 * _GAP
    every = -(-widest * (len(marks) - 1) // room) or 1
    for at, (value, words) in enumerate(marks):
        colour = LIGHT.quiet if value == 0 else LIGHT.line
        yield rule(x(value), _TOP, x(value), bottom, colour)
        if at % every == 0:
            yield write(x(value), bottom + 16, words, _SIZE, LIGHT.quiet, "middle")


def _bar(chart: Chart, series: Series, at: int, top: float, x: _Scale) -> Iterator[str]:
    value = series.values[at]
    if value is None:
        return
    begins, ends = sorted((x(0), x(value)))
    colour = series.colours[at] if series.colours else series.colour
    shape = {"x": begins, "y": top, "width": ends - begins, "height": _BAR, "fill": colour}
    yield mark("rect", shape, chart, series, at)
    low, high = (some[at] if some else None for some in (series.low, series.high))
    if low is not None and high is not None:
        y, cap = top + _BAR / 2, f"v{2 * _CAP}"
        path = f"M{x(low):.1f} {y:.1f}H{x(high):.1f}" + "".join(
            f"M{x(end):.1f} {y - _CAP:.1f}{cap}" for end in (low, high)
        )
        drawn = {"d": path, "stroke": LIGHT.ink, "fill": "none", "class": "interval"}
        yield element("path", drawn)
