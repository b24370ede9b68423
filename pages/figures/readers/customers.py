"""Reads customers: who stayed, joined and left, who did something, what keeping them costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from data.grains import buckets
from data.query import customers
from data.query.compile import CountQuery
from data.query.customer_movements import movements
from data.scope import Scope, Span
from data.store.snapshots import Snapshot
from metrics.customers.costs import spent_per_customer
from metrics.customers.retention import by_period, over_span
from metrics.sums.cells import Cells
from pages.figures.comparison import PERIOD, Comparison, scopes_of
from pages.figures.coverage import covered_in_full
from pages.figures.sums import CellsOf, Keys, MetricSums, Request, tally
from view.state import View

_MOVED, _STOCKS = ("customers_new", "customers_lost"), ("customers_start", "customers_end")
_OF_NUMBERS = {"retention_rate", "customer_churn", *_MOVED, *_STOCKS}  # of customers, not of values
_ENGAGED, _COST = "engagement_rate", "retention_cost"
_THERE = "customers_end"  # whose cells count the customers who were there


def scopes_there(snapshot: Snapshot, view: View, table: str = "customers") -> list[Scope]:
    """The view's scope and, where both sides can be known in full, that of the base.

    Not beyond the data: before them it may not be known who left, after them nobody has left yet.
    Empty where the table is absent or can't be filtered as the view is.
    """
    scopes = scopes_of(snapshot, view, table)
    if scopes and not covered_in_full(snapshot.catalog, view, "customers"):
        scopes = scopes[:1]
    first, last = snapshot.catalog.first_day, snapshot.catalog.last_day
    return [
        replace(scope, span=Span(scope.span.start, min(scope.span.end, last)))
        for scope in scopes
        if scope.span.start <= last and scope.span.end >= first
    ]


def read(request: Request) -> MetricSums:
    """Metrics of who joined and left, and of those who were there, each cut by itself."""
    snapshot, view = request.snapshot, request.view
    scopes = scopes_there(snapshot, view)
    if not scopes:
        return MetricSums()
    grain = request.grain or view.grain
    asked = [CountQuery(scope, request.by, grain) for scope in scopes]
    wanted = {metric.key for metric in request.metrics}
    numbers = wanted <= {*_OF_NUMBERS, _ENGAGED, _COST}
    spans = [scope.span for scope in scopes]
    # How many of a segment moved can't be compared with how many of all others.
    moving = wanted & {*_MOVED} if spans[0] != spans[-1] else set()
    weekly = [CountQuery(scope, (), "week") for scope in scopes] if moving else []
    given = ((), [*asked, *weekly]) if numbers else (asked, weekly)
    frames = movements(snapshot, *given)
    own = frames[: len(asked)]
    moved = {keys: _moved(own, spans, keys, grain) for keys in request.cuts}
    known = MetricSums(cuts={k: _compared(each, spans, k, wanted) for k, each in moved.items()})
    there = {keys: [one[_THERE] for one in each] for keys, each in moved.items()}
    if _ENGAGED in wanted:
        known = known.beside(_engagement(request, scopes, there))
    if moving:
        weeks = [
            by_period(frame, buckets(span, "week"), span.end, PERIOD)
            for frame, span in zip(frames[len(asked) :], spans, strict=True)
        ]
        sides = {one: Comparison.of([week[one] for week in weeks]) for one in moving & {*weeks[0]}}
        known = known.beside(MetricSums(weekly=sides))
    if _COST in wanted:
        known = known.beside(_retention_cost(request, spans, there))
    return known


def monthly_movements(snapshot: Snapshot, view: View, span: Span) -> pd.DataFrame | None:
    """The movements frame by month of the view's customers in a span of days, for cohorts."""
    scopes = scopes_there(snapshot, view)
    if not scopes:
        return None
    asked = CountQuery(replace(scopes[0], span=span), (), "month")
    return movements(snapshot, (), [asked])[0]


