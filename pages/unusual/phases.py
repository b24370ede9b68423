"""Phases of a chart: a note may say that figures are of a new level from a day on.

Limits are of one phase each, and so is what is usual. The period that the day falls into is of
neither, unless it begins with it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from data.catalog import Catalog
from metrics.inference.monitoring import Band
from pages.figures.series import subject_of
from pages.unusual.histories import Key
from view.notes import NewLevel

Array = npt.NDArray[np.float64]


def days_of(key: Key, levels: Iterable[NewLevel], catalog: Catalog) -> list[date]:
    """The days from which a figure is of a new level."""
    subjects = {one.metric: subject_of(catalog, one.metric) for one in levels if one.metric}
    named = {name for name, (metric, series) in subjects.items() if (metric.key, series) == key}
    return sorted({one.day for one in levels if not one.metric or one.metric in named})


def phases(periods: Sequence[date], after: date, days: Sequence[date]) -> list[slice]:
    """Places of the periods of each phase, oldest first; at least one, of which some may be empty.

    `periods`: first days, in order; `after`: the day after the last of them.
    """
    ends = [0]
    for day in days:
        of_day = max(bisect_right(periods, day) - 1, 0)
        ends += [of_day if day < after else len(periods), bisect_left(periods, day)]
    ends.append(len(periods))
    return [slice(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)]


def of_phase(values: Array, phase: slice) -> Array:
    """The values of a phase, NaN before and after it."""
    found = np.full(values.shape, np.nan)
    found[phase] = values[phase]
    return found


def joined(bands: Sequence[Band], parts: Sequence[slice]) -> Band:
    """The band of all phases: what holds now is of the newest."""
    newest = bands[-1]
    low, high, unusual = newest.low.copy(), newest.high.copy(), newest.unusual.copy()
    for one, part in zip(bands, parts, strict=True):
        low[part], high[part], unusual[part] = one.low[part], one.high[part], one.unusual[part]
    return newest._replace(low=low, high=high, unusual=unusual)
