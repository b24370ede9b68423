"""The whole periods of a figure that an alert watches, as they are judged and as shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.grains import DAY, bucket_start, buckets, next_start
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.alerts.periods import FEW, MOST, Periods
from metrics.definitions import MetricDefinition
from metrics.sums.grouping import Array
from pages.figures.comparison import PERIOD
from pages.figures.observation_window import judged_days
from pages.figures.series import Subject
from pages.unusual.histories import periods_before, whole_periods
from pages.unusual.phases import days_of, phases
from view.state import View


@dataclass(frozen=True)
class Figures:
    """Of whole periods, oldest first, an element each in all arrays.

    `shown`: the figures as pages show them; `judged`: the same, of a day where the metric is
    counted, and `days` in which it is counted, 1 elsewhere. `answers`: how many each has; where
    they are too few to show a figure, as many as these may be at most.
    """

    shown: Periods
    judged: Periods
    days: Array
    answers: Array


def figures_before(
    snapshot: Snapshot, view: View, subject: Subject, oldest: date, newest: date
) -> Figures:
    """The periods from all that say what is expected of the oldest up to the newest.

    Both are first days of periods of the view's grain. Raises UnavailableError.
    """
    catalog, grain = snapshot.catalog, view.grain
    back = periods_before(oldest, grain, MOST[grain] + 2 * FEW[grain])
    first = max(back, bucket_start(catalog.first_day, grain))
    span = Span(first, next_start(newest, grain) - DAY)
    known = _days(catalog, view, subject)
    starts = [
        start
        for start in buckets(span, grain)
        if known.start <= start and next_start(start, grain) - DAY <= known.end
    ]
    own = replace(view, span=span, window="")
    rows = whole_periods(snapshot, own, [subject.metric])
    rows = rows[rows["series"].astype(str) == subject.series]
    days = days_of((subject.metric.key, subject.series), view.new_levels, catalog)
    of_phase = _of_phase(starts, days, grain)
    return _figures(starts, rows, of_phase, subject.metric, catalog.minimum_n)


def newest_whole(catalog: Catalog, view: View, subject: Subject) -> date:
    """The first day of the newest period of which a figure's days are there to the end."""
    return whole_to(_days(catalog, view, subject).end, view.grain)


def whole_to(day: date, grain: str) -> date:
    """The first day of the newest period that has ended by this day."""
    start = bucket_start(day, grain)
    return start if next_start(start, grain) - DAY == day else bucket_start(start - DAY, grain)


def _days(catalog: Catalog, view: View, subject: Subject) -> Span:
    """The days that can be judged; for readers who are held to their days, these alone."""
    found = judged_days(catalog, subject.metric, subject.series)
    found = Span(found.start, min(found.end, catalog.newest_day))
    if catalog.anonymous or catalog.days_held:
        return Span(max(found.start, view.span.start), min(found.end, view.span.end))
    return found


def _of_phase(starts: Sequence[date], days: Sequence[date], grain: str) -> dict[int, date | None]:
    """By the place of each period, the first day of the level that it is of by a note.

    None before any; a period that such a day falls into is of no level, and is left out.
    """
    if not starts:
        return {}
    parts = phases(starts, next_start(starts[-1], grain), days)
    return {
        place: starts[part.start] if number else None
        for number, part in enumerate(parts)
        for place in range(part.start, part.stop)
    }


def _figures(
    starts: list[date],
    rows: pd.DataFrame,
    of_phase: Mapping[int, date | None],
    metric: MetricDefinition,
    minimum_n: int,
) -> Figures:
    """Of these periods; one without a row has no answers."""
    place = {start.date(): number for number, start in enumerate(rows[PERIOD])}
    at = np.array([place.get(start, -1) for start in starts], dtype=np.int64)

    def column(name: str, absent: float) -> Array:
        return np.append(rows[name].to_numpy(dtype=float), absent)[at]

    value, low, high = (column(name, np.nan) for name in ("value", "low", "high"))
    days = np.ones(len(starts))
    if metric.kind == "count":
        days = column("of_days", 1.0)
    n, levels = column("n", 0.0), [of_phase.get(one) for one in range(len(starts))]
    few = np.isnan(value)
    answers = np.where(few, np.minimum(n, minimum_n - 1.0), n)
    shown = Periods(starts, value * days, low * days, high * days, np.where(few, 0.0, n), levels)
    apart = np.array([one not in of_phase for one in range(len(starts))], dtype=bool)
    value = np.where(apart, np.nan, value)
    judged = Periods(starts, value, low, high, column("size", 0.0), levels)
    return Figures(shown, judged, days, answers)
