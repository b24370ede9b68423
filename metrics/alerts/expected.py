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

from metrics.inference.intervals import Z
from metrics.sums.grouping import Array

FEWEST = 8  # periods of the past: of fewer nothing is told
_MOST_ALIKE = 0.9  # of the correlation: beyond it next to nothing is known of the level


class Past(NamedTuple):
    """Periods, the oldest first, each known: value, standard error by the answers alone, and n."""

    value: Array
    error: Array
    n: Array


class Next(NamedTuple):
    """The period that is asked for: how far its 95 % interval reaches from its value, and n."""

    down: float
    up: float
    n: float


class Expected(NamedTuple):
    """A value's middle, its standard errors below and above that, and their degrees of freedom."""

    middle: float
    below: float
    above: float
    freedom: float

    def within(self, chance: float) -> tuple[float, float]:
        """Between which ends the value lies, but for this chance (both sides together)."""
        t = float(special.stdtrit(self.freedom, 1 - chance / 2))
        return self.middle - t * self.below, self.middle + t * self.above


def expected(past: Past, of: Next) -> Expected:
    """What is expected of a period after at least five others, whose errors are not all 0.

    Shares near an end of their scale, times and small numbers are skewed. The own interval of the
    period knows of it: what it is off by its answers is at least as much as that reaches towards
    the middle, from below up and from above down (as in MOVER: Zou and Donner 2008).
    """
    value, error, n = past
    periods, answers = len(value), float(n.sum())
    squares = float((n * n * error**2).sum()) + (of.n * (of.down + of.up) / (2 * Z)) ** 2
    single = squares / (answers + of.n)  # variance of one answer
    middle = float((n * value).sum()) / answers
    off = (value - middle) * np.sqrt(n / single)
    alike = _alike(off)
    each = (1 + alike) / (1 - alike)  # periods that tell as much as one that is independent
    left = max(periods - each, 1.0)
    uneven = float((n * n).sum()) / answers
    beyond = max(float((off**2).sum()) / left - 1, 0.0)
    unlike = beyond * (periods - 1) * single / (answers - uneven)  # variance between periods
    of_mean = each * (single + unlike * uneven) / answers
    below, above = (
        float(np.sqrt(max(single / of.n, (reach / Z) ** 2) + unlike + of_mean))
        for reach in (of.up, of.down)
    )
    freedom = max((periods - 1) * (1 - alike**2) / (1 + alike**2), 1.0)
    return Expected(middle, below, above, freedom)


def _alike(off: Array) -> float:
    """The correlation of a period with the one before it; none below 0."""
    squares, periods = float((off**2).sum()), len(off)
    found = float((off[1:] * off[:-1]).sum()) / squares if squares else 0.0
    return min(max((found * periods + 1) / (periods - 4), 0.0), _MOST_ALIKE)
