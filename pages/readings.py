"""What a page asks of the data: each table once for each side of the comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from data import engine
from data.catalog import Catalog
from data.scope import Scope
from data.store import Snapshot
from metrics.counts import moments, tally_moments
from view.periods import buckets
from view.state import View

PERIOD = "period"


@dataclass(frozen=True)
class Sides:
    """The same frame for the rows shown and for those they are compared with (None: nothing)."""

    now: pd.DataFrame
    base: pd.DataFrame | None

    def each(self, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Sides:
        """Both frames changed alike."""
        return Sides(change(self.now), None if self.base is None else change(self.base))

    def without_base(self) -> Sides:
        """The rows shown, compared with nothing."""
        return Sides(self.now, None)


def base_scope(catalog: Catalog, view: View) -> Scope | None:
    """What the view is compared with."""
    return view.base_scope(frozenset(d.key for d in catalog.dimensions if d.segment))


def both(
    snapshot: Snapshot, view: View, table: str, ask: Callable[[Scope], pd.DataFrame]
) -> Sides | None:
    """Ask for both sides; None where the table is absent or can't be filtered as the view is."""
    if not engine.answers(snapshot, table, view.scope()):
        return None
    base = base_scope(snapshot.catalog, view)
    if base is not None and not engine.answers(snapshot, table, base):
        base = None
    return Sides(ask(view.scope()), None if base is None else ask(base))


def left_out(catalog: Catalog, view: View) -> str:
    """A sentence on the mapped tables that can't be filtered as the view is, or nothing."""
    parts = []
    for table in ("feedback", "tickets", "orders"):
        if table not in catalog.columns:
            continue
        lacking = [d for d in catalog.dimensions if view.levels(d.key) and table not in d.tables]
        if lacking:
            names = " and ".join(dimension.label.lower() for dimension in lacking)
            parts.append(f"{table.capitalize()} can't be filtered by {names} and are left out.")
    return " ".join(parts)


def answer_counts(
    snapshot: Snapshot, view: View, keys: Sequence[str], grain: str | None = None
) -> Sides | None:
    """Counts of feedback by [period], keys..., series and score."""

    def ask(scope: Scope) -> pd.DataFrame:
        frame = engine.counts(snapshot, scope, keys, grain)
        return frame.rename(columns={"bucket": PERIOD})

    return both(snapshot, view, "feedback", ask)


def answer_moments(counts: Sides, keys: Sequence[str], view: View) -> Sides:
    """Sums by keys and series, weighted where the view is."""
    return counts.each(lambda frame: moments(frame, keys, weighted=view.weighted))


def aligned(sides: Sides, snapshot: Snapshot, view: View, grain: str) -> Sides:
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
    place = theirs[: len(ours)].get_indexer(pd.Index(sides.base[PERIOD]))
    kept = np.flatnonzero(place >= 0)
    base = sides.base.take(kept).assign(**{PERIOD: ours[place[kept]]})
    return Sides(sides.now, base.reset_index(drop=True))


@dataclass(frozen=True)
class Service:
    """What tickets and orders say, by period of a grain."""

    sums: dict[str, Sides]  # metric -> moments by period
    times: dict[str, Sides]  # metric -> a row a ticket: period, hours

    def each(self, change: Callable[[Sides], Sides]) -> Service:
        """All sides changed alike."""
        sums, times = (
            {metric: change(sides) for metric, sides in found.items()}
            for found in (self.sums, self.times)
        )
        return Service(sums, times)

    def without_base(self) -> Service:
        """The rows shown, compared with nothing."""
        return self.each(Sides.without_base)


def service(snapshot: Snapshot, view: View, grain: str) -> Service:
    """Tickets and orders of the view, where they are mapped."""

    def sides(table: str, ask: Callable[[Scope], pd.DataFrame]) -> Sides | None:
        names = {"bucket": PERIOD, "first_contact": "positive"}
        return both(snapshot, view, table, lambda scope: ask(scope).rename(columns=names))

    has, sums, times = snapshot.catalog.has, {}, {}
    for event, ended in (("first_response", "first_response_at"), ("resolution", "resolved_at")):
        if has("tickets", ended):
            found = sides("tickets", partial(_ticket_times, snapshot, grain, event))
            if found:
                times[f"{event}_time"] = found
    if has("tickets", "resolved_at", "contacts"):
        found = sides("tickets", lambda scope: engine.ticket_contacts(snapshot, scope, grain))
        if found:
            sums["first_contact_resolution"] = found.each(_tally("first_contact_resolution"))
    found = sides("orders", lambda scope: engine.order_amounts(snapshot, scope, grain))
    if found:
        sums["average_order_value"] = found.each(_tally("average_order_value"))
        revenue = found.each(_tally("revenue"))
        # A total of a period that the data do not cover in full can't be compared.
        sums["revenue"] = revenue if _covered(snapshot.catalog, view) else revenue.without_base()
    return Service(sums, times)


def _covered(catalog: Catalog, view: View) -> bool:
    base = base_scope(catalog, view)
    spans = [view.span, *([base.span] if base else [])]
    return all(catalog.first_day <= one.start and one.end <= catalog.last_day for one in spans)


def _ticket_times(snapshot: Snapshot, grain: str, event: str, scope: Scope) -> pd.DataFrame:
    return engine.ticket_times(snapshot, scope, grain, event)


def _tally(metric: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda frame: tally_moments(frame, metric, (PERIOD,))
