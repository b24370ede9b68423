"""What the pages ask of customers: each question once, for both sides of the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd

from data.catalog import Catalog
from data.grains import bucket_within, buckets
from data.query import customers
from data.query.active_customers import repeat_customers, repeat_levels
from data.query.queries import CountQuery
from data.scope import Scope, Span
from data.store.snapshots import Snapshot
from metrics.customers.costs import spent_per_customer
from metrics.customers.retention import by_period, over_span
from metrics.definitions import DEFINITIONS
from metrics.sums.cells import Cells
from metrics.sums.counts import add_tallies
from pages.figures.comparison import PERIOD, Comparison, MetricSums, scopes_of, service
from pages.figures.coverage import covered
from pages.figures.lifetime import PREDICTED, predicted_value
from view.state import View

STAYING, REPEAT = "retention_rate", "repeat_purchase_rate"
_MOVED, _STOCKS = ("customers_new", "customers_lost"), ("customers_start", "customers_end")
_OF_ORDERS = ("average_order_value", "revenue")


@dataclass(frozen=True)
class Movement:
    """Customers who stayed, joined and left; metrics by period, over the span, and by dimension."""

    service: MetricSums
    levels: dict[str, Comparison[Cells]]  # metric -> sums by the dimension that was asked for
    monthly: pd.DataFrame | None  # movements frame by month up to the span's end, for cohorts
    spans: tuple[Span, ...]  # of the view and, if it is compared, of the base; up to the last day
    there: tuple[tuple[Cells, Cells], ...]  # of each span: its customers, over all and by period


def scopes_there(snapshot: Snapshot, view: View, table: str = "customers") -> list[Scope]:
    """The view's rows and, where both sides can be known in full, those it is compared with.

    Not beyond the data: before them it may not be known who left, after them nobody has left yet.
    Empty where the table is absent or can't be filtered as the view is.
    """
    scopes = scopes_of(snapshot, view, table) or []
    if scopes and not covered(snapshot.catalog, view, "customers"):
        scopes = scopes[:1]
    first, last = snapshot.catalog.first_day, snapshot.catalog.last_day
    return [
        replace(scope, span=Span(scope.span.start, min(scope.span.end, last)))
        for scope in scopes
        if scope.span.start <= last and scope.span.end >= first
    ]


def retention(snapshot: Snapshot, view: View) -> MetricSums:
    """The retention rate alone, by period and over the span."""
    if not snapshot.catalog.answers_metric(DEFINITIONS[STAYING]):
        return MetricSums({}, {})
    asked = _asked(snapshot, view, ())
    frames = customers.movements(snapshot, (), asked) if asked else []
    found = _service(frames, [one.scope.span for one in asked], view.grain)
    if STAYING not in found.whole:
        return found
    return MetricSums({STAYING: found.sums[STAYING]}, {}, {STAYING: found.whole[STAYING]})


def movement(snapshot: Snapshot, view: View, by: str, cohorts: Span | None) -> Movement | None:
    """All that is known of customers' joining and leaving, in one query."""
    keys = (by,) if by else ()
    asked = _asked(snapshot, view, keys)
    if not asked:
        return None
    spans = tuple(one.scope.span for one in asked)
    monthly = [CountQuery(replace(asked[0].scope, span=cohorts), (), "month")] if cohorts else []
    counted = customers.movements(snapshot, asked, monthly)
    frames, months = counted[: len(asked)], counted[len(asked) :]
    levels = _sides([over_span(frame, keys) for frame in frames] if keys else [])
    found = _service(frames, spans, view.grain)
    ends = found.whole["customers_end"], found.sums["customers_end"]
    there = zip(*((one.now, one.base) for one in ends), strict=True)
    known = tuple((over, each) for over, each in there if over and each)
    able = {m for m in found.whole if snapshot.catalog.answers_metric(DEFINITIONS[m])}
    whole, sums, levels = (
        {metric: sides for metric, sides in one.items() if metric in able}
        for one in (_stocks(found.whole, spans), found.sums, _stocks(levels, spans))
    )
    for metric in able & {*_MOVED, *_STOCKS}:
        if metric in _STOCKS or spans[0] == spans[-1]:
            sums[metric] = sums[metric].without_base()
    return Movement(MetricSums(sums, {}, whole), levels, next(iter(months), None), spans, known)


