"""The sentence at the top of a page, from the verdicts: what changed, is it real, where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from data.catalog import Catalog
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.inference.verdicts import Verdict
from metrics.journey import Moments
from metrics.series import is_series
from pages.figures.figure import Figure, carded, figures_of
from pages.figures.reasons import reasons
from pages.panels.breakdowns import has_touchpoints
from pages.words.coverage_words import coverage_words
from pages.words.figure_words import (
    change_unit,
    shows_change,
    signed_words,
    size_words,
    value_words,
)
from pages.words.reason_words import reason_words
from pages.words.season_words import last_year_words, seasonal
from pages.words.series_names import scale_note, short_name
from view.periods import previous, year_before
from view.query import listed
from view.state import View

_MOST_NAMED = 3  # touchpoints of one direction
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
    real = [row for row in judged if row.verdict == Verdict.REAL]
    if not real and len(judged) == 1:
        return _within_noise(judged[0], view, catalog)
    if not real:
        changes = listed([_moved(row, rows, view, catalog) for row in judged])
        season = " or season" if any(seasonal(row) for row in judged) else ""
        return f"No {_change(view)} can be told from noise{season}: {changes}."
    told = real[:_MOST_REASONS]
    over_time = view.compare in ("previous", "year-ago")
    why = reasons(snapshot, view, told, has_touchpoints(catalog)) if over_time else {}
    known = [row for row in judged if catalog.on_overview(row.definition)]
    # Where nothing of what matters most moved, that comes first.
    still = bool(known) and all(row.verdict != Verdict.REAL for row in known)
    explained = [row for row in told if view.compare == "rest" or row.series in why]
    names = [_subject(row, rows) for row in known] if still else []
    parts = [f"No real {_change(view)} in {listed(names)}."] if names else []
    parts += [
        _sentence(
            _change_words(row, rows, view, catalog)
            + reason_words(why.get(row.series), row, catalog.currency)
        )
        for row in explained
    ]
    others = [row for row in told if row not in explained]
    parts += [_sentence(_together(others, rows, view, catalog))] if others else []
    if len(real) > len(told):
        more = listed([_subject(row, rows) for row in real[_MOST_REASONS:]])
        parts.append(_sentence(f"{more} really changed too"))
    if len(real) < len(rows) and all_told and not still:
        verb = "differs" if view.compare == "rest" else "changed"
        parts.append(f"No other key figure {verb} beyond noise.")
    return " ".join(parts)


def _within_noise(row: Figure, view: View, catalog: Catalog) -> str:
    metric = row.definition
    money = f"{catalog.currency} ".lstrip() if metric.unit == "currency" else ""
    if seasonal(row):
        return _sentence(f"{_moved(row, [row], view, catalog)}; {last_year_words(row, money)}")
    low, high = (signed_words(end, row, money) for end in (row.change_low, row.change_high))
    noise = ", which can't be told from noise" if shows_change(row) else ""
    return _sentence(
        f"{_moved(row, [row], view, catalog)}{noise}: the {_change(view)} may be anything from "
        f"{low} to {high}{change_unit(row)}"
    )


def touchpoint_sentence(frame: pd.DataFrame, view: View) -> str:
    """Which touchpoints really changed; without a comparison, which are lowest."""
    if not frame["verdict"].isin([Verdict.REAL, Verdict.NOISE]).any():
        return _lowest(frame)
    real = figures_of(frame[frame["verdict"] == Verdict.REAL])
    if not real:
        return f"At no touchpoint can a {_change(view)} be told from noise."
    parts, series = [], set(frame["series"])
    for better, word in ((False, "worse"), (True, "better")):
        rows = [
            f"{row.touchpoint} ({short_name(row.series, series)} {signed_words(row.change, row)})"
            for row in sorted(real, key=lambda row: -abs(row.change))
            if ((row.change > 0) == row.definition.higher_is_better) == better
        ]
        more = [f"{len(rows) - _MOST_NAMED} more"] if len(rows) > _MOST_NAMED else []
        if rows:
            than = " than the rest" if view.compare == "rest" else ""
            parts.append(f"really {word}{than}: {listed(rows[:_MOST_NAMED] + more)}")
    return _sentence(f"{'; '.join(parts)}; no other {_change(view)} can be told from noise")


def journey_sentence(rows: Sequence[Figure], moments: Moments) -> str:
    """The peak, the low and the end of one series; `rows` are its touchpoints."""
    subject = rows[0].definition.subject
    if all(row.hidden for row in rows):
        return _sentence(f"{subject} has too few answers at every touchpoint")
    if len(rows) == 1:
        return _sentence(
            f"{subject} is {value_words(rows[0])} at {rows[0].touchpoint}, asked nowhere else"
        )
    places = {row.touchpoint: row for row in rows}
    told = [
        f"{verb} {'its end, ' if name == moments.end else ''}{name} ({value_words(places[name])})"
        for verb, name in (("peaks at", moments.peak), ("is lowest at", moments.low))
        if name
    ]
    if told:
        differ = "both really differ" if len(told) == 2 else "it really differs"
        sentence = f"{subject} {' and '.join(told)}; {differ} from the rest"
    else:
        sentence = f"at no touchpoint can {subject} be told from the rest of the journey"
    if moments.end in ("", moments.peak, moments.low):
        return _sentence(sentence)
    end = places[moments.end]
    value = "has too few answers to show" if end.hidden else f"is at {value_words(end)}"
    return f"{_sentence(sentence)} The end, {end.touchpoint}, {value}."


def _lowest(frame: pd.DataFrame) -> str:
    """The lowest touchpoint of each series: figures of different series are not compared."""
    shown = frame[(frame["hidden"] == "") & frame["value"].notna()]
    if shown.empty:
        return "Too few answers at every touchpoint."
    places = shown.groupby("series", sort=False, observed=True)["value"].idxmin()
    lowest = [
        f"{row.touchpoint} for {short_name(row.series, set(frame['series']))} ({value_words(row)})"
        for row in figures_of(shown.loc[places])
    ]
    return f"Lowest: {listed(lowest)}."


def details(figures: Sequence[Figure], catalog: Catalog, view: View) -> str:
    """Below the sentence: how many changes are real, which rows these are."""
    parts = []
    if figures:
        shown = carded(figures)
        count = Counter("season" if seasonal(row) else row.verdict for row in shown)
        if count[Verdict.NONE] < len(shown):
            words = {
                Verdict.REAL: "real",
                Verdict.NOISE: "within noise",
                "season": "may be season",
                Verdict.TOO_FEW: "with too few to judge",
                Verdict.NONE: "with nothing to compare",
            }
            told = [f"{count[key]} {word}" for key, word in words.items() if count[key]]
            changes = _change(view) + ("" if len(shown) == 1 else "s")
            parts.append(f"{len(shown)} {changes}: {', '.join(told)}")
        answers = sum(row.n for row in shown if is_series(row.series))
        if answers:
            parts.append(f"{answers:,} answers")
    parts.append(f"{_dates(view)}{_compared(view)}")
    parts += coverage_words(figures, catalog, view)
    parts.append(f"data to {catalog.last_day:%-d %b %Y}")
    return " · ".join(parts)


def _change(view: View) -> str:
    return "difference" if view.compare == "rest" else "change"


def _change_words(row: Figure, rows: list[Figure], view: View, catalog: Catalog) -> str:
    """`satisfaction (CSAT) rose 5.1 points and the rise is real`."""
    if view.compare == "rest":
        side = "above" if row.change > 0 else "below"
        return f"{_subject(row, rows)} is really {_size_of(row, catalog)} {side} the rest"
    noun = "rise" if row.change > 0 else "fall"
    return f"{_moved(row, rows, view, catalog)} and the {noun} is real"


def _together(told: list[Figure], rows: list[Figure], view: View, catalog: Catalog) -> str:
    """Changes that nothing explains: `A fell 0.7 points and B rose 12; both changes are real`."""
    if len(told) == 1:
        return _change_words(told[0], rows, view, catalog)
    both = "both" if len(told) == 2 else "all"
    moved = listed([_moved(row, rows, view, catalog) for row in told])
    return f"{moved}; {both} changes are real"


def _moved(row: Figure, rows: list[Figure], view: View, catalog: Catalog) -> str:
    """`the average order value fell GBP 83.98`, `ease (CES) is 5.9 points below the rest`."""
    subject, size = _subject(row, rows), _size_of(row, catalog)
    if not shows_change(row):
        return f"{subject} {'is as in the rest' if view.compare == 'rest' else 'did not move'}"
    if view.compare == "rest":
        return f"{subject} is {size} {'above' if row.change > 0 else 'below'} the rest"
    return f"{subject} {'rose' if row.change > 0 else 'fell'} {size}"


def _size_of(row: Figure, catalog: Catalog) -> str:
    """`5.1 points`, `EUR 12.50`."""
    size = size_words(row.change, row.definition, row.value)
    return f"{catalog.currency} {size}".strip() if row.definition.unit == "currency" else size


def _standing(rows: list[Figure], view: View, currency: str) -> str:
    """Figures without a comparison."""
    shown = [row for row in rows if not row.hidden]
    if not shown:
        return f"Too few {rows[0].definition.noun} in this view to show a figure."
    found = listed([f"{_subject(row, rows)} is {value_words(row, currency)}" for row in shown])
    if view.compare == "none":
        return _sentence(found)
    if view.compare == "rest" and not any(row.base_n for row in rows):
        return _sentence(f"{found}; choose a segment to compare it with the rest")
    if not any(row.base_n for row in rows):
        return _sentence(f"{found}; there are no {rows[0].definition.noun} to compare with")
    return _sentence(f"{found}; there is not enough to compare with")


def _subject(row: Figure, rows: list[Figure]) -> str:
    """What a figure is about, with its scale where another one of the metric is told of too."""
    if sum(other.metric == row.metric for other in rows) > 1:
        return f"{row.definition.subject}, {scale_note(row.series)},"
    return row.definition.subject


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


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
