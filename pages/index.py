"""Which function reads which page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from data.catalog import Catalog
from data.query.results import asked_once
from data.store.snapshots import Snapshot
from data.store.time_limit import limited
from pages.customer import read_customer
from pages.customers import read_customers
from pages.data_page import read_data
from pages.dictionary import read_dictionary
from pages.figures.figure import figures_of
from pages.journey import read_journey
from pages.loyalty import read_loyalty
from pages.my_work.page import read_my_work
from pages.overview import read_overview
from pages.panel import UNSAID, Kind, Page
from pages.panels.goals import with_goals
from pages.panels.top_levels import cut
from pages.service import read_service
from pages.to_call.page import read_to_call
from pages.touchpoints import read_touchpoints
from pages.voice.page import read_voice
from pages.ways.instead import with_ways
from pages.why.page import read_why
from pages.words.briefing import with_targets
from pages.words.left_out import beyond_data, no_rest, not_applied, whose_rest
from pages.words.period_words import with_period
from pages.words.promise import promise
from pages.words.scope_words import about
from view.own_work import OWN_PAGE
from view.pages import PAGES, applied
from view.state import View

_NO_ROWS = "None of these data are open to you."
_WHO = "Whoever runs CX Lens can say which rows you may see, and whether the data still have them."
SECONDS = 20.0  # that a page may take: some hundred times what one takes

READERS: dict[str, Callable[[Snapshot, View], Page]] = {
    "overview": read_overview,
    "why": read_why,
    "loyalty": read_loyalty,
    "voice": read_voice,
    "touchpoints": read_touchpoints,
    "journey": read_journey,
    "customers": read_customers,
    "to-call": read_to_call,
    "service": read_service,
    "dictionary": read_dictionary,
    "data": read_data,
    "customer": read_customer,
    OWN_PAGE: read_my_work,
}


def read_page(snapshot: Snapshot, view: View) -> Page:
    """The content of the view's page, of the rows of those filters that it can apply.

    Its view keeps the others: links lead on with them. Raises UnavailableError, and TooLargeError
    where nothing of it can be had in the time that a page may take.
    """
    with limited(SECONDS), asked_once():
        return _read(snapshot, view)


def _read(snapshot: Snapshot, view: View) -> Page:
    catalog, own = snapshot.catalog, applied(view, snapshot.catalog)
    page = _beyond(catalog, own) or READERS[view.page](snapshot, own)
    page = cut(with_goals(page, catalog), catalog)
    page = replace(page, promise=promise(page, catalog))
    if not (PAGES[view.page].tables and catalog.tables):
        return replace(page, view=view)
    rest = no_rest(catalog, own, page.panels) or whose_rest(catalog, own, page.panels)
    note = " ".join(text for text in (not_applied(catalog, view), rest, page.note) if text)
    page = _about_whom(replace(page, note=note), catalog)
    page = with_ways(snapshot, replace(page, view=view))
    return with_period(page, catalog)


def _beyond(catalog: Catalog, view: View) -> Page | None:
    """A page of days that the data do not have; None where they have some, or that needs none.

    And one for whoever may see no row.
    """
    if not catalog.tables and PAGES[view.page].tables and view.page != "dictionary":
        return Page(view, _NO_ROWS, _WHO, ())
    words = beyond_data(catalog, view)
    if not words or not PAGES[view.page].tables or view.page == "dictionary":
        return None
    return Page(view, words, "", ())


def _about_whom(page: Page, catalog: Catalog) -> Page:
    """The page with whom it is about in its headline, and its targets in the quiet line."""
    if not page.panels:
        return page
    cards = [figures_of(one.frame) for one in page.panels if one.kind == Kind.CARDS]
    figures = [figure for rows in cards for figure in rows]
    said = page.headline
    return replace(
        page,
        headline=said if said == UNSAID else about(page.about or page.view, catalog, said),
        rest=with_targets(page.rest, figures),
    )
