"""The ranks that a level may have: where levels can't be told apart, a rank is a range.

Mogstad, Romano, Shaikh and Wilhelm 2024, "Inference for Ranks with Applications to Mobility across
Neighbourhoods and Academic Achievement across Countries", Review of Economic Studies 91(1): a level
ranks behind those that are surely better, and before those that are surely worse, by tests of all
pairs that together err in at most 5 %. Here pairs are held to 5 % by Bonferroni.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from metrics.inference import differences
from metrics.inference.intervals import ALPHA, Interval, Z
from metrics.sums.grouping import Array, IntArray

_AT_ONCE = 200  # levels


def rank_sets(value: Array, low: Array, high: Array) -> tuple[IntArray, IntArray]:
    """The best and the worst rank of each level, from 1, the highest value first.

    By 95 % intervals of independent levels; one without an interval is told from none, and takes
    no part: its ranks are 0. Two are told apart where the interval of their difference at the level
    of all pairs leaves out 0 (`differences.mover`); of 10,000 levels there are 50 million
    pairs, so no p value is worked out for any.
    """
    known = np.flatnonzero(~(np.isnan(value) | np.isnan(low) | np.isnan(high)))
    best, worst = np.zeros(len(value), np.int64), np.zeros(len(value), np.int64)
    levels = len(known)
    level = ALPHA / max(levels * (levels - 1) / 2, 1)
    wider = -special.ndtri(level / 2) / Z  # than an interval of 95 %
    own = Interval(*(part[known] for part in (value, low, high)))
    for start in range(0, levels, _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        change, down, up = differences.mover(Interval(*(p[rows, None] for p in own)), own, 0.0)
        best[known[rows]] = 1 + (change < wider * (change - up)).sum(axis=1)
        worst[known[rows]] = levels - (change > wider * (change - down)).sum(axis=1)
    return best, worst
