"""What Why says: a headline, the notes below its panels, and why nothing is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.catalog import Catalog, Dimension
from metrics.inference.verdicts import Verdict
from metrics.reasons.decomposition import MixAndRate
from metrics.reasons.parts import Part
from metrics.reasons.where import LEAST, Search
from pages.figures.coverage import comparable_periods
from pages.figures.figure import Figure
from pages.figures.reasons import MixReason, Place
from pages.panel import Briefing
from pages.words import headline
from pages.words.changes import change_noun, sentence
from pages.words.coverage_words import coverage_words
from pages.words.figure_words import change_unit, signed_words
from pages.words.reason_words import where_words
from pages.words.sentence import account
from view.query import listed
from view.state import View

_UNCOMPARED = "Choose a comparison in the bar to see what a change is made of."
_NO_REST = "Choose a segment to compare it with the rest."
_NOTHING_BEFORE = "There is nothing before to compare with."


def what_changed(
    view: View,
    row: Figure,
    why: MixReason | Place | None,
    search: Search | None,
    crossed: Sequence[Dimension],
    catalog: Catalog,
) -> Briefing:
    """What the page says of a figure that is compared.

    `why` as Overview tells it; `crossed`: the two dimensions whose mix alone tells.
    """
    reasons = {row.series: why} if why else {}
    full = account(view, [row], reasons, catalog, all_told=False)
    if row.verdict == Verdict.REAL:
        first = headline.of_changes([row], [row], reasons, view, catalog)
    else:
        first = headline.of_none([row], [], view, catalog, all_told=False)
    also = [first]
    if crossed:
        mix = f"The mix of {listed([one.label for one in crossed])} together changed."
        also.insert(0, f"{first} {mix}")
    elif search and search.places and not isinstance(why, Place):
        also = [*(f"{first} {told}" for told in _named(search, catalog)), first]
    return Briefing(headline.fitting(headline.room_of(view, catalog), also), (), full)


def _named(search: Search, catalog: Catalog) -> list[str]:
    """What changed differently, in fewer and fewer words."""
    first = place_words(search.places[0].levels, catalog)
    more = len(search.places) - 1
    others = f" and {more} other segment{'' if more == 1 else 's'}" if more else ""
    counted = f"{more + 1} segment{'' if not more else 's'} changed differently."
    return [f"It changed differently {first}{others}.", counted]


def place_words(levels: Mapping[str, str], catalog: Catalog) -> str:
    """`at Billing where Region is EMEA`."""
    found = ((catalog.dimension(key), level) for key, level in levels.items())
    known = [(dimension, level) for dimension, level in found if dimension]
    known.sort(key=lambda one: one[0].key != "touchpoint")
    return " ".join(where_words(dimension, [level]) for dimension, level in known)


def not_compared(view: View, row: Figure, catalog: Catalog) -> str:
    """Why a figure has no bridge in this view; nothing where it has one."""
    if view.compare == "none":
        return _UNCOMPARED
    if not row.base_n:
        if view.compare == "rest":
            return _NO_REST
        segments = any(dimension.segment for dimension in catalog.dimensions)
        return f"{_NOTHING_BEFORE} {_NO_REST}" if segments else _NOTHING_BEFORE
    if not comparable_periods(catalog, view, row.metric, row.series):
        days = "; ".join(coverage_words([row], catalog, view))
        return sentence(f"the two sides can't be compared{f': {days}' if days else ''}")
    if row.verdict in (Verdict.NONE, Verdict.TOO_FEW):
        return f"There are too few {row.definition.noun} to compare."
    return ""


def bridge_note(parts: MixAndRate, row: Figure, catalog: Catalog, few: int) -> str:
    """What mix and rate come to, whether they are opposed, and what was told as one."""
    mix = f"The mix of {row.definition.noun} adds {part_words(parts.mix, row, catalog)}"
    rate = f"at an unchanged mix it is {part_words(parts.rate, row, catalog)}"
    said = [sentence(f"{mix}; {rate}")]
    if parts.turns:
        said.append(
            "The levels went the other way than their total, which the mix turned (Simpson's "
            "paradox)."
        )
    elif parts.mix.real and parts.all_mix:
        said.append("All of it is who is counted, none of it what they say or do.")
    if few:
        least = catalog.minimum_n
        said.append(
            f"{few} levels are told as one: those with fewer than {least} {row.definition.noun} on "
            "a side, and what they would follow from."
        )
    return " ".join(said)


def part_words(part: Part, row: Figure, catalog: Catalog) -> str:
    """`−12.1 points (−14.0 to −10.2), beyond noise`."""
    money = f"{catalog.currency} ".lstrip() if row.definition.unit == "currency" else ""
    value, low, high = (signed_words(one, row, money) for one in (part.value, part.low, part.high))
    judged = "beyond noise" if part.real else "within noise"
    return f"{value}{change_unit(row)} ({low} to {high}), {judged}"


def places_note(
    view: View, row: Figure, search: Search | None, searched: Sequence[Dimension], alone: bool
) -> str:
    """What was searched, how many were tested, and what that leaves open."""
    noun = row.definition.noun
    if search is None:
        return f"No segment adds up to these {noun}: there is nothing to search."
    by = listed([one.label for one in searched])
    if not search.tested:
        return f"Of {by} no level has {LEAST} {noun} on all four sides: nothing was tested."
    found = "" if search.places else f"No segment has a {change_noun(view)} of its own. "
    ways = "" if alone or len(searched) < 2 else ", alone and in pairs"
    segments = f"{search.tested} segment{' was' if search.tested == 1 else 's were'} tested"
    told = (
        f"{found}{segments} together, by {by}{ways}: all with {LEAST} {noun} or more on each of "
        "four sides, now and before, their own and all others."
    )
    if view.compare == "previous" and view.span.days < 350:
        told += " Segments may have seasons of their own: compare with a year before."
    return told
