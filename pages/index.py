"""Which function reads which page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from data.store.snapshots import Snapshot
from pages.customer import read_customer
from pages.customers import read_customers
from pages.data_page import read_data
from pages.dictionary import read_dictionary
from pages.journey import read_journey
from pages.loyalty import read_loyalty
from pages.overview import read_overview
from pages.panel import Page
from pages.panels.goals import with_goals
from pages.panels.top_levels import cut
from pages.service import read_service
from pages.touchpoints import read_touchpoints
from pages.words.promise import promise
from pages.words.stray_days import with_newest_alone
from view.pages import PAGES
from view.state import View

READERS: dict[str, Callable[[Snapshot, View], Page]] = {
    "overview": read_overview,
    "loyalty": read_loyalty,
    "touchpoints": read_touchpoints,
    "journey": read_journey,
    "customers": read_customers,
    "service": read_service,
    "dictionary": read_dictionary,
    "data": read_data,
    "customer": read_customer,
}


def read_page(snapshot: Snapshot, view: View) -> Page:
    """The content of the view's page."""
    page = with_goals(READERS[view.page](snapshot, view), snapshot.catalog)
    page = cut(page, snapshot.catalog)
    page = replace(page, promise=promise(page, snapshot.catalog))
    return with_newest_alone(page, snapshot.catalog) if PAGES[view.page].tables else page
