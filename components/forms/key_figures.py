"""The key figures of a page in words, to be held against those of another day."""

from __future__ import annotations

import math

from components import text
from data.catalog import Catalog
from pages.figures.figure import Figure, figures_of
from pages.panel import Kind, Page
from pages.words.figure_words import value_words
from pages.words.series_names import short_name

Said = tuple[tuple[str, str, str], ...]  # (key, name, words) of each


def key_figures(page: Page, catalog: Catalog) -> Said:
    """Each card that has a figure: `("nps|...", "NPS", "41.2 (39.8 – 42.6, n 4,357)")`."""
    cards = [figures_of(one.frame) for one in page.panels if one.kind == Kind.CARDS]
    rows = [row for card in cards for row in card if not row.hidden and not math.isnan(row.value)]
    named = {row.series or row.metric for row in rows}
    return tuple(
        (
            f"{row.metric}|{row.series}",
            short_name(row.series, named) if row.series == row.metric else row.definition.short,
            _words(row, catalog),
        )
        for row in rows
    )


def then_and_now(then: Said, now: Said) -> str:
    """`NPS 41.2 (39.8 – 42.6, n 4,357) then, 43.0 (…) now.` of all that differ."""
    known = {key: words for key, _, words in now}
    differing = [
        f"{name} {words} then, {known.get(key, 'no figure')} now"
        for key, name, words in then
        if known.get(key) != words
    ]
    if not differing:
        return "All of the key figures are today what they were then."
    return f"{'; '.join(differing)}."


def _words(row: Figure, catalog: Catalog) -> str:
    value = value_words(row, catalog.currency)
    between = text.interval(row.value, row.low, row.high, row.definition)
    return f"{value} ({between}, n {row.n:,})" if between else value
