"""What is said of a change that is not told from last year's same change."""

from __future__ import annotations

import math

from pages.figures.figure import Figure
from pages.words.figure_words import size_words


def seasonal(row: Figure) -> bool:
    """True where the change alone would be real, but not beside last year's same change."""
    return not math.isnan(row.last_year)


def last_year_words(row: Figure, money: str = "") -> str:
    """`a year before, in the same days, it fell 4.6 points, and the difference ... noise`."""
    size = f"{money}{size_words(row.last_year, row.definition, row.value)}"
    moved = f"{'rose' if row.last_year > 0 else 'fell'} {size}" if row.last_year else "did not move"
    return (
        f"a year before, in the same days, it {moved}, and the difference between the two changes "
        "is within noise"
    )
