"""Reads tickets: sums, values of quantiles, and the backlog."""

from __future__ import annotations

from data.query import tickets
from pages.figures.amounts import per_day
from pages.figures.comparison import PERIOD, Comparison, scopes_of
from pages.figures.sums import CellsOf, MetricSums, Request, can_compare, comparable, tally


def read(request: Request) -> MetricSums:
    """Metrics of tickets by the keys together, or by any of them."""
    snapshot, view = request.snapshot, request.view
    scopes = scopes_of(snapshot, view, "tickets")
    if not scopes:
        return MetricSums()
    added = [metric for metric in request.metrics if metric.kind != "stock"]
    able = [one for one in added if per_day(one) and can_compare(request, one)]
    amounts = able if len(scopes) > 1 else []
    weeks = request.by_week(scopes) if amounts else []
    asked = request.queries(scopes)
    answers = tickets.answers_of(snapshot, asked, added, weeks, amounts)
    found, by_week = answers[: len(asked)], answers[len(asked) :]
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
    weekly: CellsOf = {
        metric.key: Comparison.of([one.sums[metric.key] for one in by_week]).each(
            tally(metric.key, (PERIOD, *request.by))
        )
        for metric in amounts
    }
    return MetricSums(sums, values, weekly=weekly)
