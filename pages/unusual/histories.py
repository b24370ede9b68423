"""Whole periods of the key figures, from before a view as well: what control charts are made of.

Few rows are read at once; of many it is work in the background, once for all pages and days of the
same filters and grain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, TypeAdapter

from data.catalog import Catalog
from data.grains import GRAINS, add_months, bucket_start
from data.scope import Span
from data.store.snapshots import Snapshot
from data.work.questions import Step
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.intervals import Z
from pages.figures.comparison import PERIOD
from pages.figures.coverage import BY_ROWS, grows_with_days
from pages.figures.read import read
from pages.figures.xqi import part_definitions
from view.state import View

MOST = 400  # periods of a history: a year of days and more
AT_ONCE = 200_000  # rows of the largest table that is asked, up to which a page reads it itself

_COLUMNS = ["metric", "series", PERIOD, "of_days", "value", "low", "high", "n", "size"]

Key = tuple[str, str]  # metric, series


class History(BaseModel):
    """The whole periods of a metric, oldest first; an element for each in all lists.

    `value` and `error`, the standard error by the answers alone, are of a day where the metric is
    counted. Where there is no figure, or too few to show one, both are NaN and `n` is 0.
    """

    model_config = ConfigDict(frozen=True, ser_json_inf_nan="constants")

    metric: str
    series: str
    periods: list[date]
    days: list[int]
    value: list[float]
    error: list[float]
    n: list[float]


class Histories(NamedTuple):
    """By metric and series; `pending`: the key of the work that makes them, while it is done."""

    of: Mapping[Key, History]
    pending: str = ""


ROWS = TypeAdapter(list[History])


def is_charted(metric: MetricDefinition) -> bool:
    """True of key figures of answers, tickets, times and order value.

    What customers come to do grows with the days, totals with the season of buying.
    """
    if metric.beside is not None or not metric.has_periods:
        return False
    if metric.kind == "count" and metric.table == "tickets":
        return True
    known = metric.table in BY_ROWS or metric.reader == "invitations"
    return known and not grows_with_days(metric)


def few_rows(catalog: Catalog, metrics: Iterable[MetricDefinition]) -> bool:
    """True where a page can read periods of these metrics from before its view itself."""
    asked = [*metrics]
    if any(one.of_parts for one in asked):
        asked += part_definitions(catalog)
    tables = {one.table for one in asked if catalog.has(one.table)}
    return max(map(catalog.rows, tables), default=0) <= AT_ONCE


def histories_json(snapshot: Snapshot, view: View, say: Step) -> str:
    """`ROWS` of all metrics that have a chart in these data, by the grain of the view.

    The newest `MOST` periods of its days. Raises UnavailableError.
    """
    catalog = snapshot.catalog
    metrics = [one for one in DEFINITIONS.values() if is_charted(one)]
    able = [one for one in metrics if catalog.answers_metric(one)]
    say(f"{len(able)} metrics by {view.grain}")
    start = max(view.span.start, periods_before(view.span.end, view.grain, MOST))
    own = replace(view, span=Span(start, view.span.end))
    return ROWS.dump_json(read_histories(snapshot, own, able)).decode()


def read_histories(
    snapshot: Snapshot, view: View, metrics: Sequence[MetricDefinition]
) -> list[History]:
    """Of the view's days, compared with nothing. Standard errors are those of the 95 % intervals.

    Raises UnavailableError.
    """
    rows = whole_periods(snapshot, view, metrics)
    found = []
    for (metric, series), one in rows.groupby(["metric", "series"], observed=True, sort=False):
        error = (one["high"] - one["low"]) / (2 * Z)
        history = History(
            metric=str(metric),
            series=str(series),
            periods=[start.date() for start in one[PERIOD]],
            days=one["of_days"].astype(int).tolist(),
            value=one["value"].tolist(),
            error=error.tolist(),
            n=one["size"].tolist(),
        )
        found.append(history)
    return found


def whole_periods(
    snapshot: Snapshot, view: View, metrics: Sequence[MetricDefinition]
) -> pd.DataFrame:
    """Rows of the view's whole periods, oldest first, compared with nothing.

    Columns of `metrics.figures.assemble`, with period, of_days, and `size`: n, or the days where
    the metric is counted; there value, low and high are of a day. Where there is no figure, or too
    few to show one, these are NaN and the size is 0. Raises UnavailableError.
    """
    own = replace(view, compare="none", weighted=False)
    rows = read(snapshot, own, metrics, (), view.grain).table(metrics, (PERIOD,))
    if rows is None:
        return pd.DataFrame(columns=_COLUMNS)
    rows = rows[rows["days"] == rows["of_days"]].sort_values(PERIOD, kind="stable")
    counted = rows["metric"].map({one.key: one.kind == "count" for one in metrics}).astype(bool)
    days = rows["of_days"].where(counted, 1)
    size = rows["of_days"].where(counted, rows["n"]).astype(float)
    ends = rows[["value", "low", "high"]].astype(float).div(days, axis=0)
    error = ends["high"] - ends["low"]
    known = ends["value"].notna() & np.isfinite(error) & (error > 0) & (size > 0)
    return rows.assign(
        size=size.where(known, 0.0),
        **{name: ends[name].where(known) for name in ("value", "low", "high")},
    )


def periods_before(end: date, grain: str, periods: int) -> date:
    """The first day of the period that is so many before the one of this day."""
    length, newest = GRAINS[grain], bucket_start(end, grain)
    if length.months:
        return add_months(newest, -periods * length.months)
    return date.fromordinal(newest.toordinal() - periods * length.days)
