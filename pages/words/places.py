"""What is said of touchpoints: which changed, which are lowest, what a journey is remembered by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data.catalog import Catalog
from metrics.inference.verdicts import Verdict, is_judged
from metrics.journey import Moments
from metrics.rank_sets import rank_sets
from pages.figures.figure import Figure, figures_of
from pages.panel import Briefing, Finding
from pages.words.changes import change_noun, sentence
from pages.words.figure_words import change_unit, signed_words, value_words
from pages.words.headline import MOST_TOLD, fitting, room_of
from pages.words.sentence import weightiest
from pages.words.series_names import short_name
from view.query import listed
from view.state import View

_MOST_NAMED = 3  # touchpoints of one direction


def of_touchpoints(frame: pd.DataFrame, view: View, catalog: Catalog) -> Briefing:
    """What pages say of figures by touchpoint: a row each, of one series or several."""
    full = touchpoint_sentence(frame, view)
    if not is_judged(frame["verdict"]).any():
        standing = f"{frame['touchpoint'].nunique()} touchpoints, compared with nothing."
        return Briefing(fitting(room_of(view, catalog), [full, standing]), (), full)
    found = weightiest(figures_of(frame), {}, view, catalog)
    return Briefing(_changed(found, view, catalog), _findings(found, catalog), full)


def of_journey(
    rows: Sequence[Figure], moments: Mapping[str, Moments], view: View, catalog: Catalog
) -> Briefing:
    """What the journey is remembered by, and at which touchpoints it changed.

    `rows`: the touchpoints of each line; `moments` of each line, the first one leads.
    """
    lines = {line: [row for row in rows if row.series == line] for line in moments}
    told = [journey_sentence(own, moments[line]) for line, own in lines.items()]
    line = next(iter(lines))
    choices = [told[0], *_remembered(lines[line], moments[line])]
    headline = fitting(room_of(view, catalog), choices)
    found = weightiest(rows, {}, view, catalog)
    return Briefing(headline, _findings(found, catalog), " ".join(told))


def _changed(found: Sequence[Figure], view: View, catalog: Catalog) -> str:
    """`Worse at Billing and Sales; better at Support.`, or of very many how many there are."""
    rest = view.compare == "rest"
    if not found:
        what = "differs from the rest" if rest else "changed"
        return f"No touchpoint {what} beyond chance."
    sides = {
        word: list(dict.fromkeys(row.touchpoint for row in found if _is_better(row) == better))
        for better, word in ((False, "worse"), (True, "better"))
    }
    sides = {f"{word} than the rest" if rest else word: at for word, at in sides.items() if at}

    def said(most: int) -> str:
        named = {
            word: listed([*at[:most], *([f"{len(at) - most} more"] if len(at) > most else [])])
            for word, at in sides.items()
        }
        return sentence("; ".join(f"{word} at {places}" for word, places in named.items()))

    counted = sentence(
        "; ".join(
            f"{word} at {len(at)} touchpoint{'' if len(at) == 1 else 's'}"
            for word, at in sides.items()
        )
    )
    return fitting(room_of(view, catalog), [said(_MOST_NAMED), said(2), said(1), counted])


def _is_better(row: Figure) -> bool:
    return (row.change > 0) == row.definition.higher_is_better


def _findings(found: Sequence[Figure], catalog: Catalog) -> tuple[Finding, ...]:
    """The weightiest as lines, each with the link to its touchpoint's trend."""
    lines = []
    for row in found[:MOST_TOLD]:
        name = f"{short_name(row.series, catalog.series)} at {row.touchpoint}"
        link = (("page", "overview"), ("metric", row.series))
        where = (("touchpoint", (row.touchpoint,)),)
        lines.append(Finding(row, name, "beyond noise", leads_to=link, where=where))
    return tuple(lines)


def _remembered(rows: Sequence[Figure], moments: Moments) -> list[str]:
    """Shorter ways to say what a journey is remembered by, without values."""
    subject, alone = rows[0].definition.subject, _alone(rows)
    told = [f"{verb} {place}" for verb, place in _stands_out(moments, alone)]
    if not told:
        return [sentence(f"{subject} can't be told apart along the journey")]
    number = len(told)
    moments_of = f"has {number} moment{'' if number == 1 else 's'} that stand{'s' * (number == 1)}"
    return [sentence(f"{subject} {', and '.join(told)}"), sentence(f"{subject} {moments_of} out")]


