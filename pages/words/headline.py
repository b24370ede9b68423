"""The one sentence at the top of a page: at most 25 words with whom it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.catalog import Catalog
from pages.figures.figure import Figure
from pages.figures.reasons import MixReason, Place
from pages.words.changes import moved, sentence
from pages.words.figure_words import value_words
from pages.words.reason_words import most_words, place_words
from pages.words.scope_words import scope_words
from pages.words.season_words import judgement_words, seasonal
from view.query import listed
from view.state import View

MOST_WORDS = 25
MOST_TOLD = 3  # changes that are told one by one

Reasons = Mapping[str, MixReason | Place]


def room_of(view: View, catalog: Catalog) -> int:
    """Words that a headline has beside those of whom it is about."""
    return MOST_WORDS - len(scope_words(view, catalog).split())


def fitting(room: int, choices: Sequence[str]) -> str:
    """The first of these texts with at most so many words, the richest first; else the last."""
    fits = (one for one in choices if len(one.split()) <= room)
    return next(fits, choices[-1])


def of_changes(
    found: Sequence[Figure], told: Sequence[Figure], why: Reasons, view: View, catalog: Catalog
) -> str:
    """What changed beyond noise: `told` are the weightiest of `found`, which may not be empty."""
    first = told[0]
    more = [more_words(len(found) - number, view) for number in range(len(told) + 1)]
    choices = [_joined([_alone(first, why, view, catalog)], more[1])] if len(found) == 1 else []
    explained = [row for row in told if row.series in why]
    others = [row for row in told if row.series not in why]
    each = [_short(row, why, view) for row in explained]
    choices.append(_joined([*each, *_together(others, view)], more[len(told)]))
    choices += [_joined(each[:number], more[number]) for number in range(len(each), 0, -1)]
    choices += [
        _joined(_together(told[:number], view), more[number]) for number in range(len(told), 0, -1)
    ]
    return fitting(room_of(view, catalog), [*choices, _counted(found, view)])


def more_words(number: int, view: View) -> str:
    """`2 more changed.`, or nothing where there are none."""
    if not number:
        return ""
    verb = f"differ{'s' * (number == 1)}" if view.compare == "rest" else "changed"
    return f"{number} more {verb}."


def of_none(
    judged: Sequence[Figure],
    beside: Sequence[Figure],
    view: View,
    catalog: Catalog,
    *,
    all_told: bool = True,
) -> str:
    """That no key figure changed; `beside`: what did of the figures that stand beside them.

    Without `all_told` there are others, of which nothing is said: then these are named.
    """
    what = "differs from the rest" if view.compare == "rest" else "changed"
    noun = "difference from the rest" if view.compare == "rest" else "change"
    chance = "chance or season" if any(seasonal(row) for row in judged) else "chance"
    verb = "shows" if len(judged) == 1 else "show"
    names = list(dict.fromkeys(row.definition.subject for row in judged))
    named = sentence(f"{listed(names)} {verb} no {noun} beyond {chance}")
    counted = f"{len(judged)} key figures show no {noun} beyond {chance}."
    none = [f"No key figure {what} beyond {chance}."]
    if len(judged) == 1 or not all_told:
        none = [named, counted]
    if len(judged) == 1 and judged[0].beside_season and seasonal(judged[0]):
        none = [sentence(f"{_moved(judged[0])}, {judgement_words(judged[0])}"), *none]
    also = _together(beside, view)
    told = [f"{none[0]} Beside them, {also[0][0].lower()}{also[0][1:]}"] if also else []
    return fitting(room_of(view, catalog), [*told, *none])


def of_standing(rows: Sequence[Figure], account: str, view: View, catalog: Catalog) -> str:
    """Figures that are compared with nothing: `account` in full, or as many as fit."""
    shown = [row for row in rows if not row.hidden]
    if not shown:
        return account
    each = [f"{row.definition.subject} is {value_words(row, catalog.currency)}" for row in shown]
    some = [sentence(listed(each[:number])) for number in range(len(each) - 1, 0, -1)]
    last = f"{len(shown)} key figures, compared with nothing."
    return fitting(room_of(view, catalog), [account, *some, last])


def _joined(parts: Sequence[str], more: str) -> str:
    return " ".join([*parts, *([more] if more else [])])


def _alone(row: Figure, why: Reasons, view: View, catalog: Catalog) -> str:
    """The only change, with how sure its reason is, or with its size where there is none."""
    match why.get(row.series):
        case Place() as place:
            return sentence(f"{_moved(row)}, {most_words(place)} {place_words(place)}")
        case MixReason() as mix:
            parts, told = mix.mix.parts, f"{_moved(row)}{mix_words(mix, row)}"
            sure = parts.rate.real or parts.all_mix
            return sentence(told if sure else f"{told}; at an unchanged mix no change is shown")
    return sentence(moved(row, [row], view, catalog))


def _short(row: Figure, why: Reasons, view: View) -> str:
    """One change of several with its reason."""
    match why.get(row.series):
        case Place() as place:
            return sentence(f"{_moved(row)}, most of it {place_words(place)}")
        case MixReason() as mix:
            return sentence(f"{_moved(row)}{mix_words(mix, row)}")
    return _together([row], view)[0]


def _moved(row: Figure) -> str:
    return f"{row.definition.subject} {'rose' if row.change > 0 else 'fell'}"


def mix_words(why: MixReason, row: Figure) -> str:
    """What the mix did, after `rose` or `more than before`: ` only because the mix … changed`."""
    parts, of = why.mix.parts, f"mix of {row.definition.noun} by {why.dimension.noun}"
    mix = f"the {of}"
    if parts.turns:
        turned = "rose" if parts.rate.value > 0 else "fell"
        return f", but at an unchanged {of} it {turned}"
    if parts.all_mix:
        return f" only because {mix} changed"
    if parts.mix.value * parts.change < 0:
        return f", although {mix} went the other way"
    return f", part of it with {mix}" if parts.rate.real else f" with {mix}"


def _together(rows: Sequence[Figure], view: View) -> list[str]:
    """Changes by their direction, without a size: `Ease (CES) and loyalty (NPS) fell.`"""
    told = []
    for up in (False, True):
        names = [row.definition.subject for row in rows if (row.change > 0) == up]
        names = list(dict.fromkeys(names))
        if names and view.compare == "rest":
            verb = "are" if len(names) > 1 else "is"
            told.append(f"{listed(names)} {verb} {'above' if up else 'below'} the rest")
        elif names:
            told.append(f"{listed(names)} {'rose' if up else 'fell'}")
    return [sentence("; ".join(told))] if told else []


def _counted(found: Sequence[Figure], view: View) -> str:
    if len(found) == 1:
        return "One key figure differs." if view.compare == "rest" else "One key figure changed."
    verb = "differ from the rest" if view.compare == "rest" else "changed"
    return f"{len(found)} key figures {verb} beyond noise."
