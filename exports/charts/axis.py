"""Where the axis of values begins and ends: intervals must have room, which no program sees to."""

from __future__ import annotations

import math
from typing import NamedTuple

from exports.charts.chart import Chart, Form

_STEPS = 6  # about so many along the axis


class Axis(NamedTuple):
    """Its ends, and how far its marks are apart."""

    start: float
    end: float
    step: float


def axis_of(chart: Chart) -> Axis:
    """Round numbers around all values and ends of intervals; of bars with 0, where they begin."""
    if chart.form == Form.STACKED:
        return Axis(0, 100, 20)
    known = [one for one in chart.ends if one is not None]
    if chart.form != Form.LINE:
        known.append(0.0)
    least, most = min(known), max(known)
    step = _round((most - least) / _STEPS or abs(most) / _STEPS or 1.0)
    start = math.floor(least / step) * step
    return Axis(start, max(math.ceil(most / step) * step, start + step), step)


def _round(size: float) -> float:
    """The next of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(one * power for one in (1, 2, 5, 10) if one * power >= size * (1 - 1e-9))
