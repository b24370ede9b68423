"""What a page says that is compared with nothing: its figures, and which levels stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.catalog import Catalog
from pages.figures.figure import Figure
from pages.figures.series import link_name
from pages.panel import Briefing, Finding
from pages.standing_out.levels import StandingOut
from pages.words.changes import moved, sentence, unlikely
from pages.words.figure_words import value_words
from pages.words.headline import MOST_TOLD, fitting, more_words, room_of
from pages.words.reason_words import where_words
from view.pages import page_of_reason, page_of_trend
from view.query import listed
from view.state import View


def of_levels(
    rows: Sequence[Figure], apart: StandingOut, full: str, view: View, catalog: Catalog
) -> Briefing:
    """Headline and findings of levels that stand out. `full`: the account of the key figures."""
    against = replace(view, compare="rest")
    if not apart.found:
        return _none(rows, apart, full, view, catalog)
    told = apart.found[:MOST_TOLD]
    each = [f"{_where(row, apart)}, {moved(row, [row], against, catalog)}" for row in told]
    first, more = told[0], more_words(len(apart.found) - 1, against)
    side = "above" if first.change > 0 else "below"
    standing = _standing(rows, first, catalog)
    where, subject = _where(first, apart), first.definition.subject
    choices = [
        *([f"{standing} {sentence(each[0])} {more}"] if standing else []),
        *([f"{standing} {sentence(each[0])}"] if standing else []),
        f"{sentence(each[0])} {more}",
        sentence(each[0]),
        sentence(f"{where}, {subject} is {side} the rest"),
        f"One {apart.dimension(first).label} differs in {subject}.",
    ]
    said = fitting(room_of(view, catalog), [" ".join(one.split()) for one in choices])
    surely = [
        sentence(f"{_where(row, apart)}, {unlikely(row, [row], against, catalog)}") for row in told
    ]
    others = more_words(len(apart.found) - len(told), against)
    findings = tuple(_finding(row, apart, view, catalog) for row in told)
    return Briefing(said, findings, " ".join([full, *surely, *([others] if others else [])]))


def _none(
    rows: Sequence[Figure], apart: StandingOut, full: str, view: View, catalog: Catalog
) -> Briefing:
    """That nothing stands out, which was looked for."""
    by = listed([one.label for one in apart.dimensions])
    none = f"No {_noun(apart)} differs beyond chance."
    first = next(row for row in rows if not row.hidden)
    said = fitting(room_of(view, catalog), [f"{_standing(rows, first, catalog)} {none}", none])
    looked = f"No {_noun(apart)} differs beyond noise: {apart.compared} were compared, by {by}."
    return Briefing(said, (), f"{full} {looked}")


def _standing(rows: Sequence[Figure], first: Figure, catalog: Catalog) -> str:
    """The key figure that a level stands out by, as it is for all."""
    whole = next((one for one in rows if (one.metric, one.series) == first[:2]), None)
    if whole is None:
        return ""
    return sentence(f"{whole.definition.subject} is {value_words(whole, catalog.currency)}")


def _where(row: Figure, apart: StandingOut) -> str:
    return where_words(apart.dimension(row), [row.segment])


def _noun(apart: StandingOut) -> str:
    return "segment" if any(one.segment for one in apart.dimensions) else "touchpoint"


def _finding(row: Figure, apart: StandingOut, view: View, catalog: Catalog) -> Finding:
    """A level beside all others; its link leads there, a segment's to its comparison with them."""
    metric, dimension = row.definition, apart.dimension(row)
    page = page_of_reason(view.page, metric) if dimension.segment else page_of_trend(view.page)
    leads: tuple[tuple[str, object], ...] = (
        ("page", page),
        ("metric", link_name(catalog, row.metric, row.series)),
        *([("compare", "rest")] if dimension.segment else []),
    )
    name = f"{metric.short} {where_words(dimension, [row.segment])}"
    where = ((row.dimension, (row.segment,)),)
    return Finding(row, name, "beyond noise", leads_to=leads, where=where, rest=True)
