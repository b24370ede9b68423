"""Links to other views of the same data, as paths and as changes that a click makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from data.catalog import Catalog
from data.grains import bucket_within
from view.state import View
from view.url import query_string


def href(view: View, catalog: Catalog, **changes: object) -> str:
    """The link of the view with some fields changed."""
    changed = replace(view, **changes)  # type: ignore[arg-type]
    query = query_string(changed, catalog)
    path = f"{view.root}{changed.page}"
    return f"{path}?{query}" if query else path


def fixed(view: View, catalog: Catalog) -> str:
    """The link to share: a rolling period becomes its dates, so that it shows the same later."""
    return href(view, catalog, period="")


def with_filter(view: View, dimension: str, level: str, catalog: Catalog) -> str:
    """The link of the view narrowed to one level."""
    kept = {key: levels for key, levels in view.filters if key != dimension}
    return href(view, catalog, filters=tuple({**kept, dimension: (level,)}.items()))


def customer(view: View, customer_id: str, catalog: Catalog) -> str:
    """The link of a customer, which knows the way back to the view."""
    return href(view, catalog, page="customer", customer_id=customer_id, reached_from=view.page)


def back(view: View, catalog: Catalog) -> str:
    """The link of the view from which a customer was looked up."""
    page = view.reached_from or "overview"
    return href(view, catalog, page=page, customer_id="", reached_from="")


def meaning(view: View, metric: str, catalog: Catalog) -> str:
    """The link to a metric's entry in the dictionary."""
    return f"{href(view, catalog, page='dictionary', tables=(), scores=())}#{metric}"


def table_toggled(view: View, panel: str, catalog: Catalog) -> str:
    """The link that shows a panel as a table, or as a chart again."""
    tables = {*view.tables} ^ {panel}
    return href(view, catalog, tables=tuple(sorted(tables)))


def csv(view: View, panel: str, catalog: Catalog) -> str:
    """Where a panel is downloaded as CSV."""
    query = query_string(view, catalog)
    return f"{view.root}api/{view.page}/{panel}.csv" + (f"?{query}" if query else "")


def patch(**parameters: str) -> str:
    """A change to the current link's query, as assets/cxlens.js reads it; empty takes it off."""
    return urlencode(parameters)


def narrowed_to(start: date, grain: str, view: View, catalog: Catalog) -> str:
    """The link of the view narrowed to the period of that grain that begins on this day."""
    span = bucket_within(start, grain, view.span)
    return href(view, catalog, period="", span=span, grain_given=False)


def period_patch(start: date, view: View) -> str:
    """The change that narrows the view to one of its periods."""
    span = bucket_within(start, view.grain, view.span)
    dates = {"from": span.start.isoformat(), "to": span.end.isoformat()}
    return patch(**dates, period="", grain="")
