"""What every file says of itself: whose it is, of what, until when, and the link that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from components import links, text
from components.briefing import told
from components.running import view_words
from data.catalog import Catalog
from pages.panel import Page
from view.pages import PAGES


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
    return About(
        company=catalog.company,
        title=PAGES[page.view.page].title,
        scope=view_words(page.view, catalog),
        until=f"Data to {text.day(catalog.last_day)}, {catalog.timezone}",
        link=f"{address}{links.fixed(page.view, catalog)}",
    )
