"""What a period's figure is expected to be, from the periods before it, if nothing changes.

The prediction interval of a random-effects model (Higgins, Thompson and Spiegelhalter 2009, JRSS A
172(1), section 3): periods lie around a level, off by chance of their answers, and by what else
makes one unlike another. That is what Pearson's chi-squared of the past around its mean, weighted
by n, has beyond its degrees of freedom (DerSimonian and Laird 1986). The variance of one answer is
that of all periods together, as in control charts: a thin period that happens to lie at an end of
its scale would seem the most certain of all.

Where a period goes with the one before it, the past tells less than its number of periods: their
correlation r makes the mean as uncertain as that of (1 + r) / (1 - r) times fewer, takes as much
from what the chi-squared is by chance, and leaves (1 - r^2) / (1 + r^2) of the degrees of freedom
(Bayley and Hammersley 1946). It is found with its bias taken back (Marriott and Pope 1954), and, as
it is an estimate itself and tails are long, taken one and a half standard errors higher.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy import special

from metrics.inference.intervals import Z
from metrics.sums.grouping import Array

FEWEST = 8  # periods of the past: of fewer nothing is told
_HIGHER = 1.5  # standard errors of the correlation
_MOST_ALIKE = 0.6  # of it: beyond that next to nothing would ever be told


class Past(NamedTuple):
    """Periods, the oldest first, each known: value, standard error by the answers alone, and n."""

    value: Array
    error: Array
    n: Array


class Next(NamedTuple):
    """Periods that are asked for as one: how far their 95 % intervals reach, and n, of each."""

    down: Array
    up: Array
    n: Array


class Expected(NamedTuple):
    """The middle, its standard errors below and above that, and their degrees of freedom."""

    middle: float
    below: float
    above: float
    freedom: float

    def within(self, chance: float) -> tuple[float, float]:
        """Between which ends a value lies, but for this chance (both sides together)."""
        t = float(special.stdtrit(self.freedom, 1 - chance / 2))
        return self.middle - t * self.below, self.middle + t * self.above


def expected(past: Past, of: Next) -> Expected:
    """What is expected of the mean, weighted by n, of the periods after five others or more.

    The errors of the past are not all 0. Shares near an end of their scale, times and small numbers
    are skewed. The own intervals of the periods know of it: what these are off by their answers is
    at least as much as the intervals reach towards the middle, from below up and from above down
    (as in MOVER: Zou and Donner 2008).
    """
    value, error, n = past
    periods, answers, others = len(value), float(n.sum()), float(of.n.sum())
    squares = float((n * n * error**2).sum() + ((of.n * (of.down + of.up) / (2 * Z)) ** 2).sum())
    single = squares / (answers + others)  # variance of one answer
    middle = float((n * value).sum()) / answers
    off = (value - middle) * np.sqrt(n / single)
    alike = _alike(off)
    each = (1 + alike) / (1 - alike)  # periods that tell as much as one that is independent
    left = max(periods - each, 1.0)
    uneven = float((n * n).sum()) / answers
    beyond = max(float((off**2).sum()) / left - 1, 0.0)
    unlike = beyond * (periods - 1) * single / (answers - uneven)  # variance between periods
    of_mean = each * (single + unlike * uneven) / answers
    own = unlike * float((of.n**2).sum()) / others**2
    wider = _together(alike, len(of.n))
    squares_of = (float(((of.n * reach / Z) ** 2).sum()) for reach in (of.up, of.down))
    below, above = (
        float(np.sqrt(wider * (max(single / others, square / others**2) + own) + of_mean))
        for square in squares_of
    )
    freedom = max((periods - 1) * (1 - alike**2) / (1 + alike**2), 1.0)
    return Expected(middle, below, above, freedom)


def _alike(off: Array) -> float:
    """The correlation of a period with the one before it, rather too high; none below 0."""
    squares, periods = float((off**2).sum()), len(off)
    found = float((off[1:] * off[:-1]).sum()) / squares if squares else 0.0
    unbiased = (found * periods + 1) / (periods - 4)
    return min(max(unbiased + _HIGHER / math.sqrt(periods), 0.0), _MOST_ALIKE)


def _together(alike: float, periods: int) -> float:
    """How many times as much a mean of periods varies for their going with the one before."""
    apart = np.arange(1, periods)
    return 1 + 2 * float(((1 - apart / periods) * alike**apart).sum())
