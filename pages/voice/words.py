"""The headline of Voice: a theme, how many name it, whether that changed, and what goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure, figures_of
from pages.figures.reasons import MixReason, Place, reasons
from pages.figures.series import link_name
from pages.panel import Briefing, Finding
from pages.panels.breakdowns import has_touchpoints
from pages.voice.costs import Costs
from pages.voice.themes import SENTIMENT, SHARE, THEME, Themes
from pages.voice.where import Reason, where_changed
from pages.words.figure_words import signed_words
from pages.words.headline import MOST_TOLD, mix_words
from pages.words.reason_words import line_words, place_words, reason_words
from view.pages import page_of_reason
from view.query import counted, listed
from view.state import View

_SINCE = {
    "previous": "than before",
    "year-ago": "than a year before",
    "rest": "than elsewhere",
}
_WORDS = 25  # that a headline has at most
_NAMED = 5  # themes in a sentence
_LONGEST = 40  # characters of a theme in a headline
_TOO_FEW = "Too few comments to tell what they are about."


def said_of(
    themes: Themes,
    view: View,
    theme: str,
    costs: Costs | None,
    totals: pd.DataFrame,
    *,
    alone: bool,
) -> Briefing:
    """A headline of at most 25 words on a theme, where it changed, and the full account below.

    Unless `alone`, other themes that changed are told as well. `totals` are of `view`.
    """
    rows = themes.shares
    if rows.empty:
        return Briefing(_without_themes(totals))
    figure = _row(theme, rows)
    if figure is None and themes.named and themes.group_of(theme) not in themes.named:
        return Briefing(_of_both(view.levels(THEME), themes.named, totals))
    if figure is None or figure.hidden:
        return Briefing(_TOO_FEW)
    changed = _changed(theme, rows[rows[THEME] == theme] if alone else rows)
    looked_into = dict([(theme, figure), *changed][: MOST_TOLD + _NAMED])
    reason = where_changed(themes, looked_into)
    why = reason[theme]
    said = f"{_quoted(theme)} is named by {_percent(figure.value)} of comments"
    said = said if figure.value else f"No comment names {_quoted(theme)}"
    change, cost = _change(figure, why, themes.view), _cost(theme, costs)
    place = f", mostly {place_words(why)}" if isinstance(why, Place) else ""
    choices = [f"{said}{change}{place}; {cost}"] if place and cost else []
    choices += [f"{said}{change}{place}"] if place else []
    choices += [f"{said}{change}; {cost}"] if cost else []
    choices += [f"{said}{change}"]
    choices += [f"{said}; the mix of comments changed"] if isinstance(why, MixReason) else []
    headline = next((one for one in choices if len(one.split()) <= _WORDS), choices[-1])
    tones = [row for row in figures_of(totals) if row.metric == SENTIMENT.key]
    moved = [row for row in tones if row.verdict == Verdict.REAL]
    of_tones = _of_tones(moved, themes, view)
    others = [_of_tone(row, of_tones.get(row.series), themes) for row in moved]
    most = MOST_TOLD - len(others)
    own = [_of_theme(row, name, reason.get(name)) for name, row in changed[:most]]
    told = [
        _account(theme, figure, costs, reason_words(why, figure, ""), themes.view),
        *(_moved(row, of_tones.get(row.series), themes.view) for row in moved),
    ]
    beside = [name for name, _ in changed if name != theme]
    mixed = [name for name in beside if _is_mix(reason.get(name))]
    told += _also("beyond noise", [name for name in beside if name not in mixed])
    told += _also("changed, with the mix of comments alone", mixed)
    return Briefing(f"{headline}.", (*own, *others), " ".join(told))


def _changed(theme: str, rows: pd.DataFrame) -> list[tuple[str, Figure]]:
    """The themes that changed beyond noise: that of the headline, then those that changed most."""
    real = rows[rows["verdict"] == Verdict.REAL]
    names = real[THEME].astype(str).take(np.argsort(-real["change"].abs(), kind="stable"))
    found = [(name, row) for name in names if (row := _row(name, rows)) is not None]
    return sorted(found, key=lambda one: one[0] != theme)


def _without_themes(totals: pd.DataFrame) -> str:
    """Why no theme has a figure: too few people wrote, too few named each, or nobody named any."""
    share = next(row for row in figures_of(totals) if row.metric == SHARE.key)
    if share.hidden:
        return _TOO_FEW
    if share.value > 0:
        return f"{share.n:,} comments; too few people name each theme to tell of one."
    none = "which names no theme" if share.n == 1 else "none of which names a theme"
    return f"{counted(share.n, 'comments')}, {none} that is known here."


def _of_both(named: Sequence[str], groups: Sequence[str], totals: pd.DataFrame) -> str:
    """How many comments name a theme that is of another group than the view's, and one of these."""
    share = next(row for row in figures_of(totals) if row.metric == SHARE.key)
    if share.hidden:
        return _TOO_FEW
    theme, group = (
        _quoted(several[0]) if len(several) == 1 else f"one of {len(several)} {what}"
        for several, what in ((named, "themes"), (groups, "groups"))
    )
    verb = "names" if share.n == 1 else "name"
    return f"{counted(share.n, 'comments')} {verb} {theme} and a theme of {group}."


def _is_mix(why: Reason | None) -> bool:
    """True where at an unchanged mix nothing changed beyond noise."""
    return isinstance(why, MixReason) and not why.mix.parts.rate.real


