"""Where a page leads that has nothing to show, or nothing of what its link asks for."""

from __future__ import annotations

from dataclasses import replace

from data.catalog import Catalog
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from pages.figures.series import subject_of
from pages.guard import value_of
from pages.panel import Page, Panel, Way
from pages.ways.counted import ASKED, answers_by_metric
from pages.ways.nearest import all_days, number, other_periods, without_filters
from view.pages import PAGES, applied, available_pages
from view.query import listed
from view.state import View


def with_ways(snapshot: Snapshot, page: Page) -> Page:
    """The page with the views to go on to, where it has nothing to show.

    Also where it has no figure of the metric that its link names: what is asked there instead, or
    the view without the filters that the metric can't take.
    """
    view, catalog = page.view, snapshot.catalog
    if not PAGES[view.page].tables or view.page == "dictionary" or catalog.own_agent:
        return page
    found, _ = value_of("instead", lambda: _ways(snapshot, page))
    words, ways = found or ("", ())
    if not page.panels:
        whole = replace(view, period="all", span=all_days(catalog), filters=(), compare="none")
        ways = ways or (Way("All data without any filter", replace(whole, grain_given=False)),)
        return replace(page, headline=words or page.headline, instead=ways)
    if not words:
        return replace(page, instead=ways)
    panels = tuple(replace(one, note=words) if _is_empty(one) else one for one in page.panels)
    return replace(page, panels=panels, note=f"{words} {page.note}".strip(), instead=ways)


def _ways(snapshot: Snapshot, page: Page) -> tuple[str, tuple[Way, ...]]:
    view = page.view
    metric = _wanting(page, snapshot.catalog)
    words, ways = "", tuple[Way, ...]()
    if metric and metric.feedback_metric:
        words, ways = asked_instead(snapshot, view, metric)
    if metric and page.panels and not words:
        words, ways = _unfiltered(snapshot.catalog, view, metric) or (words, ways)
    if not page.panels:
        ways = (*ways, *other_periods(snapshot, view), *without_filters(snapshot, view))
    return words, ways


def _wanting(page: Page, catalog: Catalog) -> MetricDefinition | None:
    """The metric that the page should be about and has no figure of, if any."""
    view = page.view
    if view.page == "loyalty" and not page.panels:
        return DEFINITIONS["nps"]
    if not view.metric:
        return None
    metric = subject_of(catalog, view.metric).metric
    empty = any(_is_empty(panel) for panel in page.panels if panel.metric == metric.key)
    return metric if empty or not page.panels else None


def _is_empty(panel: Panel) -> bool:
    return panel.frame.empty and panel.key in ("trend", "by_month", "journey")


def _unfiltered(
    catalog: Catalog, view: View, metric: MetricDefinition
) -> tuple[str, tuple[Way, ...]] | None:
    """That a metric can't be filtered as the view is, and the way to it; None where it can."""
    lacking = [
        dimension
        for dimension in catalog.dimensions
        if applied(view, catalog).levels(dimension.key) and not catalog.filters(dimension, metric)
    ]
    if not lacking:
        return None
    keys = {dimension.key for dimension in lacking}
    less = replace(view, filters=tuple(one for one in view.filters if one[0] not in keys))
    names = listed([dimension.label for dimension in lacking])
    nouns = listed([dimension.noun for dimension in lacking])
    words = f"{metric.name} can't be filtered by {nouns}."
    return words, (Way(f"{metric.name} without {names}", less),)


def asked_instead(
    snapshot: Snapshot, view: View, metric: MetricDefinition
) -> tuple[str, tuple[Way, ...]]:
    """What is asked in a view that has no answer to a metric: in words, and the ways there."""
    asked, catalog = metric.feedback_metric, snapshot.catalog
    there = _with_other_metrics(view, catalog)
    found = answers_by_metric(snapshot, there)
    others = [key for key in found if key in ASKED and key != asked]
    if asked in answers_by_metric(snapshot, view) or not others:
        return "", ()
    places = view.levels("touchpoint")
    at = f" at {listed(places)}" if places else ""
    ways = [
        Way(
            f"{DEFINITIONS[key].short}{at}: {number(found[key], 'answers', catalog)}",
            replace(there, metric=key, scores=()),
        )
        for key in others
    ]
    at_these = tuple(one for one in view.filters if one[0] == "touchpoint")
    ever = replace(view, page="overview", span=all_days(catalog), filters=at_these)
    named = bool(places) and NOT_STATED not in places
    words = ""
    if named and asked not in answers_by_metric(snapshot, ever):
        names = listed([DEFINITIONS[key].short for key in others])
        words = f"{metric.short} is not asked{at}; {names} {'is' if len(others) == 1 else 'are'}."
    return words, tuple(ways)


def _with_other_metrics(view: View, catalog: Catalog) -> View:
    """The view on a page that shows what else was asked: Loyalty does not."""
    if view.page != "loyalty":
        return view
    page = "touchpoints" if "touchpoints" in available_pages(catalog) else "overview"
    return replace(view, page=page)
