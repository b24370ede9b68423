"""The scale on which a metric is forecast, and what the sampling error of a period is there.

Shares, net shares and bounded means are taken to a place between 0 and 1 and its logit, so that no
band leaves the scale; what has no upper end is taken to its logarithm.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy import special

from metrics.definitions import MetricDefinition
from metrics.inference.intervals import Z
from metrics.series import is_series, parse_series
from metrics.sums.grouping import Array

_SMOOTHED = 30.0  # answers of all periods so far that stand beside those of one


class Scale(NamedTuple):
    """Between two ends, or above `least` where there is no upper end (infinity)."""

    least: float
    most: float

    @property
    def bounded(self) -> bool:
        """True where there is an upper end."""
        return math.isfinite(self.most)

    def place(self, value: Array) -> Array:
        """Display units to those of the forecast: logits, or logarithms."""
        if self.bounded:
            return np.asarray(special.logit((value - self.least) / (self.most - self.least)))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.log(value - self.least)

    def value(self, place: Array) -> Array:
        """Inverse of `place`."""
        if self.bounded:
            return self.least + (self.most - self.least) * np.asarray(special.expit(place))
        return self.least + np.exp(place)

    def inside(self, value: Array, n: Array) -> Array:
        """A figure of n answers with one more, at the middle of the scale: never at an end."""
        if not self.bounded:
            return value
        return np.asarray((n * value + (self.least + self.most) / 2) / (n + 1))

    def read(self, inside: Array, n: Array) -> Array:
        """Inverse of `inside`: the figure that will be read, which may lie at an end."""
        if not self.bounded:
            return inside
        value = ((n + 1) * inside - (self.least + self.most) / 2) / n
        return np.clip(value, self.least, self.most)

    def slope(self, value: Array) -> Array:
        """How much the place changes with the value."""
        low = value - self.least
        with np.errstate(invalid="ignore", divide="ignore"):
            if not self.bounded:
                return 1 / low
            return (self.most - self.least) / (low * (self.most - value))


def scale_of(metric: MetricDefinition, series: str) -> Scale | None:
    """The scale of a metric; None for what grows with the days of a period, or has no interval."""
    match metric.kind:
        case "net_share":
            return Scale(-100.0, 100.0)
        case "proportion":
            return Scale(0.0, 100.0)
        case "composite":
            return Scale(0.0, 100.0)
        case "mean" if is_series(series):
            answers = parse_series(series)
            return Scale(answers.scale_min, answers.scale_max)
        case "mean" | "quantile":
            return Scale(0.0, math.inf)
    return None


def observed(value: Array, low: Array, high: Array, n: Array, scale: Scale) -> tuple[Array, Array]:
    """Place and sampling variance of each period on the scale, NaN where there is no figure.

    From 95 % intervals in display units, which have the design effect of several answers of one
    customer in them. What one answer varies by is pooled over the periods so far: by itself a thin
    month that happens to lie at an end of its scale would seem the most certain of all. Figures at
    an end are taken a little inside.
    """
    known = np.isfinite(value) & np.isfinite(low) & np.isfinite(high) & (n > 0)
    size = np.where(known, n, 0.0)
    inside = scale.inside(np.where(known, value, 0.0), size)
    error = np.where(known, (high - low) / (2 * Z), 0.0)
    so_far = np.maximum(np.cumsum(size), 1e-12)
    level = np.cumsum(size * inside) / so_far
    single = np.cumsum(size * size * error**2) / so_far  # variance of one answer
    near = (size * inside + _SMOOTHED * level) / (size + _SMOOTHED)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = scale.slope(near) ** 2 * single / size
        place = scale.place(inside)
    known &= np.isfinite(place) & np.isfinite(variance)
    return np.where(known, place, np.nan), np.where(known, variance, np.nan)
