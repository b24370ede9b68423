"""The nearest views that have something to show: of other days, or without a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from data.catalog import Catalog
from data.grains import add_months
from data.scope import Span
from data.store.snapshots import Snapshot
from pages.panel import Way
from pages.ways.counted import months_of, rows_of
from pages.words.left_out import beyond_data, days_words
from view.pages import applied
from view.periods import preset_span, year_before
from view.state import DEFAULT_COMPARISON, View

_MOST_FILTERS = 3  # views without one of the filters that are offered
_MONTH = 30.4  # days
_DAY = timedelta(days=1)


def other_periods(snapshot: Snapshot, view: View) -> tuple[Way, ...]:
    """The nearest months that have rows of the view's filters, as many as it has, and all data."""
    catalog = snapshot.catalog
    whole = replace(view, period="all", span=all_days(catalog), grain_given=False)
    if view.compare == "year-ago" and year_before(whole.span).end >= whole.span.start:
        whole = replace(whole, compare=DEFAULT_COMPARISON)
    months = months_of(snapshot, whole)
    if not months:
        return ()
    found = []
    span = _nearest(months, view.span, whole.span)
    if span != whole.span:
        near = replace(view, period="", span=span, grain_given=False)
        if view.compare == "year-ago" and year_before(span).end >= span.start:
            near = replace(near, compare=DEFAULT_COMPARISON)
        n, noun = rows_of(snapshot, near)
        if n:
            rows = number(n, noun, catalog)
            words = f"{_edge(months, view, catalog, noun)}{days_words(span)}: {rows}"
            found.append(Way(words, near))
    n, noun = rows_of(snapshot, whole)
    if n:
        found.append(Way(f"All data, {days_words(whole.span)}: {number(n, noun, catalog)}", whole))
    return tuple(found)


def _edge(months: Sequence[date], view: View, catalog: Catalog, noun: str) -> str:
    """When such rows begin or end, where the data have other rows of the view's days."""
    if beyond_data(catalog, view):
        return ""
    if months[0] > view.span.end:
        return f"Such {noun} begin in {months[0]:%B %Y}; "
    if add_months(months[-1], 1) <= view.span.start:
        return f"Such {noun} end in {months[-1]:%B %Y}; "
    return ""


def without_filters(snapshot: Snapshot, view: View) -> tuple[Way, ...]:
    """The same period without one of the filters, those with most rows first, else without any."""
    catalog = snapshot.catalog
    used = applied(view, catalog).filters
    labels = {dimension.key: dimension.label for dimension in catalog.dimensions}
    found = []
    for own in used:
        less = replace(view, filters=tuple(one for one in view.filters if one != own))
        n, noun = rows_of(snapshot, less)
        if n:
            rows = number(n, noun, catalog)
            found.append((n, Way(f"Without {labels[own[0]]}: {rows}", less)))
    if not found and len(used) > 1:
        none = replace(view, filters=tuple(one for one in view.filters if one not in used))
        n, noun = rows_of(snapshot, none)
        found = [(n, Way(f"Without any filter: {number(n, noun, catalog)}", none))] if n else []
    found.sort(key=lambda one: -one[0])
    return tuple(way for _, way in found[:_MOST_FILTERS])


def _nearest(months: Sequence[date], span: Span, whole: Span) -> Span:
    """As many months as the span has, at most a year, with the one of `months` nearest to it.

    They begin with that month where it is later, end with it where it is earlier, and lie in
    `whole`.
    """

    def distance(month: date) -> int:
        last = add_months(month, 1) - _DAY
        return max((month - span.end).days, (span.start - last).days, 0)

    size = max(1, min(12, round(span.days / _MONTH)))
    month = min(months, key=distance)
    first = month if month > span.start else add_months(month, 1 - size)
    last = add_months(first, size) - _DAY
    return Span(max(first, whole.start), min(last, whole.end))


def all_days(catalog: Catalog) -> Span:
    """The days of `period=all`."""
    return preset_span("all", catalog.first_day, catalog.last_day)


def number(n: int, noun: str, catalog: Catalog) -> str:
    """`1,204 answers`; of fewer than a figure may be of, only that."""
    return f"{n:,} {noun}" if n >= catalog.minimum_n else f"fewer than {catalog.minimum_n} {noun}"
