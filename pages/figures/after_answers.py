"""What customers did after an NPS answer, for the pages that say so."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from data.query import customers
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.customers.risk import risk_figures
from metrics.definitions.outcomes import FOLLOW_UP
from pages.figures.customer_movement import scopes_there
from view.state import View


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
