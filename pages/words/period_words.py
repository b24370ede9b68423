"""What pages say of their period, where it is not the one that a reader would expect."""

from __future__ import annotations

from dataclasses import replace

from data.catalog import Catalog
from pages.panel import Page
from view.period_parameters import first_period
from view.periods import DEFAULT_PRESET, preset_span, previous
from view.state import DEFAULT_COMPARISON

_BY = {
    "last-90-days": "by 90 days",
    "last-30-days": "by 30 days",
    "last-7-days": "by weeks",
    "": "by halves of the data",
}


def with_period(page: Page, catalog: Catalog) -> Page:
    """The page with a note of why its period is no year, or ends before the newest row."""
    said = [text for text in (_shorter(page, catalog), _newest_alone(page, catalog)) if text]
    return replace(page, note=" ".join([*([page.note] if page.note else []), *said]))


def _shorter(page: Page, catalog: Catalog) -> str:
    """Why a link without a period shows less than a year; nothing on all others."""
    view, (period, span) = page.view, first_period(catalog)
    if period == DEFAULT_PRESET or (view.period, view.span) != (period, span):
        return ""
    if view.compare != DEFAULT_COMPARISON:
        return ""
    first = catalog.event_days[0]
    year = preset_span(DEFAULT_PRESET, first, catalog.newest_day)
    if first > previous(year).start:
        return f"Compared {_BY[period]}: the data begin {first:%-d %b %Y}, too late for two years."
    return f"Compared {_BY[period]}: of the last two years one has too few rows."


def _newest_alone(page: Page, catalog: Catalog) -> str:
    """That rows are alone which the preset leaves out, or which the dates have."""
    alone, view = catalog.newest_alone, page.view
    if alone is None or view.period == "all":
        return ""
    if view.period:
        return f"{alone.sentence} This period ends there; “All data” has everything."
    if view.span.start > alone.others:
        return f"{alone.sentence} See “All data” for the others."
    return ""
