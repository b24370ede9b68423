"""The scale on which a figure is looked at: one on which what chance does is alike on both sides.

Shares and means between two ends are taken to their angle, what has no upper end to its square root
(Bartlett 1947, "The Use of Transformations", Biometrics 3(1)): what is near an end moves further
away from it by chance than towards it. Intervals go with their values, end by end.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metrics.alerts.periods import Periods
from metrics.definitions import MetricDefinition
from metrics.forecast.scales import scale_of as forecast_scale_of
from metrics.series import is_series
from metrics.sums.grouping import Array


class Scale(NamedTuple):
    """From the least to the most that a figure can be, in its unit; infinite: there is none."""

    least: float
    most: float

    def place(self, value: Array) -> Array:
        """Display units to those of the scale."""
        if np.isinf(self.least):
            return value
        from_least = np.maximum(value - self.least, 0)
        if np.isinf(self.most):
            return np.asarray(np.sqrt(from_least))
        share = np.minimum(from_least / (self.most - self.least), 1)
        return np.asarray(np.arcsin(np.sqrt(share)))

    def value(self, place: float) -> float:
        """Inverse of `place`; beyond the ends of the scale it is the end."""
        if np.isinf(self.least):
            return place
        if np.isinf(self.most):
            return self.least + max(place, 0.0) ** 2
        angle = min(max(place, 0.0), np.pi / 2)
        return self.least + (self.most - self.least) * float(np.sin(angle)) ** 2

    def of(self, periods: Periods) -> Periods:
        """The periods on this scale."""
        value, low, high = (self.place(one) for one in (periods.value, periods.low, periods.high))
        return periods._replace(value=value, low=low, high=high)


NUMBERS = Scale(0.0, np.inf)


def scale_of(metric: MetricDefinition, series: str) -> Scale:
    """That of a metric. Scores of tickets have the ends that the company gave them: not known."""
    if metric.unit == "score" and not is_series(series):
        return Scale(-np.inf, np.inf)
    return Scale(*(forecast_scale_of(metric, series) or NUMBERS))