def _stocks(
    of: dict[str, Comparison[Cells]], spans: Sequence[Span]
) -> dict[str, Comparison[Cells]]:
    """Customers at start and end are compared with those just before, by who moved in between.

    How many of a segment moved can't be compared with how many of all others.
    """
    if len(spans) < 2 or not of:
        return of
    found = dict(of)
    if spans[0] == spans[1]:
        found |= {metric: of[metric].without_base() for metric in _MOVED}
    for metric in _STOCKS:
        now, base = found[metric].now, found[metric].base
        if base is None or spans[1].end + timedelta(days=1) != spans[0].start:
            found[metric] = found[metric].without_base()
        elif metric == "customers_start":  # who moved in the base's span
            found[metric] = Comparison(_without_variance(now), base)
        else:
            found[metric] = Comparison(now, _without_variance(base))
    return found


def _without_variance(cells: Cells) -> Cells:
    return Cells(cells.labels, {**cells.sums, "squares": 0 * cells.sums["squares"]})


def _asked(snapshot: Snapshot, view: View, keys: tuple[str, ...]) -> list[CountQuery]:
    if not snapshot.catalog.has("customers", "joined_at"):
        return []
    return [CountQuery(scope, keys, view.grain) for scope in scopes_there(snapshot, view)]


def _service(frames: Sequence[pd.DataFrame], spans: Sequence[Span], grain: str) -> MetricSums:
    whole = [over_span(frame) for frame in frames]
    periods = [
        by_period(frame, buckets(span, grain), span.end, PERIOD)
        for frame, span in zip(frames, spans, strict=True)
    ]
    return MetricSums(_sides(periods), {}, _sides(whole))


def _sides(found: Sequence[dict[str, Cells]]) -> dict[str, Comparison[Cells]]:
    """Metric -> both sides; of what was found for the view and, if compared, for the base."""
    if not found:
        return {}
    now, *base = found
    return {
        metric: Comparison(cells, base[0][metric] if base else None)
        for metric, cells in now.items()
    }


def customers_and_orders(snapshot: Snapshot, view: View, moved: Movement | None) -> MetricSums:
    """Metrics of customers and orders; those that are slow by period only if the link names one."""
    orders = [DEFINITIONS[key] for key in _OF_ORDERS]
    found = service(snapshot, view, orders, view.grain)
    chosen = view.metric == REPEAT
    found = found.beside(repeat_purchases(snapshot, view, periods=chosen))
    predicted = predicted_value(snapshot, view)
    if predicted:
        found = found.beside(MetricSums({}, {}, {PREDICTED: predicted}))
    if moved is None:
        return found
    chosen = view.metric == "engagement_rate"
    engaged = engagement(snapshot, view, moved, periods=chosen)
    costs = retention_cost(snapshot, view, moved)
    return found.beside(moved.service).beside(engaged).beside(costs)


def by_segment(
    snapshot: Snapshot, view: View, moved: Movement | None, by: str
) -> tuple[str, Comparison[Cells]] | None:
    """The metric of the link by a segment of customers; else who stays, orders or is new."""
    for metric in (view.metric, STAYING, "average_order_value", "customers_new"):
        found = moved.levels.get(metric) if moved else None
        found = found or _orders_by(snapshot, view, metric, by)
        if found:
            return metric, found
    return None


def _orders_by(snapshot: Snapshot, view: View, metric: str, by: str) -> Comparison[Cells] | None:
    """A metric of orders by a segment of customers; None where it is not one, or not known."""
    if not snapshot.catalog.has("orders", by):
        return None
    if metric == PREDICTED:
        return predicted_value(snapshot, view, (by,))
    if metric == REPEAT:
        scopes = scopes_of(snapshot, view, "orders") or []
        again = [_share(REPEAT, repeat_levels(snapshot, one, (by,)), by) for one in scopes]
        return _sides(again).get(REPEAT)
    if metric in _OF_ORDERS:
        return service(snapshot, view, [DEFINITIONS[metric]], None, (by,)).sums.get(metric)
    return None


