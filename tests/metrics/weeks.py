"""Weeks of a figure, as alerts are judged by them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from metrics.alerts.periods import Periods

Z = 1.959964
FIRST = date(2024, 1, 1)  # a Monday


def week(place: int) -> date:
    return FIRST + timedelta(weeks=place)


def weeks(values: list[float], error: float = 1.0, n: float = 100.0) -> Periods:
    value = np.array(values)
    starts = [week(place) for place in range(len(values))]
    reach = Z * error
    sizes = np.full(len(values), n)
    return Periods(starts, value, value - reach, value + reach, sizes, [None] * len(values))
