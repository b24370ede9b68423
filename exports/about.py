"""What every file says of itself: whose it is, of what, until when, and the link that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from components import links, text
from components.briefing import told
from components.running import view_words
from data.catalog import Catalog
from pages.panel import Page
from view.pages import PAGES
from view.state import View


@dataclass(frozen=True)
class About:
    """`link`: an address that shows the view, with its dates fixed as they are now."""

    company: str
    title: str  # of the page
    scope: str  # filters, days, and what they are compared with
    until: str  # "Data to 31 Oct 2026, Europe/Helsinki"
    link: str


def findings_of(page: Page, catalog: Catalog) -> list[str]:
    """The findings in words, with their figures and what they cost."""
    both = zip(told(page, catalog), page.findings, strict=True)
    return [f"{words}. {one.cost}".rstrip() for words, one in both]


def about(page: Page, catalog: Catalog, address: str) -> About:
    """What a file of this page says of itself. `address`: of the dashboard, no path."""
    return about_view(page.view, catalog, address)


def about_view(view: View, catalog: Catalog, address: str) -> About:
    """The same of a view, which nobody has read yet."""
    return About(
        company=catalog.company,
        title=PAGES[view.page].title,
        scope=view_words(view, catalog),
        until=f"Data to {text.day(catalog.last_day)}, {catalog.timezone}",
        link=f"{address}{links.fixed(view, catalog)}",
    )
