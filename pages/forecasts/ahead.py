"""What comes next of a metric: its history by whole periods, and the periods ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.grains import DAY, GRAINS, add_months, bucket_start, buckets, next_start
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.forecast.forecast import Forecast, History, forecast
from metrics.forecast.scales import scale_of
from pages.figures.comparison import PERIOD
from pages.figures.coverage import BY_ROWS, grows_with_days, known_days
from pages.figures.observation_window import judged_to
from pages.figures.read import read
from pages.figures.series import Subject
from view.state import View

_GRAINS = ("month", "quarter")  # of other grains months are forecast
LONGEST = 10  # years of history


class Ahead(NamedTuple):
    """Whole periods with their figures (`period`, `value`, `low`, `high`, `n`), and what follows.

    `periods`: first days of those ahead, an element for each of the forecast.
    """

    grain: str
    history: pd.DataFrame
    found: Forecast
    periods: list[date]


def can_be_forecast(catalog: Catalog, subject: Subject) -> bool:
    """False for what grows with the days, has no interval, or looks ahead itself.

    And for readers of a shared view: who is held to its days may not read the months before them,
    and of an anonymous one's views each stands for itself.
    """
    metric = subject.metric
    if catalog.anonymous or catalog.days_held:
        return False
    # What comes of an answer later has readers of its own: of the newest it is not known yet.
    known = metric.table in BY_ROWS and not metric.answered_by and not grows_with_days(metric)
    return known and scale_of(metric, subject.series) is not None


def ahead(
    snapshot: Snapshot, view: View, subject: Subject, target: float | None = None
) -> Ahead | None:
    """The periods after the newest whole one, whatever days the view shows, of its filters' rows.

    None where the metric can't be forecast, or has no whole period. Raises UnavailableError.
    """
    catalog, metric = snapshot.catalog, subject.metric
    scale = scale_of(metric, subject.series)
    grain = view.grain if view.grain in _GRAINS else "month"
    span = _whole_periods(catalog, subject, grain)
    if not can_be_forecast(catalog, subject) or scale is None or span is None:
        return None
    own = replace(view, span=span, compare="none", grain=grain, weighted=False)
    frame = read(snapshot, own, [metric], (), grain).table([metric], (PERIOD,))
    if frame is None:
        return None
    frame = frame[(frame["metric"] == metric.key) & (frame["series"] == subject.series)]
    starts = buckets(span, grain)
    history = (
        frame.set_index(pd.DatetimeIndex(frame[PERIOD]))[["value", "low", "high", "n"]]
        .astype(float)
        .reindex(pd.DatetimeIndex(starts))
    )
    first = history["value"].first_valid_index()
    if first is None:
        return None
    history = history.loc[first:]
    months = GRAINS[grain].months
    value, low, high, n = (history[name].to_numpy() for name in history)
    season = np.array([(one.month - 1) // months for one in history.index])
    known = History(value, low, high, n, season, 12 // months)
    found = forecast(known, scale, target, bool(metric.higher_is_better))
    after = next_start(starts[-1], grain)
    periods = [add_months(after, months * step) for step in range(len(found.value))]
    return Ahead(grain, history.rename_axis(PERIOD).reset_index(), found, periods)


def _whole_periods(catalog: Catalog, subject: Subject, grain: str) -> Span | None:
    """From the first to the last period that the data cover in full and the metric can judge."""
    metric: MetricDefinition = subject.metric
    parts = [part.metric for part in catalog.xqi] if metric.of_parts else []
    if metric.of_parts and not parts:
        return None
    known = known_days(catalog, metric.table, subject.series)
    first, last = known.earliest, known.latest
    judged = [day for key in (metric.key, *parts) if (day := judged_to(catalog, key))]
    last = min([last, *judged])
    start = bucket_start(first, grain)
    if start < first:
        start = next_start(start, grain)
    end = bucket_start(last + DAY, grain) - DAY
    start = max(start, bucket_start(add_months(end, -12 * LONGEST), grain))
    return Span(start, end) if start <= end else None
