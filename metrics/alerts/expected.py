"""What a period's figure is expected to be, from the periods before it, if nothing changes.

The prediction interval of a random-effects model (Higgins, Thompson and Spiegelhalter 2009, JRSS A
172(1), section 3): periods lie around a level, off by chance of their answers, and by what else
makes one unlike another. That is what Pearson's chi-squared of the past around its mean, weighted
by n, has beyond its degrees of freedom (DerSimonian and Laird 1986). The variance of one answer is
that of all periods together, as in control charts: a thin period that happens to lie at an end of
its scale would seem the most certain of all.

Where a period goes with the one before it, the past tells less than its number of periods: their
correlation r, with its bias taken back (Marriott and Pope 1954), makes the mean as uncertain as
that of (1 + r) / (1 - r) times fewer, takes as much from what the chi-squared is by chance, and
leaves (1 - r^2) / (1 + r^2) of the degrees of freedom (Bayley and Hammersley 1946).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from metrics.sums.grouping import Array

FEWEST = 8  # periods of the past: of fewer nothing is told
_MOST_ALIKE = 0.9  # of the correlation: beyond it next to nothing is known of the level


class Expected(NamedTuple):
    """A value's middle and standard error, with the degrees of freedom of the error."""

    middle: float
    error: float
    freedom: float

    def within(self, chance: float) -> tuple[float, float]:
        """Between which ends the value lies, but for this chance (both sides together)."""
        reach = float(special.stdtrit(self.freedom, 1 - chance / 2)) * self.error
        return self.middle - reach, self.middle + reach


def expected(value: Array, error: Array, n: Array, next_error: float, next_n: float) -> Expected:
    """Of the next period, from those before it: arrays of (periods,), each known, five at least.

    `error`: standard errors by the answers alone, in the unit of the values, not all 0.
    `next_error` and `next_n` are those of the period whose value is asked for, which is not looked
    at itself.
    """
    periods, answers = len(value), float(n.sum())
    squares = float((n * n * error**2).sum()) + (next_n * next_error) ** 2
    single = squares / (answers + next_n)  # variance of one answer
    middle = float((n * value).sum()) / answers
    off = (value - middle) * np.sqrt(n / single)
    alike = _alike(off)
    each = (1 + alike) / (1 - alike)  # periods that tell as much as one that is independent
    left = max(periods - each, 1.0)
    uneven = float((n * n).sum()) / answers
    beyond = max(float((off**2).sum()) / left - 1, 0.0)
    unlike = beyond * (periods - 1) * single / (answers - uneven)  # variance between periods
    of_mean = each * (single + unlike * uneven) / answers
    freedom = max((periods - 1) * (1 - alike**2) / (1 + alike**2), 1.0)
    return Expected(middle, float(np.sqrt(single / next_n + unlike + of_mean)), freedom)


def _alike(off: Array) -> float:
    """The correlation of a period with the one before it; none below 0."""
    squares, periods = float((off**2).sum()), len(off)
    found = float((off[1:] * off[:-1]).sum()) / squares if squares else 0.0
    return min(max((found * periods + 1) / (periods - 4), 0.0), _MOST_ALIKE)
