"""Which module reads which page."""

from __future__ import annotations

from collections.abc import Callable

from data.store import Snapshot
from pages import customers, data_page, loyalty, overview, touchpoints
from pages.panel import Page
from view.state import View

_READERS: dict[str, Callable[[Snapshot, View], Page]] = {
    "overview": overview.read,
    "loyalty": loyalty.read,
    "touchpoints": touchpoints.read,
    "customers": customers.read,
    "data": data_page.read,
}


def read_page(snapshot: Snapshot, view: View) -> Page:
    """The content of the view's page."""
    return _READERS[view.page](snapshot, view)
