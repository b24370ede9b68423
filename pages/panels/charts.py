"""The control charts of a page: one of each key figure, over whole periods, and who reads them.

They go back further than the view, so that twelve months are seen beside those before them. Cards,
headline and trend read the same chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.grains import GRAINS, add_months, bucket_start, buckets
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.control_charts import FEWEST, limits, variation
from metrics.inference.intervals import Z
from metrics.inference.monitoring import LONGEST, Band, band
from pages.figures.comparison import PERIOD
from pages.figures.coverage import BY_ROWS, grows_with_days
from pages.figures.read import read
from pages.figures.series import Subject
from pages.guard import value_of
from view.state import View

CHANCE = "wide band: chance, looked at weekly"

_COLUMNS = (
    *("variation", "special_since", "usual_low", "usual_high"),
    *("sigma_z", "chart_periods"),
)

Key = tuple[str, str]  # metric, series


class Chart(NamedTuple):
    """The whole periods of a metric up to the end of the view, oldest first, and their limits."""

    periods: list[date]
    days: np.ndarray  # of each
    found: Band
    size: int  # periods that are known
    sigma_z: float
    usual: tuple[float, float]  # three-sigma limits of a period of average n
    per_day: bool  # limits are of a day


@dataclass(frozen=True)
class Charts:
    """The charts of a page by metric and series; none where nothing can be told."""

    of: Mapping[Key, Chart] = field(default_factory=dict)

    def on_cards(self, totals: pd.DataFrame) -> pd.DataFrame:
        """Figures with variation, special_since, usual_low, usual_high, sigma_z, chart_periods.

        While a special cause holds, nothing is usual.
        """
        rows = [
            _told(self.of.get(key), DEFINITIONS[key[0]])
            for key in zip(totals["metric"], totals["series"].astype(str), strict=True)
        ]
        if not any(row[0] for row in rows):
            return totals
        columns = (list(column) for column in zip(*rows, strict=True))
        return totals.assign(**dict(zip(_COLUMNS, columns, strict=True)))

    def on_trend(self, rows: pd.DataFrame, metric: str, series: str) -> pd.DataFrame:
        """The rows of one trend with band_low, band_high and unusual, where any period has them."""
        chart = self.of.get((metric, series))
        if chart is None or rows.empty:
            return rows
        place = {start: number for number, start in enumerate(chart.periods)}
        whole = (rows["days"] == rows["of_days"]).tolist()
        at = [
            place.get(start.date(), -1) if all_of_it else -1
            for start, all_of_it in zip(rows[PERIOD], whole, strict=True)
        ]
        wide = chart.days if chart.per_day else 1.0
        low, high = (
            np.append(one * wide, np.nan)[at] for one in (chart.found.low, chart.found.high)
        )
        if np.isnan(low).all():
            return rows
        unusual = np.append(chart.found.unusual, False)[at]
        return rows.assign(band_low=low, band_high=high, unusual=unusual)


def charts_of(
    snapshot: Snapshot, view: View, totals: Iterable[pd.DataFrame | None], subject: Subject | None
) -> Charts:
    """The charts of the cards and of the trend of a page, which are read together.

    None where they fail: the page stands without. Raises UnavailableError.
    """
    keys: list[Key] = [] if subject is None else [(subject.metric.key, subject.series)]
    for one in totals:
        if one is not None:
            keys += zip(one["metric"], one["series"].astype(str), strict=True)
    found, _ = value_of("charts", lambda: _read(snapshot, view, keys))
    return found or Charts()


def _read(snapshot: Snapshot, view: View, keys: Iterable[Key]) -> Charts:
    charted = [key for key in dict.fromkeys(keys) if _is_charted(DEFINITIONS[key[0]])]
    metrics = [DEFINITIONS[metric] for metric in dict.fromkeys(metric for metric, _ in charted)]
    past = replace(view, span=_span(view, snapshot.catalog), compare="none", weighted=False)
    if not metrics or len(buckets(past.span, view.grain)) <= FEWEST:
        return Charts()
    rows = read(snapshot, past, metrics, (), view.grain).table(metrics, (PERIOD,))
    if rows is None:
        return Charts()
    rows = rows[rows["days"] == rows["of_days"]].sort_values(PERIOD, kind="stable")
    own = {
        (str(metric), str(series)): found
        for (metric, series), found in rows.groupby(["metric", "series"], observed=True)
    }
    made = {
        key: _chart(own[key], DEFINITIONS[key[0]], view.grain, len(charted))
        for key in charted
        if key in own
    }
    return Charts({key: chart for key, chart in made.items() if chart is not None})


def _is_charted(metric: MetricDefinition) -> bool:
    if metric.beside is not None or not metric.has_periods:
        return False
    if metric.kind == "count" and metric.table == "tickets":
        return True
    known = metric.table in BY_ROWS or metric.reader == "invitations"
    return known and not grows_with_days(metric)


def _span(view: View, catalog: Catalog) -> Span:
    """`LONGEST` periods up to the end of the view, all of the view, of the days of the data."""
    length, newest = GRAINS[view.grain], bucket_start(view.span.end, view.grain)
    back = (
        add_months(newest, -LONGEST * length.months)
        if length.months
        else date.fromordinal(newest.toordinal() - LONGEST * length.days)
    )
    first = bucket_start(view.span.start, view.grain)
    start = max(min(back, first), min(catalog.first_day, view.span.start))
    return Span(start, view.span.end)


def _chart(rows: pd.DataFrame, metric: MetricDefinition, grain: str, charts: int) -> Chart | None:
    """Of one metric; standard errors are those of the 95 % intervals."""
    value, low, high, n, days = (
        rows[name].to_numpy(dtype=float) for name in ("value", "low", "high", "n", "of_days")
    )
    error, per_day = (high - low) / (2 * Z), metric.kind == "count"
    if per_day:
        value, error, n = value / days, error / days, days
    known = np.isfinite(value) & np.isfinite(error) & (error > 0) & (n > 0)
    if known.sum() <= FEWEST:
        return None
    least, most = _possible(metric)
    found = band(np.where(known, value, np.nan), error, n, grain, charts)
    usual = limits(value[known], error[known], n[known])
    return Chart(
        [start.date() for start in rows[PERIOD]],
        days,
        found._replace(low=np.maximum(found.low, least), high=np.minimum(found.high, most)),
        int(known.sum()),
        usual.sigma_z,
        (max(usual.usual_low, least), min(usual.usual_high, most)),
        per_day,
    )


def _possible(metric: MetricDefinition) -> tuple[float, float]:
    """The least and the most that the metric can be."""
    least = -100.0 if metric.unit == "points" else 0.0
    return least, 100.0 if metric.unit in ("%", "points", "index") else np.inf


def _told(
    chart: Chart | None, metric: MetricDefinition
) -> tuple[str, date | None, float, float, float, int]:
    if chart is None:
        return "", None, np.nan, np.nan, np.nan, 0
    since = int(chart.found.since)
    said = str(variation(since >= 0, float(chart.found.moved), metric))
    if since >= 0:
        return said, chart.periods[since], np.nan, np.nan, chart.sigma_z, chart.size
    usual = (np.nan, np.nan) if chart.per_day else chart.usual
    return said, None, *usual, chart.sigma_z, chart.size
