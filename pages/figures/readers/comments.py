"""Reads comments: how many name a theme, and by theme how many name each."""

from __future__ import annotations

from data.query import mentions
from pages.figures.comparison import comparisons_of
from pages.figures.sums import MetricSums, Request, tally

_TABLE = "feedback"


def read(request: Request) -> MetricSums:
    """Comments of the view; by theme they do not add up, since one may name several."""
    (metric,) = request.metrics
    cuts = {}
    for keys in request.cuts_of(metric.key):
        by = tuple(key for key in keys if key in request.by)
        grain = request.grain if len(by) < len(keys) else None
        found = comparisons_of(
            request.snapshot, request.view, _TABLE, mentions.mentions, [by], grain
        )
        if found is not None:
            cuts[keys] = {metric.key: found[0].each(tally(metric.key, keys))}
    if request.by and request.grain:
        found = comparisons_of(
            request.snapshot, request.view, _TABLE, mentions.mentions, [request.by], request.grain
        )
        if found is not None:
            cuts[request.keys] = {metric.key: found[0].each(tally(metric.key, request.keys))}
    return MetricSums(cuts=cuts)
