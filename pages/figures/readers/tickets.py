"""Reads tickets: sums, values of quantiles, and the backlog."""

from __future__ import annotations

from collections.abc import Sequence

from data.query import tickets
from data.scope import Scope
from pages.figures.amounts import per_day
from pages.figures.comparison import PERIOD, Comparison, scopes_of
from pages.figures.sums import CellsOf, MetricSums, Request, comparable, tally


def read(request: Request) -> MetricSums:
    """Metrics of tickets by the keys together, or by any of them."""
    snapshot, view = request.snapshot, request.view
    scopes = scopes_of(snapshot, view, "tickets")
    if not scopes:
        return MetricSums()
    added = [metric for metric in request.metrics if metric.kind != "stock"]
    found = tickets.answers_of(snapshot, request.queries(scopes), added)
    sums: CellsOf = {}
    for metric in added:
        if metric.kind != "quantile":
            sides = Comparison.of([one.sums[metric.key] for one in found])
            own = sides.each(tally(metric.key, request.keys))
            sums[metric.key] = comparable(request, metric, own)
    for metric in request.metrics:
        if metric.kind == "stock":
            grain = request.grain or view.grain  # it is always known by period
            sides = Comparison.of(tickets.backlogs(snapshot, scopes, request.by, grain))
            own = sides.each(tally(metric.key, (PERIOD, *request.by)))
            sums[metric.key] = comparable(request, metric, own)
    values = {
        metric.key: Comparison.of([one.times[metric.key] for one in found])
        for metric in added
        if metric.kind == "quantile"
    }
    return MetricSums(sums, values, weekly=_weekly(request, scopes, sums))


def _weekly(request: Request, scopes: Sequence[Scope], sums: CellsOf) -> CellsOf:
    """The amounts that are compared, by week."""
    wanted = [one for one in request.metrics if per_day(one) and sums[one.key].base is not None]
    if not wanted:
        return {}
    found = tickets.answers_of(request.snapshot, request.by_week(scopes), wanted)
    keys = (PERIOD, *request.by)
    return {
        metric.key: Comparison.of([one.sums[metric.key] for one in found]).each(
            tally(metric.key, keys)
        )
        for metric in wanted
    }
