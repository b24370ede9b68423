"""Which module reads which page."""

from __future__ import annotations

from collections.abc import Callable

from data.store.snapshots import Snapshot
from pages import (
    customer,
    customers,
    data_page,
    dictionary,
    journey,
    loyalty,
    overview,
    service,
    touchpoints,
)
from pages.panel import Page
from pages.panels.goals import with_goals
from pages.panels.top_levels import cut
from pages.words.stray_days import with_newest_alone
from view.state import View

_READERS: dict[str, Callable[[Snapshot, View], Page]] = {
    "overview": overview.read,
    "loyalty": loyalty.read,
    "touchpoints": touchpoints.read,
    "journey": journey.read,
    "customers": customers.read,
    "service": service.read,
    "dictionary": dictionary.read,
    "data": data_page.read,
    "customer": customer.read,
}
# The tables that each page asks: what none of them can be filtered by is not offered there.
TABLES_ASKED: dict[str, tuple[str, ...]] = {
    "overview": ("feedback", "tickets", "orders", "customers"),
    "loyalty": ("feedback", "invitations"),
    "touchpoints": ("feedback",),
    "journey": ("feedback",),
    "customers": ("customers", "orders", "feedback"),
    "service": ("tickets",),
    "dictionary": ("feedback", "tickets", "orders", "customers", "invitations"),
    "data": (),
    "customer": (),
}


def read_page(snapshot: Snapshot, view: View) -> Page:
    """The content of the view's page."""
    page = with_goals(_READERS[view.page](snapshot, view), snapshot.catalog)
    page = cut(page, snapshot.catalog)
    return with_newest_alone(page, snapshot.catalog) if TABLES_ASKED[view.page] else page
