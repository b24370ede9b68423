"""What a view is compared with, and whether the data reach so far."""

from __future__ import annotations

from datetime import timedelta

from data.catalog import Catalog
from data.scope import Scope
from view.state import View

_QUIET = timedelta(days=3)  # without a row: a long weekend is no gap in the data


def base_scope(catalog: Catalog, view: View) -> Scope | None:
    """What the view is compared with."""
    return view.base_scope(frozenset(d.key for d in catalog.dimensions if d.segment))


def covered(catalog: Catalog, view: View, table: str) -> bool:
    """True where the table's rows cover both sides of the comparison in full.

    Not all begin and end together: customers have joined for years before the first order. Of
    customers it must be known who left.
    """
    first, last = catalog.first_day, catalog.last_day
    own = catalog.days(table)
    if table == "customers":
        first = catalog.leaving_since or first
    elif own:
        first, last = max(first, own[0] - _QUIET), min(last, own[1] + _QUIET)
    base = base_scope(catalog, view)
    spans = [view.span, *([base.span] if base else [])]
    return all(first <= one.start and one.end <= last for one in spans)


def data_begin(catalog: Catalog, view: View) -> str:
    """`data begin 22 Mar 2025`, where the base is not all in them: customers may go back further.

    Else nothing.
    """
    base = base_scope(catalog, view)
    start = base.span.start if base and view.compare != "rest" else catalog.last_day
    begin, what = catalog.event_days[0], "data"
    orders = catalog.days("orders")
    if view.page == "customers":
        begin = catalog.first_day
        if orders and begin <= start:
            begin, what = orders[0], "orders"
    return f"{what} begin {begin:%-d %b %Y}" if start < begin else ""
