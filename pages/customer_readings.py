"""What the pages ask of customers: each question once, for both sides of the comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from data import customers
from data.activity_queries import repeat_customers
from data.catalog import Catalog
from data.queries import Asked
from data.scope import Scope, Span
from data.store import Snapshot
from metrics.cells import Cells
from metrics.costs import spent_per_customer
from metrics.counts import add_tallies
from metrics.retention import by_period, over_span
from pages.readings import PERIOD, Service, Sides, covered, scopes_of
from view.periods import buckets
from view.state import View

_LIVES = ("joined_at", "churned_at")


@dataclass(frozen=True)
class Movement:
    """Customers who stayed, joined and left; metrics by period, over the span, and by dimension."""

    service: Service
    levels: dict[str, Sides[Cells]]  # metric -> sums by the dimension that was asked for
    monthly: pd.DataFrame  # movements frame by month up to the span's end, for cohorts
    spans: tuple[Span, ...]  # of the view and, if it is compared, of the base; up to the last day


def scopes_there(snapshot: Snapshot, view: View, table: str = "customers") -> list[Scope]:
    """The view's rows and, where both sides can be known in full, those it is compared with.

    Not later than the data: who has not left yet would count as retained. None where the table is
    absent or can't be filtered as the view is.
    """
    scopes = scopes_of(snapshot, view, table) or []
    if scopes and not covered(snapshot.catalog, view):
        scopes = scopes[:1]
    last = snapshot.catalog.last_day
    return [
        replace(scope, span=Span(scope.span.start, min(scope.span.end, last)))
        for scope in scopes
        if scope.span.start <= last
    ]


def retention(snapshot: Snapshot, view: View) -> Service:
    """The retention rate alone, by period and over the span."""
    asked = _asked(snapshot, view, ())
    frames = customers.movements(snapshot, (), asked) if asked else []
    found = _service(frames, [one.scope.span for one in asked], view.grain)
    key = "retention_rate"
    if key not in found.whole:
        return found
    return Service({key: found.sums[key]}, {}, {key: found.whole[key]})


def movement(snapshot: Snapshot, view: View, by: str, cohorts: Span) -> Movement | None:
    """All that is known of customers' joining and leaving, in one query."""
    keys = (by,) if by else ()
    asked = _asked(snapshot, view, keys)
    if not asked:
        return None
    spans = tuple(one.scope.span for one in asked)
    monthly = Asked(replace(asked[0].scope, span=cohorts), (), "month")
    *frames, months = customers.movements(snapshot, asked, [monthly])
    sides = [over_span(frame, keys) for frame in frames] if keys else []
    return Movement(_service(frames, spans, view.grain), _sides(sides), months, spans)


def _asked(snapshot: Snapshot, view: View, keys: tuple[str, ...]) -> list[Asked]:
    if not snapshot.catalog.has("customers", *_LIVES):
        return []
    return [Asked(scope, keys, view.grain) for scope in scopes_there(snapshot, view)]


def _service(frames: Sequence[pd.DataFrame], spans: Sequence[Span], grain: str) -> Service:
    whole = [over_span(frame) for frame in frames]
    periods = [
        by_period(frame, buckets(span, grain), span.end, PERIOD)
        for frame, span in zip(frames, spans, strict=True)
    ]
    return Service(_sides(periods), {}, _sides(whole))


def _sides(found: Sequence[dict[str, Cells]]) -> dict[str, Sides[Cells]]:
    """Metric -> both sides; of what was found for the view and, if compared, for the base."""
    if not found:
        return {}
    now, *base = found
    return {metric: Sides(cells, base[0][metric] if base else None) for metric, cells in now.items()}


def repeat_purchases(snapshot: Snapshot, view: View, *, periods: bool) -> Service:
    """How many of those who ordered did so again; by period only where that is asked for."""
    if not snapshot.catalog.has("orders", "customer_id"):
        return Service({}, {})

    def ask(scope: Scope) -> pd.DataFrame:
        n, positive = repeat_customers(snapshot, scope)
        return pd.DataFrame({"n": [n], "positive": [positive]})

    def ask_periods(scope: Scope) -> pd.DataFrame:
        return customers.repeats_by_period(snapshot, scope, view.grain)

    scopes = scopes_of(snapshot, view, "orders") or []
    return _tallied("repeat_purchase_rate", scopes, ask, ask_periods if periods else None)


