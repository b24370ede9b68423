"""Reads comments: how many name a theme, and by theme how many name each."""

from __future__ import annotations

from data.query.compile import CountQuery
from data.query.mentions import mentions
from pages.figures.comparison import Comparison, scopes_of
from pages.figures.sums import MetricSums, Request, tally

_TABLE = "feedback"


def read(request: Request) -> MetricSums:
    """Comments of the view; by theme they do not add up, since one may name several."""
    (metric,) = request.metrics
    cuts = list(dict.fromkeys([*request.cuts_of(metric.key), request.keys]))
    scopes = scopes_of(request.snapshot, request.view, _TABLE)
    asked = []
    for keys in cuts:
        by = tuple(key for key in keys if key in request.by)
        grain = request.grain if len(by) < len(keys) else None
        asked += [CountQuery(scope, by, grain) for scope in scopes]
    if not asked:
        return MetricSums()
    told, size = mentions(request.snapshot, asked), len(scopes)
    sides = [Comparison.of(told[place : place + size]) for place in range(0, len(told), size)]
    return MetricSums(
        cuts={
            keys: {metric.key: one.each(tally(metric.key, keys))}
            for keys, one in zip(cuts, sides, strict=True)
        }
    )