def _also(what: str, names: list[str]) -> list[str]:
    """Other themes, by name: `Also beyond noise: “Price” and 2 more.`"""
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return [f"Also {what}: {listed([*map(_quoted, names[:_NAMED]), *more])}."] if names else []


def _of_theme(figure: Figure, theme: str, why: Reason | None) -> Finding:
    """What changed beyond noise; its link narrows the page to the theme."""
    said = f"beyond noise{line_words(why, figure, '')}"
    return Finding(figure, _quoted(theme), said, where=((THEME, (theme,)),))


def _of_tones(rows: list[Figure], themes: Themes, view: View) -> Mapping[str, Reason]:
    """Why the sentiment of all comments of the view moved, by series."""
    if not rows or view.compare == "rest":
        return {}
    return reasons(themes.snapshot, view, rows, has_touchpoints(themes.catalog))


def _of_tone(row: Figure, why: Reason | None, themes: Themes) -> Finding:
    """The sentiment of all comments; its link leads to why that moved."""
    page = page_of_reason(themes.view.page, row.definition)
    series = link_name(themes.catalog, row.metric, row.series)
    leads = (("page", page), ("metric", series))
    said = f"beyond noise{line_words(why, row, '')}"
    return Finding(row, row.definition.name, said, leads_to=leads)


def _moved(row: Figure, why: Reason | None, view: View) -> str:
    said = f"{row.definition.name} {_by_how_much(row, view)}, beyond noise"
    return f"{said}{reason_words(why, row, '')}."


def _by_how_much(row: Figure, view: View) -> str:
    """`changed by +1.3 points (+1.1 to +1.4)`; beside the rest it is a difference."""
    change, low, high = (
        signed_words(one, row) for one in (row.change, row.change_low, row.change_high)
    )
    verb = "differs" if view.compare == "rest" else "changed"
    return f"{verb} by {change} points ({low} to {high})"


def weightiest(themes: Themes, costs: Costs | None) -> str:
    """Of the themes that changed for certain that which changed most; else what goes with most of
    the score of all, where that is beyond noise; else what is named most. "" without any.
    """
    rows = themes.shares
    if rows.empty:
        return ""
    real = rows[rows["verdict"] == Verdict.REAL]
    if len(real):
        return str(real[THEME].iloc[int(real["change"].abs().argmax())])
    if costs is not None:
        pulled = costs.themes[costs.themes["verdict"] == Verdict.REAL]
        pulled = pulled[pulled[THEME].astype(str).isin(rows[THEME].astype(str))]
        if len(pulled):
            return str(pulled[THEME].iloc[int(pulled["pull"].abs().argmax())])
    return str(rows[THEME].iloc[0])


def _change(figure: Figure, why: Reason | None, view: View) -> str:
    if figure.verdict == Verdict.REAL:
        word = "more" if figure.change > 0 else "fewer"
        moved = f", {word} {_SINCE.get(view.compare, 'than before')}"
        if isinstance(why, MixReason):
            return f"{moved}{mix_words(why, figure)}"
        return f"{moved}, beyond noise"
    if figure.verdict != Verdict.NOISE:
        return ""
    told = "difference from the rest" if view.compare == "rest" else "change"
    return f", the {told} within noise"


def _cost(theme: str, costs: Costs | None) -> str:
    found = _row(theme, costs.themes) if costs else None
    if found is None or found.verdict != Verdict.REAL:
        return ""
    size, side = _size(found), "below" if found.change < 0 else "above"
    return f"those who name it are {size} {side} others in {found.definition.short}"


def _size(row: Figure) -> str:
    """`31 points`: of answers that are shares, points are percentage points."""
    size = abs(row.change)
    unit = " points" if row.definition.unit in ("points", "%") else ""
    return f"{size:.0f}{unit}" if size >= 1 else f"{size:.1f}{unit}"


def _row(theme: str, frame: pd.DataFrame) -> Figure | None:
    own = frame[frame[THEME].astype(str) == theme]
    beside = [name for name in own if name == THEME or str(name).startswith("pull")]
    return figures_of(own.drop(columns=beside))[0] if len(own) else None


def _account(theme: str, figure: Figure, costs: Costs | None, reason: str, view: View) -> str:
    """The same in full, with intervals."""
    told = [
        f"{_quoted(theme)} is named by {_percent(figure.value)} of {figure.n:,} comments "
        f"(95% interval {_percent(figure.low)} to {_percent(figure.high)})"
    ]
    if figure.verdict in (Verdict.REAL, Verdict.NOISE):
        judged = "beyond" if figure.verdict == Verdict.REAL else "within"
        told.append(f"{_by_how_much(figure, view)}, {judged} noise{reason}")
    found = _row(theme, costs.themes) if costs else None
    if found is not None and found.change == found.change:
        low, high = (
            f"{one:+.0f}".replace("-", "−") for one in (found.change_low, found.change_high)
        )
        sign = "−" if found.change < 0 else "+"
        told.append(
            f"{found.definition.short} of those who name it differs by {sign}{_size(found)} from "
            f"that of others who wrote ({low} to {high}), an association, not a cause"
        )
    return "; ".join(told) + "."


def _percent(value: float) -> str:
    return f"{value:.0f}%" if value >= 10 else f"{value:.1f}%"


def _quoted(theme: str) -> str:
    return f"“{theme if len(theme) <= _LONGEST else theme[: _LONGEST - 1] + '…'}”"
