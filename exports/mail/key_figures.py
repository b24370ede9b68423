"""The key figures of a page as rows of words: what a mail has of its cards."""

from __future__ import annotations

from typing import NamedTuple

from components import text
from data.catalog import Catalog
from metrics.series import is_series, parse_series
from pages.figures.figure import Figure, figures_of
from pages.panel import Kind, Page

_DASH = "–"


class KeyFigure(NamedTuple):
    """A figure in words: with interval, n, and what its comparison says."""

    name: str
    value: str
    interval: str
    n: str
    change: str
    verdict: str


def key_figures(page: Page, catalog: Catalog) -> list[KeyFigure]:
    """A row for each figure on the cards; none for a page that has no cards."""
    rows = [row for one in page.panels if one.kind == Kind.CARDS for row in figures_of(one.frame)]
    return [_row(row, page, catalog) for row in rows]


def _row(row: Figure, page: Page, catalog: Catalog) -> KeyFigure:
    metric = row.definition
    scale = f", {parse_series(row.series).scale}" if is_series(row.series) else ""
    if row.hidden:
        why = text.hidden(row.hidden, metric)
        return KeyFigure(f"{metric.name}{scale}", _DASH, _DASH, _DASH, _DASH, why)
    shown = text.with_currency(text.amount(row.value, metric), metric, catalog.currency)
    return KeyFigure(
        name=f"{metric.name}{scale}",
        value=shown,
        interval=text.interval(row.value, row.low, row.high, metric) or _DASH,
        n=text.count(row.n),
        change=text.change(row) or _DASH,
        verdict=text.judgement(row, page.view),
    )
