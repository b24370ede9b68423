"""Changes of numbers and sums: at the same number of days, as sure as their weeks are steady."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.grains import bucket_start, next_start
from data.scope import Span
from metrics.counts import Spread, at_equal_days, by_customer, spread_of
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.design_effect import SameCustomer
from metrics.sums.cells import Cells, of_metrics
from metrics.sums.grouping import Array
from pages.figures.comparison import PERIOD, Comparison, pairs_of
from pages.figures.coverage import base_scope
from pages.figures.customers.same_customer import Customers
from pages.figures.sums import CellsOf, Keys
from view.state import View


def per_day(metric: MetricDefinition) -> bool:
    """True for what happens day by day; who is there at an end is no more in a longer month."""
    stock = metric.table == "customers" and metric.kind == "total"
    return metric.kind in ("count", "total") and not stock


def compared(
    frame: pd.DataFrame,
    sums: CellsOf,
    weekly: Mapping[str, Comparison[Cells]],
    keys: Keys,
    place: tuple[Catalog, View, str],
    customers: Customers,
) -> pd.DataFrame:
    """A table of sums with its amounts compared at the same number of days."""
    metrics = frame["metric"].to_numpy(dtype=object)
    parts, others = [], np.ones(len(frame), dtype=bool)
    for key in sums:
        if per_day(DEFINITIONS[key]) and (own := metrics == key).any():
            rows = frame.take(np.flatnonzero(own))
            same = customers.of_table(DEFINITIONS[key].table)
            parts.append(with_change(rows, key, sums[key], weekly.get(key), keys, place, same))
            others &= ~own
    if not parts:
        return frame
    rest = [frame.take(np.flatnonzero(others))] if others.any() else []
    return pd.concat([*rest, *parts]).sort_index()


def with_change(
    frame: pd.DataFrame,
    metric: str,
    sides: Comparison[Cells],
    weekly: Comparison[Cells] | None,
    keys: tuple[str, ...],
    place: tuple[Catalog, View, str],
    same: SameCustomer | None = None,
) -> pd.DataFrame:
    """The figures of an amount, compared as `metrics.counts` has it.

    `weekly`: its cells by week, and by the keys as far as they are known; `place`: the catalogue,
    the view, and the grain of the periods; `same`: whose its rows are, where that is known.
    """
    catalog, view, grain = place
    scope = base_scope(catalog, view)
    if sides.base is None or scope is None or frame.empty:
        return frame
    cells = of_metrics(sides.now, [metric], keys)
    ratio = np.full(cells.size, view.span.days / scope.span.days)
    if PERIOD in keys:
        ratio = _ratios(cells, view, scope.span, grain)
    spread = Spread(*(np.full(cells.size, np.nan) for _ in range(2)))
    if weekly is not None and weekly.base is not None:
        by = tuple(key for key in keys if key in weekly.now.labels and key != PERIOD)
        now, base = (
            _whole_weeks(weekly.now, view.span, by),
            _whole_weeks(weekly.base, scope.span, by),
        )
        spread = spread_of(cells, (now[0], base[0]), (now[1], base[1]), metric, by)
        if same is not None:
            ties = same.ties(cells)
            part = np.minimum(cells.answers / np.maximum(same.step * ties.size, 1), 1)
            least = by_customer(ties, ratio, part)
            spread = spread._replace(dispersion=np.maximum(spread.dispersion, least))
    return at_equal_days(frame, (sides.now, sides.base), metric, keys, ratio, spread)


def _ratios(cells: Cells, view: View, base: Span, grain: str) -> Array:
    """Days of each cell's period over those of the one beside it."""
    days = {
        pd.Timestamp(ours): (next_start(ours, grain) - ours) / (next_start(theirs, grain) - theirs)
        for ours, theirs in pairs_of(view, base, grain)
    }
    own = pd.Series(pd.DatetimeIndex(cells.labels[PERIOD])).map(days).fillna(1.0)
    return np.asarray(own, dtype=np.float64)


def _whole_weeks(cells: Cells, span: Span, by: tuple[str, ...]) -> tuple[Cells, int]:
    """The cells of a side by the number of their `week`, and how many whole weeks it has."""
    first = bucket_start(span.start + timedelta(days=6), "week")  # the first Monday in it
    labels = {name: cells.labels[name] for name in (*by, "series")}
    days = (pd.DatetimeIndex(cells.labels[PERIOD]) - pd.Timestamp(first)).days
    week = pd.array(days.to_numpy(dtype=np.int64) // 7)
    whole = max(((span.end - first).days + 1) // 7, 0)
    return Cells({**labels, "week": week}, cells.sums), whole