def touchpoint_sentence(frame: pd.DataFrame, view: View) -> str:
    """Which touchpoints changed beyond noise; without a comparison, which are lowest."""
    if not is_judged(frame["verdict"]).any():
        return _lowest(frame)
    found = figures_of(frame[frame["verdict"] == Verdict.REAL])
    if not found:
        return f"At no touchpoint can a {change_noun(view)} be told from noise."
    parts, series = [], set(frame["series"])
    verb = "differs from the rest" if view.compare == "rest" else "changed"
    for better, word in ((False, "worse"), (True, "better")):
        rows = [
            f"{row.touchpoint} ({short_name(row.series, series)} {signed_words(row.change, row)}"
            f"{change_unit(row)})"
            for row in sorted(found, key=lambda row: -abs(row.change))
            if ((row.change > 0) == row.definition.higher_is_better) == better
        ]
        more = [f"{len(rows) - _MOST_NAMED} more"] if len(rows) > _MOST_NAMED else []
        if rows:
            parts.append(f"{word} at {listed(rows[:_MOST_NAMED] + more)}")
    told = sentence(f"{verb} beyond noise: {'; '.join(parts)}")
    return f"{told} No other {change_noun(view)} can be told from noise."


def journey_sentence(rows: Sequence[Figure], moments: Moments) -> str:
    """The peak, the low and the end of one series; `rows` are its touchpoints."""
    subject = rows[0].definition.subject
    if all(row.hidden for row in rows):
        return sentence(f"{subject} has too few answers at every touchpoint")
    if len(rows) == 1:
        return sentence(
            f"{subject} is {value_words(rows[0])} at {rows[0].touchpoint}, asked nowhere else"
        )
    places = {row.touchpoint: row for row in rows}
    alone = _alone(rows)
    told = [
        f"{verb} {'the end, ' if name == moments.end else ''}{name} ({value_words(places[name])})"
        for verb, name in _stands_out(moments, alone)
    ]
    if told:
        differ = "both differ" if len(told) == 2 else "it differs"
        said = f"{subject} {', and '.join(told)}; {differ} from the rest beyond noise"
    else:
        said = f"at no touchpoint can {subject} be told from the rest of the journey"
    if moments.end in ("", moments.peak, moments.low):
        return sentence(said)
    end = places[moments.end]
    value = "has too few answers to show" if end.hidden else f"is at {value_words(end)}"
    return f"{sentence(said)} The end, {end.touchpoint}, {value}."


def _stands_out(moments: Moments, alone: set[str]) -> list[tuple[str, str]]:
    """What is said of the peak and of the low, each with its touchpoint, where there are such."""
    peak, low = "peaks at", "is lowest at"
    if moments.low not in alone:
        low = "has one of its lowest scores at"
    if moments.peak and moments.peak not in alone:
        peak = "has one of its highest scores at"
        low = "one of its lowest at" if moments.low not in alone else low
    return [(words, place) for words, place in ((peak, moments.peak), (low, moments.low)) if place]


def _alone(rows: Sequence[Figure]) -> set[str]:
    """The highest and the lowest touchpoint, where they can be told from all others."""
    ends = ([getattr(row, name) for row in rows] for name in ("value", "low", "high"))
    best, worst = rank_sets(*(np.asarray(end, dtype=float) for end in ends))
    last = int(worst.max())
    return {
        row.touchpoint
        for row, first, final in zip(rows, best, worst, strict=True)
        if final == 1 or (first == last and last > 0)
    }


def _lowest(frame: pd.DataFrame) -> str:
    """The lowest touchpoint of each series: figures of different series are not compared."""
    shown = frame[(frame["hidden"] == "") & frame["value"].notna()]
    if shown.empty:
        return "Too few answers at every touchpoint."
    told, every = [], set(frame["series"])
    for series, own in shown.groupby("series", sort=False, observed=True):
        rows = figures_of(own)
        row = min(rows, key=lambda one: one.value)
        name = short_name(str(series), every)
        if len(rows) == 1:
            told.append(f"{name} is {value_words(row)} at {row.touchpoint}")
            continue
        sure = "lowest" if row.touchpoint in _alone(rows) else "among the lowest"
        told.append(f"{name} is {sure} at {row.touchpoint} ({value_words(row)})")
    return f"{listed(told)}."
