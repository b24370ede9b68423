"""What is written along an axis of values."""

from __future__ import annotations

import math

from components import text
from exports.charts.axis import Axis


def ticks(axis: Axis, number_format: str) -> list[tuple[float, str]]:
    """Values along the axis in words, with as many decimals as its steps have."""
    decimals = max(0, -math.floor(math.log10(axis.step) + 1e-9))
    suffix = number_format.partition('"')[2].rstrip('"')
    steps = round((axis.end - axis.start) / axis.step)
    values = [round(axis.start + at * axis.step, decimals) for at in range(steps + 1)]
    return [(one, f"{text.number(one, decimals)}{suffix}") for one in values]
