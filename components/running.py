"""What stands on every sheet of paper and below every slide: whose, of what, until when."""

from __future__ import annotations

import json
from typing import Any

from dash import html

from components import text
from components.theme import LIGHT, Theme
from data.catalog import Catalog
from pages.panel import Page
from pages.words.sentence import days_of
from view.pages import PAGES, applied
from view.state import View

_NAMED = 4  # levels of one filter: more are counted


def running(page: Page, catalog: Catalog, theme: Theme) -> html.Div:
    """Company and page, scope, and the newest day; unseen on the page itself.

    `data-paper` has a colour of paper for each colour of the theme: charts come in the theme's.
    """
    said = {
        "what": f"{catalog.company} · {PAGES[page.view.page].title}",
        "scope": view_words(page.view, catalog),
        "until": f"Data to {text.day(catalog.last_day)}",
    }
    parts = [html.Span(words, className=f"cx-running-{part}") for part, words in said.items()]
    paper: dict[str, Any] = {"data-paper": json.dumps(_paper(theme))}  # to assets/print.js
    return html.Div(parts, className="cx-running", **paper)


def view_words(view: View, catalog: Catalog) -> str:
    """`Region: EMEA · 1 Nov 2025 to 31 Oct 2026, compared with ...`; "" where no filter counts."""
    if view.page in ("data", "customer"):
        return ""
    labels = {dimension.key: dimension.label for dimension in catalog.dimensions}
    used = applied(view, catalog)  # a page may have no rows of a filter that the link carries
    filters = [f"{labels[key]}: {_levels(levels)}" for key, levels in used.filters]
    weighted = ["weighted"] if view.weighted else []
    return " · ".join([*(filters or ["No filters"]), *weighted, days_of(view, catalog)])


def _levels(levels: tuple[str, ...]) -> str:
    more = len(levels) - _NAMED
    return ", ".join(levels[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _paper(theme: Theme) -> dict[str, str]:
    """From each colour of the theme to that of paper, as the numbers of red, green and blue."""
    if theme is LIGHT:
        return {}
    both = zip(vars(theme).values(), vars(LIGHT).values(), strict=True)
    return {_numbers(shown): _numbers(printed) for shown, printed in both}


def _numbers(colour: str) -> str:
    if colour.startswith("#"):
        return ", ".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return ", ".join(colour.removeprefix("rgba(").split(",")[:3])
