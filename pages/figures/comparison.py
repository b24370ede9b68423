"""What a page asks of the data: each table once for each side of the comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, overload

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from data.catalog import Catalog
from data.grains import buckets
from data.query import feedback, tickets
from data.query.queries import CountQuery
from data.scope import Scope
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.sums.cells import Cells
from metrics.sums.counts import add_counts, add_tallies
from metrics.sums.grouping import IntArray
from pages.figures.coverage import base_scope, covered
from view.state import View

PERIOD = "period"
AMOUNTS = ("count", "stock", "total")  # which grow with the days and the customers


Rows = TypeVar("Rows", pd.DataFrame, Cells)
Changed = TypeVar("Changed", pd.DataFrame, Cells)


@dataclass(frozen=True)
class Comparison(Generic[Rows]):
    """The same rows of the view and of what it is compared with (None: nothing)."""

    now: Rows
    base: Rows | None

    def each(self, change: Callable[[Rows], Changed]) -> Comparison[Changed]:
        """Both changed alike."""
        return Comparison(change(self.now), None if self.base is None else change(self.base))

    def without_base(self) -> Comparison[Rows]:
        """The rows shown, compared with nothing."""
        return Comparison(self.now, None)


def scopes_of(snapshot: Snapshot, view: View, table: str) -> list[Scope] | None:
    """The view's rows and, if there are any, those they are compared with.

    None where the table is absent or can't be filtered as the view is.
    """
    if not feedback.answers(snapshot, table, view.scope()):
        return None
    base = base_scope(snapshot.catalog, view)
    compared = base is not None and feedback.answers(snapshot, table, base)
    return [view.scope(), *([base] if base and compared else [])]


def left_out(
    catalog: Catalog,
    view: View,
    tables: Sequence[str] = ("feedback", "tickets", "orders", "customers"),
) -> str:
    """A sentence on those of the tables that can't be filtered as the view is, or nothing."""
    parts = []
    for table in tables:
        if table not in catalog.columns:
            continue
        lacking = [d for d in catalog.dimensions if view.levels(d.key) and table not in d.tables]
        if lacking:
            names = " and ".join(dimension.label.lower() for dimension in lacking)
            parts.append(f"{table.capitalize()} can't be filtered by {names} and are left out.")
    return " ".join(parts)


def answer_counts(
    snapshot: Snapshot, view: View, keys: Sequence[str], grain: str | None = None
) -> Comparison[pd.DataFrame] | None:
    """Counts of feedback by [period], keys..., series and score."""
    found = answer_counts_of(snapshot, view, [keys], grain)
    return found[0] if found else None


def answer_counts_of(
    snapshot: Snapshot, view: View, cuts: Sequence[Sequence[str]], grain: str | None = None
) -> list[Comparison[pd.DataFrame]] | None:
    """Counts of feedback cut in several ways, asked at once; None where the view can't be."""
    return comparisons_of(snapshot, view, "feedback", feedback.counts_of, cuts, grain)


def comparisons_of(
    snapshot: Snapshot,
    view: View,
    table: str,
    ask: Callable[[Snapshot, list[CountQuery]], list[pd.DataFrame]],
    cuts: Sequence[Sequence[str]],
    grain: str | None,
) -> list[Comparison[pd.DataFrame]] | None:
    """What `ask` answers of a table for each cut, in one query; None where the view can't be."""
    scopes = scopes_of(snapshot, view, table)
    if scopes is None:
        return None
    asked = [CountQuery(scope, tuple(keys), grain) for keys in cuts for scope in scopes]
    frames = ask(snapshot, asked)
    if len(scopes) == 1:
        return [Comparison(now, None) for now in frames]
    return [Comparison(now, base) for now, base in zip(frames[::2], frames[1::2], strict=True)]


def answer_moments(
    counts: Comparison[pd.DataFrame], keys: Sequence[str], view: View
) -> Comparison[Cells]:
    """Sums by keys and series, weighted where the view is."""
    return counts.each(lambda frame: add_counts(frame, keys, weighted=view.weighted))


def aligned(
    sides: Comparison[Rows], snapshot: Snapshot, view: View, grain: str
) -> Comparison[Rows]:
    """The base's periods renamed to the periods they are drawn beside; others are left out.

    Days and weeks of a year before by the calendar (weeks are 364 days apart), else first to first.
    """
    scope = base_scope(snapshot.catalog, view)
    if sides.base is None or scope is None or scope.span == view.span:
        return sides
    ours, theirs = (pd.DatetimeIndex(buckets(one, grain)) for one in (view.span, scope.span))
    if view.compare == "year-ago" and grain in ("day", "week"):
        year = pd.DateOffset(years=1) if grain == "day" else pd.Timedelta(days=364)
        theirs = ours - year
        once = ~theirs.duplicated()  # 29 February has no day a year before
        ours, theirs = ours[once], theirs[once]
    rows = sides.base
    periods = rows.labels[PERIOD] if isinstance(rows, Cells) else rows[PERIOD].array
    place = theirs[: len(ours)].astype(periods.dtype).get_indexer(pd.Index(periods))
    kept = np.flatnonzero(place >= 0)
    beside = ours.astype(periods.dtype).array.take(place[kept])
    return Comparison(sides.now, _renamed(rows, kept, beside))


