"""What is said of a change that comes every year, or is not told from last year's same change."""

from __future__ import annotations

import math

from metrics.inference.seasonal_verdicts import BesideSeason
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure
from pages.words.figure_words import change_unit, signed_words, size_words

_MAY_BE = "may be season"
_HELD = {
    BesideSeason.AS_USUAL: "as usual for the season",
    BesideSeason.LESS: "less than the season",
}
OF_SEASON = (_MAY_BE, *_HELD.values())


def seasonal(row: Figure) -> bool:
    """True where the change alone would be real, but not beside that of earlier years."""
    return not math.isnan(row.last_year)


def judgement_words(row: Figure) -> str:
    """`as usual for the season`, `more than the season`; nothing where the verdict says it all."""
    if seasonal(row):
        return _HELD.get(BesideSeason(row.beside_season), _MAY_BE)
    more = row.beside_season == BesideSeason.MORE and row.season * row.change > 0
    return "more than the season" if more and row.verdict == Verdict.REAL else ""


def usual_words(row: Figure, money: str = "") -> str:
    """`of +4.2 points, +3.9 are the usual season`; nothing where none is known. `money`: before it.

    A season that goes the other way, or as far as the change, is no part of it: `the usual season
    is −3.9 points`.
    """
    size = signed_words(row.season, row, money) if not math.isnan(row.season) else ""
    if not size.startswith(("+", "−")):  # less than is written
        return ""
    unit, change = change_unit(row), signed_words(row.change, row, money)
    if 0 < row.season / row.change < 1 and size != change:
        return f"of {change}{unit}, {size} are the usual season"
    return f"the usual season is {size}{unit}"


def last_year_words(row: Figure, money: str = "") -> str:
    """`a year before, in the same days, it fell 4.6 points, and years may differ by as much`."""
    size = f"{money}{size_words(row.last_year, row.definition, row.value)}"
    moved = f"{'rose' if row.last_year > 0 else 'fell'} {size}" if row.last_year else "did not move"
    no_less = row.last_year / row.change >= 1 if row.change else False
    beside = "no less than now" if no_less else "and years may differ by as much"
    return f"a year before, in the same days, it {moved}, {beside}"
