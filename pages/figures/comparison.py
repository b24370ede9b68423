"""The view's rows beside those that they are compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar, overload

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from data.catalog import Catalog
from data.grains import add_months, buckets
from data.query import plan
from data.query.compile import CountQuery
from data.scope import Scope, Span
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.sums.cells import Cells
from metrics.sums.grouping import IntArray
from pages.figures.coverage import base_scope
from pages.figures.periods import alike, part_of
from view.known_days import known_days
from view.state import View

PERIOD = "period"

Rows = TypeVar("Rows", pd.DataFrame, Cells)
Changed = TypeVar("Changed", pd.DataFrame, Cells)


@dataclass(frozen=True)
class Comparison(Generic[Rows]):
    """The same rows of the view and of what it is compared with (None: nothing)."""

    now: Rows
    base: Rows | None

    @classmethod
    def of(cls, found: Sequence[Rows]) -> Comparison[Rows]:
        """Of the view's rows and, where there are any, those of the base."""
        return cls(found[0], found[1] if len(found) > 1 else None)

    def each(self, change: Callable[[Rows], Changed]) -> Comparison[Changed]:
        """Both changed alike."""
        return Comparison(change(self.now), None if self.base is None else change(self.base))

    def without_base(self) -> Comparison[Rows]:
        """The view's rows, compared with nothing."""
        return Comparison(self.now, None)


def scopes_of(snapshot: Snapshot, view: View, table: str) -> list[Scope]:
    """The view's scope and, if there is one, that of the base.

    Empty where the table is absent or can't be filtered as the view is.
    """
    if not plan.answers(snapshot, table, view.scope()):
        return []
    base = base_scope(snapshot.catalog, view)
    compared = base is not None and plan.answers(snapshot, table, base)
    return [view.scope(), *([base] if base and compared else [])]


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
    if not scopes:
        return None
    frames = ask(snapshot, [CountQuery(one, tuple(keys), grain) for keys in cuts for one in scopes])
    size = len(scopes)
    return [Comparison.of(frames[place : place + size]) for place in range(0, len(frames), size)]


def aligned(
    sides: Comparison[Rows], catalog: Catalog, view: View, grain: str, metric: MetricDefinition
) -> Comparison[Rows]:
    """The base's periods renamed to the periods they are drawn beside; others are left out.

    Only like stands beside like (`pages.figures.periods`). `metric`: of the rows, or any of its
    table.
    """
    scope = base_scope(catalog, view)
    if sides.base is None or scope is None or scope.span == view.span:
        return sides
    pairs = pairs_of(view, scope.span, grain)
    rows = sides.base
    periods = rows.labels[PERIOD] if isinstance(rows, Cells) else rows[PERIOD].array
    ours, theirs = (pd.DatetimeIndex(starts) for starts in zip(*pairs, strict=True))
    place = theirs.astype(periods.dtype).get_indexer(pd.Index(periods))
    level, names = (
        rows.labels["series"].factorize()
        if isinstance(rows, Cells)
        else (np.zeros(len(rows), dtype=np.int64), [metric.key])
    )
    like = np.array(
        [
            [
                alike(
                    part_of(known, one, grain, view.span),
                    part_of(known, other, grain, scope.span),
                    metric,
                )
                for one, other in pairs
            ]
            for known in (known_days(catalog, metric.table, str(name)) for name in names)
        ],
        dtype=bool,
    ).reshape(len(names), len(pairs))
    kept = np.flatnonzero(place >= 0)
    kept = kept[like[level[kept], place[kept]]]
    beside = ours.astype(periods.dtype).array.take(place[kept])
    return Comparison(sides.now, _renamed(rows, kept, beside))


def pairs_of(view: View, base: Span, grain: str) -> list[tuple[date, date]]:
    """The first days of each period of the view and of the one of the base that is beside it.

    Days and weeks of a year before by the calendar (weeks are 364 days apart), else first to first.
    """
    ours = buckets(view.span, grain)
    if view.compare == "year-ago" and grain in ("day", "week"):
        weeks = grain == "week"
        theirs = [one - timedelta(days=364) if weeks else add_months(one, -12) for one in ours]
        # 29 February has no day a year before: that is beside the 28th.
        beside = dict(zip(reversed(theirs), reversed(ours), strict=True))
        return [(ours, theirs) for theirs, ours in reversed(beside.items())]
    return list(zip(ours, buckets(base, grain), strict=False))


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
