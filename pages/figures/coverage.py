"""What a view is compared with, which days of both the data cover, and if that is alike enough."""

from __future__ import annotations

from typing import NamedTuple

from data.catalog import Catalog
from data.counted_ahead import Totals
from data.scope import Scope, Span
from metrics.definitions import DEFINITIONS, MetricDefinition
from pages.figures.series import chosen_series
from view.known_days import Known, alike_days, known_days
from view.state import View

AMOUNTS = ("count", "stock", "total")  # kinds that grow with the days and the customers
# Tables of which a period is told by its rows alone: the newest waits for nothing.
BY_ROWS = ("feedback", "tickets", "orders", "parts")
_AS_LONG = 0.95  # for what grows with the days: April and May are, February and March are not
_GROWING = ("repeat purchases", "contacts", "engagement", "costs")  # readers


class Covered(NamedTuple):
    """Both sides of a comparison with the days of each that the data cover."""

    known: Known
    now: Span
    base: Span
    now_days: int
    base_days: int

    @property
    def whole(self) -> bool:
        """True where the data cover both sides in full."""
        return self.now_days == self.now.days and self.base_days == self.base.days


def base_scope(catalog: Catalog, view: View) -> Scope | None:
    """What the view is compared with."""
    segments = frozenset(d.key for d in catalog.dimensions if d.segment)
    return view.base_scope(segments, totals=catalog.totals is not None)


def totals_of(catalog: Catalog, view: View) -> Totals | None:
    """What is known of all rows, where the view is compared with those of others as well."""
    return catalog.totals if view.compare == "rest" else None


def covered(catalog: Catalog, view: View, table: str, series: str = "") -> Covered | None:
    """How much of both sides the data cover; None where there are not two periods to compare."""
    base = base_scope(catalog, view)
    if base is None or view.compare == "rest":
        return None
    known = known_days(catalog, table, series)
    return Covered(known, view.span, base.span, known.days(view.span), known.days(base.span))


def covered_in_full(catalog: Catalog, view: View, table: str) -> bool:
    """True where the data cover the view, and what it is compared with, in full."""
    both = covered(catalog, view, table)
    if both is not None:
        return both.whole
    return known_days(catalog, table).days(view.span) == view.span.days


def comparable_periods(catalog: Catalog, view: View, metric: str, series: str) -> bool:
    """The one rule for a verdict: whether the periods of a metric are alike enough for it.

    Shares, means and times: the covered days of either side are nine tenths of those of the other
    at least. What grows with the days (amounts, customers who come back or leave): the data cover
    both sides in full; rates of it need sides of nearly the same length besides, amounts are
    compared at the same number of days. An index: all of its parts.
    """
    definition = DEFINITIONS[metric]
    if definition.of_parts:
        parts = [DEFINITIONS[part.metric] for part in catalog.xqi]
        return all(
            comparable_periods(
                catalog, view, part.key, chosen_series(catalog, part.feedback_metric or part.key)
            )
            for part in parts
        )
    both = covered(catalog, view, definition.table, series)
    if both is None:
        return True
    if not grows_with_days(definition):
        return alike_days(both.now_days, both.base_days)
    return both.whole and as_long(definition, both.now.days, both.base.days)


def as_long(metric: MetricDefinition, days: int, base_days: int) -> bool:
    """True where both sides have nearly as many days, or that does not matter.

    Answers don't come of more days, and amounts are compared at the same number of days.
    """
    if metric.kind in AMOUNTS or not grows_with_days(metric):
        return True
    return min(days, base_days) >= _AS_LONG * max(days, base_days)


def grows_with_days(metric: MetricDefinition) -> bool:
    """True where more days alone make more of it: of amounts, and of what customers come to do."""
    own = metric.kind in AMOUNTS or metric.table == "customers"
    return own or metric.reader in _GROWING
