"""What changed beyond noise, and where, in full sentences with sizes, reasons and intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.catalog import Catalog
from data.scope import Span
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure, carded
from pages.figures.reasons import MixReason, Place
from pages.words.changes import (
    change_noun,
    is_thin,
    moved,
    not_shown,
    sentence,
    subject_words,
    together,
    unlikely,
)
from pages.words.figure_words import value_words
from pages.words.headline import MOST_TOLD, Reasons
from pages.words.reason_words import reason_words
from pages.words.season_words import seasonal
from view.own_work import OWN_PAGE
from view.pages import has_rest
from view.periods import previous, year_before
from view.query import listed
from view.state import View


def account(
    view: View,
    totals: Sequence[Figure],
    why: Reasons,
    catalog: Catalog,
    *,
    all_told: bool = True,
) -> str:
    """What the key figures say of the view in full: sizes, reasons and intervals.

    `why`: the reasons of the weightiest changes (`weightiest`). Without `all_told` there are more
    key figures than these, of which nothing is said.
    """
    rows = carded(totals)
    judged = [row for row in rows if row.verdict in (Verdict.REAL, Verdict.NOISE)]
    if not judged:
        return _standing(rows, view, catalog)
    found = weightiest(rows, why, view, catalog)
    if not found and len(judged) == 1:
        return f"{not_shown(judged[0], view, catalog)}{_beside(totals, rows, view, catalog)}"
    verb = "differs from the rest" if view.compare == "rest" else "changed"
    if not found:
        changes = listed([moved(row, rows, view, catalog) for row in judged])
        season = " or season" if any(seasonal(row) for row in judged) else ""
        none = f"no key figure {verb} beyond noise{season}: {changes}"
        told_of = none if all_told else f"{changes}, all within noise{season}"
        return f"{sentence(told_of)}{_beside(totals, rows, view, catalog)}"
    told = found[:MOST_TOLD]
    known = [row for row in judged if catalog.on_overview(row.definition)]
    # Where nothing of what matters most moved, that comes first.
    still = bool(known) and all(row.verdict != Verdict.REAL for row in known)
    explained = [row for row in told if view.compare == "rest" or row.series in why]
    names = [subject_words(row, rows) for row in known] if still else []
    parts = [f"No {change_noun(view)} is shown in {listed(names)}."] if names else []
    parts += [
        sentence(
            unlikely(row, rows, view, catalog)
            + reason_words(why.get(row.series), row, catalog.currency)
        )
        for row in explained
    ]
    others = [row for row in told if row not in explained]
    parts += [sentence(together(others, rows, view, catalog))] if others else []
    if len(found) > len(told):
        parts.append(sentence(together(found[MOST_TOLD:], rows, view, catalog, "also ")))
    if len(found) < len(rows) and all_told and not still:
        parts.append(f"No other key figure {verb} beyond noise.")
    return " ".join(parts)


def _beside(totals: Sequence[Figure], cards: Sequence[Figure], view: View, catalog: Catalog) -> str:
    """What changed of the figures beside the key figures, where none of these did."""
    found = [row for row in totals if row not in cards and row.verdict == Verdict.REAL]
    return f" Beside that, {together(found, found, view, catalog)}." if found else ""


def weightiest(rows: Sequence[Figure], why: Reasons, view: View, catalog: Catalog) -> list[Figure]:
    """The changes that are real, the weightiest first.

    Rates, means and times go before what a larger company has more of, and before the index, whose
    parts are told themselves; what began with few comes last. Among these goes first what is most
    beyond noise: its size over its interval. Of the first, which have reasons, those come last in
    which nothing is shown beside the mix.
    """
    found = [row for row in rows if row.verdict == Verdict.REAL]
    found.sort(key=lambda row: (_thin(row, view, catalog), _grows(row), -_beyond(row)))
    first = sorted(found[:MOST_TOLD], key=lambda row: (_grows(row), _only_mix(why.get(row.series))))
    return [*first, *found[MOST_TOLD:]]


def _thin(row: Figure, view: View, catalog: Catalog) -> bool:
    return is_thin(row, view, catalog.minimum_n)


def _grows(row: Figure) -> bool:
    """True of what a larger company has more of, and of the index, whose parts are told."""
    return row.definition.kind in ("count", "stock", "total", "composite")


def _beyond(row: Figure) -> float:
    width = row.change_high - row.change_low
    return abs(row.change) / width if width > 0 else 0.0


def _only_mix(why: MixReason | Place | None) -> bool:
    return isinstance(why, MixReason) and not why.mix.parts.rate.real


def details(catalog: Catalog, view: View) -> str:
    """The days of the view and of what it is compared with, and the newest day of the data."""
    return f"{days_of(view, catalog)} · data to {catalog.last_day:%-d %b %Y}"


def days_of(view: View, catalog: Catalog) -> str:
    """`1 Nov 2025 to 31 Oct 2026, compared with 1 Nov 2024 to 31 Oct 2025`."""
    return f"{_dates(view.span)}{_compared(view, catalog)}"


def _standing(rows: list[Figure], view: View, catalog: Catalog) -> str:
    """Figures without a comparison."""
    shown = [row for row in rows if not row.hidden]
    if not shown:
        return f"Too few {rows[0].definition.noun} in this view to show a figure."
    found = listed([_stands(row, rows, catalog.currency) for row in shown])
    if view.compare == "none":
        return sentence(found)
    alone = not any(row.base_n for row in rows)
    if alone and view.compare == "rest" and not catalog.totals and view.page != OWN_PAGE:
        return sentence(f"{found}; choose a segment to compare it with the rest")
    if alone:
        return sentence(f"{found}; there are no {rows[0].definition.noun} to compare with")
    return sentence(f"{found}; there is not enough to compare with")


def _stands(row: Figure, rows: list[Figure], currency: str) -> str:
    """`loyalty (NPS) is 39.8 (weighted 40.4)`."""
    told = f"{subject_words(row, rows)} is {value_words(row, currency)}"
    if math.isnan(row.weighted_value):
        return told
    return f"{told} (weighted {value_words(row._replace(value=row.weighted_value), currency)})"


def _dates(span: Span) -> str:
    return f"{span.start:%-d %b %Y} to {span.end:%-d %b %Y}"


def _compared(view: View, catalog: Catalog) -> str:
    if view.compare == "rest":
        whole = " of the company" if catalog.totals else ""
        return f", compared with the rest{whole}" if has_rest(view, catalog) else ""
    if view.compare == "none":
        return ""
    before = year_before if view.compare == "year-ago" else previous
    return f", compared with {_dates(before(view.span))}"
