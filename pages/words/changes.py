"""A change as a sentence tells it: verb, size, unit, direction, and what its test says of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.catalog import Catalog
from metrics.inference.control_charts import Variation
from metrics.inference.verdicts import Verdict
from metrics.series import is_series, parse_series
from pages.figures.figure import Figure
from pages.words.figure_words import (
    change_unit,
    shows_change,
    signed_words,
    size_words,
    smallest_words,
)
from pages.words.season_words import judgement_words, last_year_words, seasonal, usual_words
from pages.words.series_names import scale_note
from view.query import listed
from view.state import View

UNLIKELY = "unlikely to be chance alone"
_THIN = 3  # times the minimum n: fewer on the other side are a thin start
_FAR_MORE = 10  # times as many as on the other side


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return f"{text[0].upper()}{text[1:]}."


def change_noun(view: View) -> str:
    """What is told of: between periods a change, between segments a difference."""
    return "difference" if view.compare == "rest" else "change"


def subject_words(row: Figure, rows: Sequence[Figure]) -> str:
    """What a figure is about, with its scale where another one of the metric is told of too."""
    if sum(other.metric == row.metric for other in rows) > 1:
        return f"{row.definition.subject}, {scale_note(row.series)},"
    return row.definition.subject


def is_thin(row: Figure, view: View, minimum_n: int) -> bool:
    """True where a change began with few: it is told, but leads no headline."""
    few = row.base_n < _THIN * minimum_n or row.base_n * _FAR_MORE < row.n
    return view.compare != "rest" and few


def moved(row: Figure, rows: Sequence[Figure], view: View, catalog: Catalog) -> str:
    """`the average order value fell GBP 83.98`, `ease (CES) is 5.9 points below the rest`."""
    subject, rest = subject_words(row, rows), view.compare == "rest"
    if row.change == 0:
        return f"{subject} {'is as in the rest' if rest else 'did not move'}"
    size = _money(size_words(row.change, row.definition, row.value), row, catalog)
    if not shows_change(row):
        size = f"less than {_money(smallest_words(row), row, catalog)}"
        subject += "" if rest else " moved by"
        return f"{subject} is {size} {_side(row)} the rest" if rest else f"{subject} {size}"
    if rest:
        return f"{subject} is {size} {_side(row)} the rest"
    if row.definition.kind == "mean" and is_series(row.series):
        size += f" on {parse_series(row.series).scale}"
    told = f"{subject} {'rose' if row.change > 0 else 'fell'} {size}"
    if row.verdict == Verdict.REAL and is_thin(row, view, catalog.minimum_n):
        told += f" (from only {row.base_n:,} {row.definition.noun})"
    season = usual_words(row, money_of(row, catalog))
    return f"{told} ({season})" if season else told


def money_of(row: Figure, catalog: Catalog) -> str:
    """What stands before the amounts of a row: `EUR `, or nothing."""
    return f"{catalog.currency} ".lstrip() if row.definition.unit == "currency" else ""


def _side(row: Figure) -> str:
    return "above" if row.change > 0 else "below"


def _money(words: str, row: Figure, catalog: Catalog) -> str:
    return f"{catalog.currency} {words}".strip() if row.definition.unit == "currency" else words


def unlikely(row: Figure, rows: Sequence[Figure], view: View, catalog: Catalog) -> str:
    """`satisfaction (CSAT) rose 5.1 points, unlikely to be chance alone`."""
    return f"{moved(row, rows, view, catalog)}, {UNLIKELY}"


def together(
    told: Sequence[Figure], rows: Sequence[Figure], view: View, catalog: Catalog, also: str = ""
) -> str:
    """Changes that nothing explains: `A fell 0.7 points and B rose 12, both unlikely to be ...`."""
    each = {1: "", 2: "both "}.get(len(told), "each ")
    said = listed([moved(row, rows, view, catalog) for row in told])
    return f"{said}, {also or each}{UNLIKELY}"


def not_shown(row: Figure, view: View, catalog: Catalog) -> str:
    """Of the only figure: that no change is shown, and what it may be."""
    money = money_of(row, catalog)
    if seasonal(row) and not row.beside_season:
        return sentence(f"{moved(row, [row], view, catalog)}; {last_year_words(row, money)}")
    if seasonal(row):
        return sentence(f"{moved(row, [row], view, catalog)}, {judgement_words(row)}")
    noise = ", within noise" if row.change else ""
    if math.isnan(row.change_low):
        return sentence(f"{moved(row, [row], view, catalog)}{noise}")
    low, high = (signed_words(end, row, money) for end in (row.change_low, row.change_high))
    return sentence(
        f"{moved(row, [row], view, catalog)}{noise}: the {change_noun(view)} may be anything from "
        f"{low} to {high}{change_unit(row)}"
    )


def special_words(row: Figure, view: View) -> str:
    """`; unusual since May 2026`, where a special cause holds that goes the way of the change."""
    better = (row.change > 0) == row.definition.higher_is_better
    way = Variation.IMPROVING if better else Variation.WORSENING
    if row.special_since is None or row.variation != way or view.compare == "rest":
        return ""
    named = {"month": "%B %Y", "quarter": "%B %Y", "year": "%Y"}.get(view.grain, "%-d %B %Y")
    return f"; unusual since {row.special_since:{named}}"
