"""Where a theme is named more, or less, than before: the ways of all figures, for one theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from data.catalog import Dimension
from data.query.mentions import mentions
from data.scope import NOT_STATED
from metrics.inference.verdicts import Verdict
from metrics.reasons.explain import Mix, explain
from metrics.reasons.leading import Leading
from metrics.sums.grouping import labels, positions
from metrics.sums.paired_cells import PairedCells
from pages.figures.comparison import Comparison, comparisons_of
from pages.figures.figure import Figure
from pages.figures.read import read
from pages.figures.reasons import (
    MixReason,
    Place,
    as_certain,
    both_sides,
    cuts_of,
    dimensions_of,
    is_place,
)
from pages.figures.sums import Keys, MetricSums, tally
from pages.voice.themes import SHARE, THEME, Themes
from view.state import View

Reason = MixReason | Place
Sides = tuple[pd.DataFrame, pd.DataFrame]


def where_changed(themes: Themes, figures: Mapping[str, Figure]) -> dict[str, Reason | None]:
    """Why the shares of themes changed beyond noise, by theme: who wrote, or one place; None where
    no way tells, and against the rest, which is of places itself."""
    real = {theme: one for theme, one in figures.items() if one.verdict == Verdict.REAL}
    dimensions = dimensions_of(themes.catalog, "feedback")
    ways = cuts_of(dimensions, "touchpoint" in dimensions)
    if not real or not ways or themes.view.compare == "rest":
        return dict.fromkeys(figures)
    every = _comments(themes, themes.view, ways)
    found = {
        theme: _reason(themes, theme, one, dimensions, _cuts(themes, theme, one, every))
        for theme, one in real.items()
    }
    return dict.fromkeys(figures) | found


def _reason(
    themes: Themes,
    theme: str,
    figure: Figure,
    dimensions: Mapping[str, Dimension],
    cuts: Mapping[Keys, PairedCells],
) -> Reason | None:
    places = [key for key, one in dimensions.items() if is_place(one)]
    found = explain(cuts, figure.definition, places, themes.catalog.minimum_n, NOT_STATED)
    if isinstance(found, Mix):
        return MixReason(dimensions[found.by], found)
    if found is None or not _shown(themes, theme, figure, found):
        return None
    named = _levels(found)
    return Place(tuple((dimensions[key], own) for key, own in named.items()), found, None)


def _comments(themes: Themes, view: View, ways: Sequence[Keys]) -> dict[Keys, Sides]:
    """The comments of both sides of a view by each of the ways, as far as there are both."""
    sides = comparisons_of(themes.snapshot, view, "feedback", mentions, ways, None) or ()
    return {
        keys: (one.now, one.base)
        for keys, one in zip(ways, sides, strict=False)
        if one.base is not None
    }


def _cuts(
    themes: Themes, theme: str, figure: Figure, every: Mapping[Keys, Sides]
) -> dict[Keys, PairedCells]:
    """All comments, and those that name the theme, of both sides by each of the ways."""
    naming = replace(themes.view, filters=(*themes.view.filters, (THEME, (theme,))))
    named = _comments(themes, naming, list(every)) if every else {}
    cuts = {}
    for keys, own in named.items():
        now, base = map(partial(_beside, keys=keys), every[keys], own)
        counted = Comparison(now, base)
        sums = MetricSums(cuts={keys: {SHARE.key: counted.each(tally(SHARE.key, keys))}})
        both = both_sides(sums, figure, keys)
        if both is not None:
            cuts[keys] = as_certain(both, figure)
    return cuts


def _beside(whole: pd.DataFrame, own: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    """All comments of each cell, and how many of them are among these: keys..., n, positive."""
    place = positions(labels(own, keys), labels(whole, keys)) if keys else np.zeros(1, dtype=int)
    positive = np.zeros(len(whole), dtype=np.int64)
    positive[place] = own["n"].to_numpy()
    return whole.assign(positive=positive)


def _levels(found: Leading) -> dict[str, tuple[str, ...]]:
    return {key: tuple(cell[key] for cell in found.cells) for key in found.cells[0]}


def _shown(themes: Themes, theme: str, figure: Figure, found: Leading) -> bool:
    """Whether figures there may be shown: of all comments both sides, of the theme the larger one.

    That nobody named it before is of nobody, and so of too few; it is what a new theme looks like.
    """
    named = _levels(found)
    kept = tuple(one for one in themes.view.filters if one[0] not in named)
    there = replace(themes.view, filters=(*kept, *named.items()))
    every = read(themes.snapshot, there, [SHARE]).table([SHARE])
    shares = read(themes.snapshot, there, [SHARE], (THEME,)).table([SHARE], (THEME,))
    if every is None or shares is None:
        return False
    own = shares.loc[shares[THEME].astype(str) == theme, _larger(figure)]
    both = every[["value", "base_value"]]
    return bool(len(own)) and bool(own.notna().all() and both.notna().all(axis=None))


def _larger(figure: Figure) -> str:
    return "value" if figure.change > 0 else "base_value"