def _moved(
    frames: Sequence[pd.DataFrame], spans: Sequence[Span], keys: Keys, grain: str
) -> list[dict[str, Cells]]:
    """Of each span every metric by these keys."""
    return [
        by_period(frame, buckets(span, grain), span.end, PERIOD)
        if keys == (PERIOD,)
        else over_span(frame, keys)
        for frame, span in zip(frames, spans, strict=True)
    ]


def _compared(
    each: Sequence[dict[str, Cells]], spans: Sequence[Span], keys: Keys, wanted: set[str]
) -> CellsOf:
    """The wanted metrics with their base, as far as numbers of customers have one."""
    found = {m: Comparison.of([one[m] for one in each]) for m in each[0] if m in wanted}
    for metric in found.keys() & {*_MOVED, *_STOCKS}:
        if spans[0] == spans[-1] or (metric in _STOCKS and keys == (PERIOD,)):
            found[metric] = found[metric].without_base()
        elif metric in _STOCKS:
            found[metric] = _stock(metric, found[metric], spans)
    return found


def _stock(metric: str, sides: Comparison[Cells], spans: Sequence[Span]) -> Comparison[Cells]:
    """Customers at start and end are compared with those just before, by who moved in between."""
    if sides.base is None or spans[1].end + timedelta(days=1) != spans[0].start:
        return sides.without_base()
    if metric == "customers_start":  # who moved in the base's span
        return Comparison(_without_variance(sides.now), sides.base)
    return Comparison(sides.now, _without_variance(sides.base))


def _without_variance(cells: Cells) -> Cells:
    return Cells(cells.labels, {**cells.sums, "squares": 0 * cells.sums["squares"]})


def _engagement(
    request: Request, scopes: Sequence[Scope], there: dict[Keys, list[Cells]]
) -> MetricSums:
    """How many of those who were there did something."""
    return MetricSums(
        cuts={
            keys: {
                _ENGAGED: Comparison.of(
                    [
                        tally(_ENGAGED, keys)(_engaged(request, keys, scope, cells))
                        for scope, cells in zip(scopes, there[keys], strict=True)
                    ]
                )
            }
            for keys in request.cuts_of(_ENGAGED)
        }
    )


def _engaged(request: Request, keys: Keys, scope: Scope, there: Cells) -> pd.DataFrame:
    """Customers there (n) by these keys, and how many of them did something (positive)."""
    n = pd.DataFrame({**{key: there.labels[key] for key in keys}, "n": there.sums["answers"]})
    if not keys:
        return n.assign(positive=customers.engaged_customers(request.snapshot, scope))
    by = tuple(key for key in keys if key != PERIOD)
    grain = request.grain if PERIOD in keys else None
    found = customers.engaged_by(request.snapshot, scope, by, grain)
    found = n.merge(found.rename(columns={"n": "positive"}), on=list(keys), how="left")
    return found.fillna({"positive": 0})


def _retention_cost(
    request: Request, spans: Sequence[Span], there: dict[Keys, list[Cells]]
) -> MetricSums:
    """What was spent to keep a customer. Costs have no segments: nothing where there are filters.

    Not compared where not both sides are whole months.
    """
    if request.view.filters:
        return MetricSums()
    costs = customers.retention_costs(request.snapshot)
    cuts: dict[Keys, CellsOf] = {}
    for keys, each in there.items():
        if keys in ((), (PERIOD,)):
            ends = [_ends(span, request.grain if keys else None) for span in spans]
            spent = (
                spent_per_customer(costs, cells, own, _COST)
                for cells, own in zip(each, ends, strict=True)
            )
            cuts[keys] = {_COST: Comparison.of(list(spent))}
    if not cuts[()][_COST].now.size:
        return MetricSums()
    found = MetricSums(cuts=cuts)
    return found if all(span.whole_months for span in spans) else found.without_base()


def _ends(span: Span, grain: str | None) -> list[tuple[date, date]]:
    """First and last day of the span, or of each of its periods within it."""
    starts = buckets(span, grain) if grain else [span.start]
    ends = [*(one - timedelta(days=1) for one in starts[1:]), span.end]
    return [(max(start, span.start), end) for start, end in zip(starts, ends, strict=True)]