@overload
def _renamed(rows: Cells, kept: IntArray, periods: ExtensionArray) -> Cells: ...
@overload
def _renamed(rows: pd.DataFrame, kept: IntArray, periods: ExtensionArray) -> pd.DataFrame: ...
def _renamed(
    rows: pd.DataFrame | Cells, kept: IntArray, periods: ExtensionArray
) -> pd.DataFrame | Cells:
    """The rows at these places, with other periods."""
    if isinstance(rows, Cells):
        chosen = rows.pick(kept)
        return Cells({**chosen.labels, PERIOD: periods}, chosen.sums)
    frame: pd.DataFrame = rows.take(kept).assign(**{PERIOD: periods})
    return frame.reset_index(drop=True)


@dataclass(frozen=True)
class MetricSums:
    """What tickets and orders say of metrics."""

    sums: dict[str, Comparison[Cells]]  # metric -> sums by [period], keys...
    times: dict[str, Comparison[pd.DataFrame]]  # metric -> values: see `metrics.durations`
    # Of what periods do not add up to.
    whole: dict[str, Comparison[Cells]] = field(default_factory=dict)

    def beside(self, other: MetricSums) -> MetricSums:
        """The metrics of both."""
        return MetricSums(
            {**self.sums, **other.sums},
            {**self.times, **other.times},
            {**self.whole, **other.whole},
        )

    def aligned(self, snapshot: Snapshot, view: View, grain: str) -> MetricSums:
        """All sides aligned; see `aligned`."""
        return MetricSums(
            {metric: aligned(sides, snapshot, view, grain) for metric, sides in self.sums.items()},
            {metric: aligned(sides, snapshot, view, grain) for metric, sides in self.times.items()},
            self.whole,
        )

    def only(self, *metrics: str) -> MetricSums:
        """What is said of these metrics."""
        return MetricSums(
            {key: sides for key, sides in self.sums.items() if key in metrics},
            {key: sides for key, sides in self.times.items() if key in metrics},
            {key: sides for key, sides in self.whole.items() if key in metrics},
        )

    def without_base(self) -> MetricSums:
        """The rows shown, compared with nothing."""
        return MetricSums(
            {metric: sides.without_base() for metric, sides in self.sums.items()},
            {metric: sides.without_base() for metric, sides in self.times.items()},
            {metric: sides.without_base() for metric, sides in self.whole.items()},
        )


def service(
    snapshot: Snapshot,
    view: View,
    metrics: Sequence[MetricDefinition],
    grain: str | None = None,
    keys: Sequence[str] = (),
    *,
    both: bool = True,
) -> MetricSums:
    """What the view's tickets and orders say of those metrics that they can answer.

    By periods of a grain and by keys, dimensions of their table; figures can be had by all of them
    together, by the period, by the keys, or over all. Quantiles that stand beside another metric
    can't be had by period. `both`: what the view is compared with is asked by period, too.
    """
    named = ((PERIOD,) if grain else ()) + tuple(keys)
    able = [one for one in dict.fromkeys(metrics) if snapshot.catalog.answers_metric(one)]
    sums: dict[str, Comparison[Cells]] = {}
    times: dict[str, Comparison[pd.DataFrame]] = {}
    of_tickets = [metric for metric in able if metric.table == "tickets"]
    scopes = scopes_of(snapshot, view, "tickets") if of_tickets else None
    if scopes:
        added = [metric for metric in of_tickets if metric.kind != "stock"]
        asked = [
            CountQuery(scope, tuple(keys), grain if both or not place else None)
            for place, scope in enumerate(scopes)
        ]
        found = tickets.answers_of(snapshot, asked, added)
        for metric in added:
            if metric.kind == "quantile":
                times[metric.key] = _sides([one.times[metric.key] for one in found])
            else:
                tallies = _sides([one.sums[metric.key] for one in found])
                sums[metric.key] = _compared(snapshot, view, metric, tallies, named)
        for metric in of_tickets:
            if metric.kind == "stock":
                open_then = _sides(tickets.backlogs(snapshot, scopes, tuple(keys), view.grain))
                sums[metric.key] = _compared(snapshot, view, metric, open_then, (PERIOD, *keys))
    # Of orders too there are metrics that are no sums of a column: customers who order again.
    of_orders = [metric for metric in able if metric.table == "orders" and metric.column]
    known = snapshot.catalog.has("orders", *keys)
    scopes = scopes_of(snapshot, view, "orders") if of_orders and known else None
    if scopes:
        sides = [
            CountQuery(scope, tuple(keys), grain if both or not place else None)
            for place, scope in enumerate(scopes)
        ]
        orders = _sides(feedback.order_amounts(snapshot, sides))
        for metric in of_orders:
            sums[metric.key] = _compared(snapshot, view, metric, orders, named)
    return MetricSums(sums, times)


def _sides(found: Sequence[pd.DataFrame]) -> Comparison[pd.DataFrame]:
    now, *base = found
    return Comparison(now, base[0] if base else None)


def _compared(
    snapshot: Snapshot,
    view: View,
    metric: MetricDefinition,
    tallies: Comparison[pd.DataFrame],
    keys: tuple[str, ...],
) -> Comparison[Cells]:
    """The sums of a metric by keys, compared where that can be."""
    cells = tallies.each(tally(metric.key, keys))
    if metric.kind not in AMOUNTS:
        return cells
    # An amount of a period that the data do not cover in full can't be compared, nor can the
    # amounts of a segment and of all others.
    comparable = view.compare != "rest" and covered(snapshot.catalog, view, metric.table)
    return cells if comparable else cells.without_base()


def tally(metric: str, keys: Sequence[str] = (PERIOD,)) -> Callable[[pd.DataFrame], Cells]:
    """Makes the cells of a metric of a frame of sums; see `add_tallies`."""
    return lambda frame: add_tallies(frame, metric, [key for key in keys if key in frame])