def engagement(snapshot: Snapshot, view: View, movement: Movement, *, periods: bool) -> Service:
    """How many of those who were there did something; by period only where that is asked for."""
    if not snapshot.catalog.has("engagement", "occurred_at"):
        return Service({}, {})
    there = movement.service.whole["customers_end"], movement.service.sums["customers_end"]
    scopes = scopes_there(snapshot, view)
    size = {scope: place for place, scope in enumerate(scopes)}

    def cells(sides: Sides[Cells], scope: Scope) -> Cells:
        found = sides.base if size[scope] else sides.now
        assert found is not None
        return found

    def ask(scope: Scope) -> pd.DataFrame:
        n = cells(there[0], scope).sums["answers"]
        return pd.DataFrame({"n": n, "positive": customers.engaged_customers(snapshot, scope)})

    def ask_periods(scope: Scope) -> pd.DataFrame:
        of = cells(there[1], scope)
        n = pd.DataFrame({PERIOD: of.labels[PERIOD], "n": of.sums["answers"]})
        active = customers.engaged_by_period(snapshot, scope, view.grain)
        found = n.merge(active.rename(columns={"n": "positive"}), on=PERIOD, how="left")
        return found.fillna({"positive": 0})

    return _tallied("engagement_rate", scopes, ask, ask_periods if periods else None)


def _tallied(
    metric: str,
    scopes: Sequence[Scope],
    ask: Callable[[Scope], pd.DataFrame],
    ask_periods: Callable[[Scope], pd.DataFrame] | None,
) -> Service:
    if not scopes:
        return Service({}, {})
    whole = [{metric: add_tallies(ask(scope), metric)} for scope in scopes]
    periods = (
        [{metric: add_tallies(ask_periods(scope), metric, (PERIOD,))} for scope in scopes]
        if ask_periods
        else []
    )
    return Service(_sides(periods), {}, _sides(whole))


def retention_cost(snapshot: Snapshot, view: View, movement: Movement) -> Service:
    """What was spent to keep a customer. Costs have no segments: nothing where there are filters.

    Not compared where not both sides are whole months.
    """
    metric, there = "retention_cost", movement.service
    if "costs" not in snapshot.catalog.columns or view.filters:
        return Service({}, {})
    costs = customers.retention_costs(snapshot)
    whole, periods = [], []
    for place, span in enumerate(movement.spans):
        total, each = (
            sides.base if place else sides.now
            for sides in (there.whole["customers_end"], there.sums["customers_end"])
        )
        assert total is not None
        assert each is not None
        ends = [(span.start, span.end)]
        whole.append({metric: spent_per_customer(costs, total, ends, metric)})
        ends = _within(span, view.grain)
        periods.append({metric: spent_per_customer(costs, each, ends, metric)})
    if not whole[0][metric].size:
        return Service({}, {})
    found = Service(_sides(periods), {}, _sides(whole))
    return found if all(span.whole_months for span in movement.spans) else found.without_base()


def _within(span: Span, grain: str) -> list[tuple[date, date]]:
    """First and last day of each period, within the span."""
    starts = buckets(span, grain)
    ends = [*(one - timedelta(days=1) for one in starts[1:]), span.end]
    return [(max(start, span.start), end) for start, end in zip(starts, ends, strict=True)]


def cohort_span(catalog: Catalog, view: View, most: int) -> Span:
    """The days on which the newest cohorts joined, up to the view's end and that of the data.

    None from before the data begin: it may not be known who of them left.
    """
    last = min(view.span.end, catalog.last_day)
    months = buckets(Span(min(catalog.first_day, last), last), "month")
    return Span(months[-most - 1 :][0], last)
