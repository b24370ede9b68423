"""What agents may choose: whole months that are over, beside the rest of their team.

The figures of two views whose days differ by a few would give away what a colleague did on these
days. Whole months, each of which is of enough colleagues (pages/my_work/team.py), do not.
"""

from __future__ import annotations

from dataclasses import replace

from data.catalog import Catalog
from data.grains import DAY, GRAINS, add_months, bucket_start, next_start
from data.scope import Span
from metrics.definitions import MetricDefinition
from view.state import View

OWN_PAGE = "my-work"
# What grows with the tickets that somebody is given tells nothing of how they work.
_AMOUNTS = ("count", "stock", "total", "composite")


def is_own(metric: MetricDefinition) -> bool:
    """True of a figure that tells of the work of an agent, where tickets or answers name them."""
    of_work = metric.table in ("feedback", "tickets") and metric.kind not in _AMOUNTS
    return of_work and metric.answered_by is None and metric.key != "sentiment"


def own_view(view: View, catalog: Catalog, notices: list[str]) -> View:
    """The view that an agent gets of the one that was asked for; what changes is told."""
    span = _whole_months(view.span, catalog)
    if not view.period and span != view.span:
        notices.append(f"This page shows whole months that are over: {span.start} to {span.end}.")
    months = GRAINS[view.grain].months
    if view.grain_given and not months:
        notices.append("This page has no point finer than a month.")
    return replace(
        view,
        span=span,
        grain=view.grain if months else "month",
        grain_given=view.grain_given and bool(months),
        compare="rest",
        weighted=False,
        window="",
    )


def _whole_months(asked: Span, catalog: Catalog) -> Span:
    """The months within the days that the data have to their end; else the newest of these."""
    over = bucket_start(catalog.newest_day + DAY, "month") - DAY
    start = bucket_start(asked.start, "month")
    start = start if start == asked.start else add_months(start, 1)
    end = min(bucket_start(asked.end + DAY, "month") - DAY, over)
    if start > end:
        end = min(next_start(bucket_start(asked.end, "month"), "month") - DAY, over)
        start = bucket_start(end, "month")
    return Span(start, end)
