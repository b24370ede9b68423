"""The key figures of a page in words, so that they can be held against those of another day."""

from __future__ import annotations

import math

from data.catalog import Catalog
from pages.figures.figure import figures_of
from pages.panel import Kind, Page
from pages.words.figure_words import value_words
from pages.words.series_names import short_name


def key_figures(page: Page, catalog: Catalog) -> tuple[tuple[str, str, str], ...]:
    """(key, name, value) of each card that has a figure: `("nps|...", "NPS", "41.2 points")`."""
    cards = [figures_of(one.frame) for one in page.panels if one.kind == Kind.CARDS]
    rows = [row for card in cards for row in card if not row.hidden and not math.isnan(row.value)]
    named = {row.series or row.metric for row in rows}
    return tuple(
        (
            f"{row.metric}|{row.series}",
            short_name(row.series, named) if row.series == row.metric else row.definition.short,
            value_words(row, catalog.currency),
        )
        for row in rows
    )
