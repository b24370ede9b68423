"""Reads what customers did after their last NPS answer."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from data.query import customers
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.customers.risk import risk_figures
from metrics.definitions.outcomes import FOLLOW_UP
from metrics.figures import without_comparison
from metrics.series import NPS_GROUPS
from pages.figures.comparison import PERIOD
from pages.figures.readers.customers import scopes_there
from pages.figures.sums import Keys, MetricSums, Request
from view.state import View


def read(request: Request) -> MetricSums:
    """The figures of detractors, whom these metrics are about where they stand alone."""
    figures = {}
    for keys in request.cuts:
        wanted = [one.key for one in request.metrics if keys in request.cuts_of(one.key)]
        grain = request.grain if PERIOD in keys else None
        found = after_answers(request.snapshot, request.view, keys, grain) if wanted else None
        if found is not None and len(found[0]):
            frame, _ = found
            own = frame[frame["metric"].isin(wanted) & (frame["segment"] == NPS_GROUPS[0])]
            own = own.drop(columns="segment").reset_index(drop=True)
            figures[keys] = without_comparison(own)
    return MetricSums(figures=figures)


def after_answers(
    snapshot: Snapshot, view: View, keys: Keys = (), grain: str | None = None
) -> tuple[pd.DataFrame, date] | None:
    """What customers did after their last NPS answer, and the last day whose answers count.

    Figures by the keys and by NPS group as `risk_figures` has them; no rows where nobody has been
    followed for long enough. None where it is not known, or can't be filtered as the view is.
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
    by = tuple(key for key in keys if key != PERIOD)
    frame = customers.risk(snapshot, scope, followed, by, grain)
    if followed.end < followed.start or not frame["n"].sum():
        return frame.iloc[:0], followed.end
    return risk_figures(frame, catalog.minimum_n, keys, shielded=catalog.shielded), followed.end
