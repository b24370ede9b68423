"""The sentence at the top of a page, from the verdicts: what changed beyond noise, and where."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from data.catalog import Catalog
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.inference.verdicts import Verdict
from metrics.series import is_series
from pages.figures.figure import Figure, carded
from pages.figures.reasons import reasons
from pages.panels.breakdowns import has_touchpoints
from pages.words.changes import (
    UNLIKELY,
    change_noun,
    is_thin,
    moved,
    not_shown,
    sentence,
    subject_words,
    together,
    unlikely,
)
from pages.words.coverage_words import coverage_words
from pages.words.figure_words import value_words
from pages.words.reason_words import reason_words
from pages.words.season_words import seasonal
from view.periods import previous, year_before
from view.query import listed
from view.state import View

_MOST_REASONS = 3  # changes that are explained in the headline


def headline(
    snapshot: Snapshot, view: View, totals: Sequence[Figure], *, all_told: bool = True
) -> str:
    """What the key figures say of the view, in a sentence or two.

    Without `all_told` there are more of them than these, of which nothing is said.
    """
    catalog = snapshot.catalog
    rows = carded(totals)
    judged = [row for row in rows if row.verdict in (Verdict.REAL, Verdict.NOISE)]
    if not judged:
        return _standing(rows, view, catalog.currency)
    found = [row for row in judged if row.verdict == Verdict.REAL]
    found.sort(key=lambda row: is_thin(row, view, catalog.minimum_n))
    if not found and len(judged) == 1:
        return f"{not_shown(judged[0], view, catalog)}{_beside(totals, rows, view, catalog)}"
    verb = "differs from the rest" if view.compare == "rest" else "changed"
    if not found:
        changes = listed([moved(row, rows, view, catalog) for row in judged])
        season = " or season" if any(seasonal(row) for row in judged) else ""
        none = f"no key figure {verb} beyond noise{season}: {changes}"
        told_of = none if all_told else f"{changes}, all within noise{season}"
        return f"{sentence(told_of)}{_beside(totals, rows, view, catalog)}"
    told = found[:_MOST_REASONS]
    over_time = view.compare in ("previous", "year-ago")
    why = reasons(snapshot, view, told, has_touchpoints(catalog)) if over_time else {}
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
        parts.append(sentence(together(found[_MOST_REASONS:], rows, view, catalog, "also ")))
    if len(found) < len(rows) and all_told and not still:
        parts.append(f"No other key figure {verb} beyond noise.")
    return " ".join(parts)


def _beside(totals: Sequence[Figure], cards: Sequence[Figure], view: View, catalog: Catalog) -> str:
    """What changed of the figures beside the key figures, where none of these did."""
    found = [row for row in totals if row not in cards and row.verdict == Verdict.REAL]
    return f" Beside that, {together(found, found, view, catalog)}." if found else ""


def details(figures: Sequence[Figure], catalog: Catalog, view: View) -> str:
    """Below the sentence: how many changes are beyond noise, which rows these are."""
    parts = []
    if figures:
        shown = carded(figures)
        count = Counter("season" if seasonal(row) else row.verdict for row in shown)
        if count[Verdict.NONE] < len(shown):
            words = {
                Verdict.REAL: UNLIKELY,
                Verdict.NOISE: "within noise",
                "season": "may be season",
                Verdict.TOO_FEW: "with too few to judge",
                Verdict.NONE: "with nothing to compare",
            }
            told = [f"{count[key]} {word}" for key, word in words.items() if count[key]]
            changes = change_noun(view) + ("" if len(shown) == 1 else "s")
            parts.append(f"{len(shown)} {changes}: {', '.join(told)}")
        answers = sum(row.n for row in shown if is_series(row.series))
        if answers:
            weighted = catalog.weighted and view.compare != "none"
            unweighted = ", compared unweighted" if weighted else ""
            parts.append(f"{answers:,} answers{unweighted}")
    parts.append(f"{_dates(view)}{_compared(view)}")
    parts += coverage_words(figures, catalog, view)
    parts.append(f"data to {catalog.last_day:%-d %b %Y}")
    return " · ".join(parts)


def _standing(rows: list[Figure], view: View, currency: str) -> str:
    """Figures without a comparison."""
    shown = [row for row in rows if not row.hidden]
    if not shown:
        return f"Too few {rows[0].definition.noun} in this view to show a figure."
    found = listed([_stands(row, rows, currency) for row in shown])
    if view.compare == "none":
        return sentence(found)
    if view.compare == "rest" and not any(row.base_n for row in rows):
        return sentence(f"{found}; choose a segment to compare it with the rest")
    if not any(row.base_n for row in rows):
        return sentence(f"{found}; there are no {rows[0].definition.noun} to compare with")
    return sentence(f"{found}; there is not enough to compare with")


def _stands(row: Figure, rows: list[Figure], currency: str) -> str:
    """`loyalty (NPS) is 39.8 (weighted 40.4)`."""
    told = f"{subject_words(row, rows)} is {value_words(row, currency)}"
    if math.isnan(row.weighted_value):
        return told
    return f"{told} (weighted {value_words(row._replace(value=row.weighted_value), currency)})"


def _dates(view: View) -> str:
    return f"{view.span.start:%-d %b %Y} to {view.span.end:%-d %b %Y}"


def _compared(view: View) -> str:
    if view.compare == "rest":
        return ", segment against the rest"
    if view.compare == "none":
        return ""
    base = _base(view)
    return f", compared with {base.start:%-d %b %Y} to {base.end:%-d %b %Y}"


def _base(view: View) -> Span:
    return year_before(view.span) if view.compare == "year-ago" else previous(view.span)
