"""A metric over rolling windows: some months pooled, told for each month that they end with.

Each window is read as a view of these days: of its answers, never of the figures of its months. It
is compared as such a view is, with the window before it, which has no day in common with it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.grains import DAY, add_months, bucket_start
from data.scope import Span
from data.store.snapshots import Snapshot
from data.work.questions import Step
from metrics.definitions import MetricDefinition
from metrics.inference.multiple_testing import as_one_family
from pages.figures.comparison import PERIOD
from pages.figures.read import read
from pages.figures.series import Subject, subject_of
from pages.panel import Choice
from view.known_days import known_days
from view.parameters import WINDOWS
from view.state import View

MOST = 36  # windows: each is a question of its own
_STOCK = "stock"  # what is there at an end is the same whatever came before


def window_choices(catalog: Catalog, view: View, metric: MetricDefinition) -> tuple[Choice, ...]:
    """What a trend can show instead: its periods, or windows of some months."""
    if catalog.shielded or metric.kind == _STOCK:
        return ()
    names = {"": f"By {view.grain}"} | {one: f"{one} months rolling" for one in WINDOWS}
    return tuple(
        Choice("window", value, label, value == view.window) for value, label in names.items()
    )


def has_windows(view: View, metric: MetricDefinition) -> bool:
    """True where the view asks for windows, and the metric has some."""
    return bool(view.window) and metric.kind != _STOCK


def windows_json(snapshot: Snapshot, view: View, say: Step) -> str:
    """`window_rows` of the view's metric, as columns. Raises UnavailableError."""
    rows = window_rows(snapshot, view, subject_of(snapshot.catalog, view.metric), say)
    if rows.empty:
        return "{}"
    told = rows.assign(**{PERIOD: rows[PERIOD].dt.strftime("%Y-%m-%d")})
    return json.dumps({name: told[name].tolist() for name in told})


def rows_of_json(content: str) -> pd.DataFrame:
    """What `windows_json` has written."""
    rows = pd.DataFrame(json.loads(content))
    return rows if rows.empty else rows.assign(**{PERIOD: pd.to_datetime(rows[PERIOD])})


def window_rows(
    snapshot: Snapshot, view: View, subject: Subject, say: Step = lambda _: None
) -> pd.DataFrame:
    """Figures by window, `period` is the month that it ends with; the newest `MOST`.

    Windows that the data do not cover in full are left out, and months that the view cuts. All are
    one family. Raises UnavailableError.
    """
    metric, series = subject
    known = known_days(snapshot.catalog, metric.table, series)
    spans = [one for one in _windows(view) if known.days(one) == one.days][-MOST:]
    frames = []
    for place, span in enumerate(spans):
        say(f"{place} of {len(spans)} windows")
        found = read(snapshot, replace(view, span=span), [metric]).table([metric])
        if found is not None:
            own = found[found["series"] == series]
            start = pd.Timestamp(bucket_start(span.end, "month"))
            days = {"days": span.days, "of_days": span.days}
            frames.append(own.assign(**{PERIOD: start}, **days))
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return pd.DataFrame()
    rows = pd.concat(frames, ignore_index=True)
    return as_one_family(rows, np.ones(len(rows), dtype=bool))


def _windows(view: View) -> Sequence[Span]:
    """Those that end with a month of the view, the oldest first."""
    months, found = int(view.window), []
    following = _next(view.span.start)
    while following - DAY <= view.span.end:
        found.append(Span(add_months(following, -months), following - DAY))
        following = _next(following)
    return found


def _next(day: date) -> date:
    return add_months(bucket_start(day, "month"), 1)
