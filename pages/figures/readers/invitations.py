"""Reads invitations: how many were answered, and how often a customer is asked."""

from __future__ import annotations

from data.query import invitations
from pages.figures.comparison import comparisons_of
from pages.figures.sums import MetricSums, Request, tally

_TABLE = "invitations"


def read(request: Request) -> MetricSums:
    """Invitations sent and answered, by the keys together or by any of them."""
    (metric,) = request.metrics
    found = comparisons_of(
        request.snapshot, request.view, _TABLE, invitations.invitations, [request.by], request.grain
    )
    if found is None:
        return MetricSums()
    return MetricSums({metric.key: found[0].each(tally(metric.key, request.keys))})


def read_contacts(request: Request) -> MetricSums:
    """Customers invited and how often: in all, in each period, at each level anew."""
    (metric,) = request.metrics
    cuts = {}
    for keys in request.cuts_of(metric.key):
        by = tuple(key for key in keys if key in request.by)
        grain = None if keys == by else request.grain
        found = comparisons_of(
            request.snapshot, request.view, _TABLE, invitations.contacts, [by], grain
        )
        if found is not None:
            cuts[keys] = {metric.key: found[0].each(tally(metric.key, keys))}
    return MetricSums(cuts=cuts)
