"""Links to other views of the same data, as paths and as changes that a click makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from data.catalog import Catalog
from data.grains import add_months, bucket_within
from data.scope import Span
from view.state import View
from view.url import encoded, link, query_string


def href(view: View, catalog: Catalog, **changes: object) -> str:
    """The link of the view with some fields changed."""
    return link(replace(view, **changes), catalog)  # type: ignore[arg-type]


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


def panel_file(view: View, panel: str, ending: str, catalog: Catalog) -> str:
    """Where a panel is downloaded, as `csv`, `png` or `svg`."""
    query = query_string(view, catalog)
    return f"{view.root}api/{view.page}/{panel}.{ending}" + (f"?{query}" if query else "")


def file(view: View, ending: str, catalog: Catalog) -> str:
    """Where the whole page is downloaded, as `xlsx`, `pptx`, `pdf`, `png` or `svg`."""
    query = query_string(view, catalog)
    return f"{view.root}api/{view.page}.{ending}" + (f"?{query}" if query else "")


def patch(**parameters: str) -> str:
    """A change to the query of the view that a click makes; an empty value takes one off."""
    return urlencode(parameters)


def period_patch(start: date, view: View, grain: str = "", window: str = "") -> str:
    """The change that narrows the view to one of its periods, which begins on this day.

    `window`: to so many months that end with it.
    """
    span = bucket_within(start, grain or view.grain, view.span)
    if window:
        span = Span(add_months(start, 1 - int(window)), span.end)
    dates = {"from": span.start.isoformat(), "to": span.end.isoformat()}
    more = {"window": ""} if window else {}
    return patch(**dates, **more, period="", grain="")


Follow = Callable[[str], str]


def following(view: View, catalog: Catalog) -> Follow:
    """What turns a patch into the link that a click makes, on a point or on a row alike.

    A second click on what is filtered already takes the filter off. No patch, no link: "".
    """
    here = parse_qsl(query_string(view, catalog), keep_blank_values=True)

    def followed(change: str) -> str:
        if not change:
            return ""
        wanted = dict(parse_qsl(change, keep_blank_values=True))
        page = wanted.pop("page", "")
        for name, value in wanted.items():
            own = [there for key, there in here if key == name]
            if not page and name not in ("from", "to") and own == [value]:
                wanted[name] = ""
        pairs = [(name, value) for name, value in here if name not in wanted]
        pairs += [(name, value) for name, value in wanted.items() if value]
        query = encoded(pairs)
        path = f"{view.root}{page or view.page}"
        return f"{path}?{query}" if query else path

    return followed