def repeat_purchases(snapshot: Snapshot, view: View, *, periods: bool) -> MetricSums:
    """How many of those who ordered did so again; by period only where that is asked for."""
    metric, whole, each = REPEAT, [], []
    if not snapshot.catalog.has("orders", "customer_id"):
        return MetricSums({}, {})
    for scope in scopes_of(snapshot, view, "orders") or []:
        n, positive = repeat_customers(snapshot, scope)
        whole.append(_share(metric, pd.DataFrame({"n": [n], "positive": [positive]})))
        if periods:
            found = customers.repeats_by_period(snapshot, scope, view.grain)
            each.append(_share(metric, found, PERIOD))
    return MetricSums(_sides(each), {}, _sides(whole))


def engagement(snapshot: Snapshot, view: View, movement: Movement, *, periods: bool) -> MetricSums:
    """How many of those who were there did something; by period only where that is asked for."""
    metric, whole, each = "engagement_rate", [], []
    if not snapshot.catalog.answers_metric(DEFINITIONS[metric]):
        return MetricSums({}, {})
    for place, scope in enumerate(scopes_there(snapshot, view)):
        over, each_period = movement.there[place]
        positive = customers.engaged_customers(snapshot, scope)
        whole.append(
            _share(metric, pd.DataFrame({"n": over.sums["answers"], "positive": positive}))
        )
        if periods:
            n = pd.DataFrame({PERIOD: each_period.labels[PERIOD], "n": each_period.sums["answers"]})
            found = customers.engaged_by_period(snapshot, scope, view.grain)
            found = n.merge(found.rename(columns={"n": "positive"}), on=PERIOD, how="left")
            each.append(_share(metric, found.fillna({"positive": 0}), PERIOD))
    rates = MetricSums(_sides(each), {}, _sides(whole))
    return rates if covered(snapshot.catalog, view, "engagement") else rates.without_base()


def _share(metric: str, tally: pd.DataFrame, *keys: str) -> dict[str, Cells]:
    return {metric: add_tallies(tally, metric, keys)}


def retention_cost(snapshot: Snapshot, view: View, movement: Movement) -> MetricSums:
    """What was spent to keep a customer. Costs have no segments: nothing where there are filters.

    Not compared where not both sides are whole months.
    """
    metric = "retention_cost"
    if not snapshot.catalog.answers_metric(DEFINITIONS[metric]) or view.filters:
        return MetricSums({}, {})
    costs = customers.retention_costs(snapshot)
    whole, periods = [], []
    for place, span in enumerate(movement.spans):
        over, each = movement.there[place]
        ends = [(span.start, span.end)]
        whole.append({metric: spent_per_customer(costs, over, ends, metric)})
        parts = [bucket_within(start, view.grain, span) for start in buckets(span, view.grain)]
        ends = [(part.start, part.end) for part in parts]
        periods.append({metric: spent_per_customer(costs, each, ends, metric)})
    if not whole[0][metric].size:
        return MetricSums({}, {})
    found = MetricSums(_sides(periods), {}, _sides(whole))
    return found if all(span.whole_months for span in movement.spans) else found.without_base()


def leaving_note(catalog: Catalog, view: View) -> str:
    """What is not known of the first days of the view: whether somebody left; else nothing."""
    since = catalog.leaving_since
    if since is None or since <= catalog.first_day or not catalog.has("customers", "churned_at"):
        return ""
    if view.span.start >= since:
        return ""
    return (
        f"Nobody is known to have left before {since:%-d %b %Y}; if those who did are not in the "
        "data, retention up to then is too high."
    )


def cohort_span(catalog: Catalog, view: View, most: int) -> Span:
    """The days on which the newest cohorts joined, up to the view's end and that of the data.

    None from before the data begin: it may not be known who of them left.
    """
    last = min(view.span.end, catalog.last_day)
    months = buckets(Span(min(catalog.first_day, last), last), "month")
    return Span(months[-most - 1 :][0], last)
