"""Where a theme is named more, or less, than before: the ways of all figures, for one theme."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.query.mentions import mentions
from data.scope import NOT_STATED
from metrics.inference.verdicts import Verdict
from metrics.reasons.explain import Mix, explain
from metrics.reasons.leading import Leading
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

Reason = MixReason | Place


def where_changed(themes: Themes, theme: str, figure: Figure) -> Reason | None:
    """Why the share of a theme changed beyond noise: who wrote, or one place; None where no way
    tells, and against the rest, which is of places itself."""
    if figure.verdict != Verdict.REAL or themes.view.compare == "rest":
        return None
    catalog = themes.catalog
    dimensions = dimensions_of(catalog, "feedback")
    ways = cuts_of(dimensions, "touchpoint" in dimensions)
    cuts = _cuts(themes, theme, figure, ways)
    places = [key for key, one in dimensions.items() if is_place(one)]
    found = explain(cuts, figure.definition, places, catalog.minimum_n, NOT_STATED)
    if isinstance(found, Mix):
        return MixReason(dimensions[found.by], found)
    if found is None or not _shown(themes, theme, figure, found):
        return None
    named = _levels(found)
    return Place(tuple((dimensions[key], own) for key, own in named.items()), found, None)


def _cuts(themes: Themes, theme: str, figure: Figure, ways: list[Keys]) -> dict[Keys, PairedCells]:
    """All comments, and those that name the theme, of both sides by each of the ways."""
    snapshot, view = themes.snapshot, themes.view
    naming = replace(view, filters=(*view.filters, (THEME, (theme,))))
    every, named = (
        comparisons_of(snapshot, one, "feedback", mentions, ways, None) or ()
        for one in (view, naming)
    )
    cuts = {}
    for keys, whole, own in zip(ways, every, named, strict=False):
        if whole.base is None or own.base is None:
            continue
        counted = Comparison(_beside(whole.now, own.now, keys), _beside(whole.base, own.base, keys))
        sums = MetricSums(cuts={keys: {SHARE.key: counted.each(tally(SHARE.key, keys))}})
        both = both_sides(sums, figure, keys)
        if both is not None:
            cuts[keys] = as_certain(both, figure)
    return cuts


def _beside(whole: pd.DataFrame, own: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    """All comments of each cell, and how many of them are among these: keys..., n, positive."""
    names = list(keys)
    told = own.rename(columns={"n": "named"})[[*names, "named"]]
    told = told.astype({name: whole[name].dtype for name in names})
    found = whole.drop(columns="positive").merge(told, on=names, how="left")
    return found.assign(positive=found["named"].fillna(0)).drop(columns="named")


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
