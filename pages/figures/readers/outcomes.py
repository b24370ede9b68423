"""Reads what customers did after their last NPS answer."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from data.query import customers
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.customers.risk import GROUPS, risk_figures
from metrics.definitions.outcomes import FOLLOW_UP
from metrics.figures import without_comparison
from pages.figures.readers.customers import scopes_there
from pages.figures.sums import MetricSums, Request
from view.state import View


def read(request: Request) -> MetricSums:
    """The figures of detractors, whom these metrics are about where they stand alone."""
    found = after_answers(request.snapshot, request.view)
    if found is None or found[0].empty:
        return MetricSums()
    frame, _ = found
    wanted = frame["metric"].isin([metric.key for metric in request.metrics])
    own = frame[wanted & (frame["segment"] == GROUPS[0])].drop(columns="segment")
    return MetricSums(figures={(): without_comparison(own.reset_index(drop=True))})


def after_answers(snapshot: Snapshot, view: View) -> tuple[pd.DataFrame, date] | None:
    """What customers did after their last NPS answer, and the last day whose answers count.

    Figures by NPS group as `risk_figures` has them; no rows where nobody has been followed for long
    enough. None where it is not known, or can't be filtered as the view is.
    """
    catalog = snapshot.catalog
    scopes = scopes_there(snapshot, view)
    if not scopes or not catalog.outcomes or not view.scope().columns <= set(catalog.outcomes):
        return None
    last, ordered = catalog.last_day, catalog.days("orders")
    if ordered and "ordered" in catalog.outcomes:
        last = min(last, ordered[1])
    scope, known = scopes[0], last - timedelta(days=FOLLOW_UP)
    followed = Span(scope.span.start, min(scope.span.end, known))
    frame = customers.risk(snapshot, scope, followed)
    if followed.end < followed.start or not frame["n"].sum():
        return frame.iloc[:0], followed.end
    return risk_figures(frame, catalog.minimum_n), followed.end
