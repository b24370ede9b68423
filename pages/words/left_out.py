"""What a view leaves out, or cannot know: sentences for the reader."""

from __future__ import annotations

from collections.abc import Sequence

from data.catalog import Catalog
from data.scope import Span
from pages.panel import Panel
from view.pages import PAGES, has_rest, unused_filters
from view.query import listed
from view.state import View


def left_out(
    catalog: Catalog,
    view: View,
    tables: Sequence[str] = ("feedback", "tickets", "orders", "customers"),
) -> str:
    """A sentence on those of the tables that can't be filtered as the view is, or nothing."""
    lacking: dict[str, list[str]] = {}
    for table in tables:
        if table not in catalog.columns:
            continue
        filters = [d for d in catalog.dimensions if view.levels(d.key) and table not in d.tables]
        if filters:
            names = " and ".join(dimension.noun for dimension in filters)
            lacking.setdefault(names, []).append(table)
    parts = (
        f"{listed(without).capitalize()} can't be filtered by {names} and are left out."
        for names, without in lacking.items()
    )
    return " ".join(parts)


def not_applied(catalog: Catalog, view: View) -> str:
    """A sentence on the filters that the view's page does without, or nothing."""
    page = PAGES[view.page]
    unused = unused_filters(view, catalog)
    labels = [dimension.label for dimension in catalog.dimensions if dimension.key in unused]
    if not labels or not page.tables:
        return ""
    one = len(labels) == 1
    does, is_out = ("does", "it is") if one else ("do", "they are")
    return f"{listed(labels)} {does} not apply to {page.title}; {is_out} left out here."


def no_rest(catalog: Catalog, view: View, panels: Sequence[Panel]) -> str:
    """What to do where the view stands against a rest that it does not have, or nothing."""
    if view.compare != "rest" or has_rest(view, catalog) or not panels:
        return ""
    if not any(dimension.segment for dimension in catalog.dimensions):
        return "These data have no segments: there is no rest to compare with."
    shown = _by_segments(catalog, panels)
    levels = f"; by {shown} each level stands against all others" if shown else ""
    return f"Choose a segment to compare it with the rest{levels}."


def whose_rest(catalog: Catalog, view: View, panels: Sequence[Panel]) -> str:
    """Which rest it is, for who is limited to some rows and compares them with all others."""
    if view.compare != "rest" or not catalog.totals or not has_rest(view, catalog) or not panels:
        return ""
    shown = _by_segments(catalog, panels)
    levels = f"; by {shown} each level stands against the others that you see" if shown else ""
    return f"The rest is that of the whole company{levels}."


def _by_segments(catalog: Catalog, panels: Sequence[Panel]) -> str:
    """The segments by which there are panels: `country and plan`, or nothing."""
    segments = {d.key: d.noun for d in catalog.dimensions if d.segment}
    shown = dict.fromkeys(panel.dimension for panel in panels if panel.dimension in segments)
    return listed([segments[key] for key in shown]) if shown else ""


def beyond_data(catalog: Catalog, view: View) -> str:
    """A sentence where the data have not a day of the view, or nothing."""
    span, first, last = view.span, catalog.first_day, catalog.last_day
    if span.end < first:
        return f"The data begin {first:%-d %b %Y}; nothing is known of {days_words(span)}."
    if span.start > last:
        return f"The data end {last:%-d %b %Y}; nothing is known yet of {days_words(span)}."
    return ""


def days_words(span: Span) -> str:
    """`2019`, `March 2026`, `3 Mar 2026`, `1 Mar to 30 Apr 2026`."""
    start, end = span.start, span.end
    if span.whole_months == 12 and start.month == 1:
        return f"{start:%Y}"
    if span.whole_months == 1:
        return f"{start:%B %Y}"
    if start == end:
        return f"{start:%-d %b %Y}"
    year = "" if start.year == end.year else f" {start:%Y}"
    return f"{start:%-d %b}{year} to {end:%-d %b %Y}"


def leaving_note(catalog: Catalog, view: View) -> str:
    """What is not known of the first days of the view: whether somebody left; else nothing."""
    since = catalog.leaving_since
    if since is None or since <= catalog.first_day or not catalog.has("customers", "churned_at"):
        return ""
    if view.span.start >= since:
        return ""
    return (
        f"Nobody is known to have left before {since:%-d %b %Y}; if those who did are not in the "
        "data, retention up to then is too high."
    )


def prediction_note(catalog: Catalog) -> str:
    """Why what customers will spend is not predicted, where there are orders; else nothing."""
    model = catalog.lifetime
    if model is None or not model.why_not:
        return ""
    return f"What customers will spend is not predicted: {model.why_not}"
