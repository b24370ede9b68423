"""A change beside the same change of earlier years: what comes every year is the usual season."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from metrics.inference.differences import Difference, by_reach, mover
from metrics.inference.intervals import ALPHA, Interval, Z
from metrics.sums.grouping import Array, IntArray

_EVEN_STEPS = 2.0  # what is thought before: years are alike, as if seen in so many steps
_NEXT = (np.s_[:-1], np.s_[1:])  # each period, and the one before it


class Season(NamedTuple):
    """The mean of the same change in earlier years, the change less it, and in how many years."""

    usual: Difference
    beyond: Difference
    years: IntArray


def beyond(now: Difference, before: Difference, overlap: float = 0.0) -> Difference:
    """How much more the change is than that of a year before, from both intervals alone.

    A difference in differences by MOVER (Zou and Donner 2008), as `differences.from_intervals`. For
    periods of more than half a year the base of the one is in part the period of the other:
    `overlap`, a share, is what they have in common, and widens the interval.
    """
    change = now.change - before.change

    def reach(one: Array, other: Array) -> Array:
        return np.sqrt(one**2 + other**2 + overlap * one * other)

    low = change - reach(now.change - now.low, before.high - before.change)
    high = change + reach(now.high - now.change, before.change - before.low)
    return by_reach(change, low, high)


def beside_earlier_years(now: Difference, earlier: Interval, per_year: int) -> Season:
    """What of changes is the usual season, and what is left of them.

    `earlier`: figures of the periods before, rows by periods, the newest first, which is what the
    change is from; NaN where unknown. A year has `per_year` of them. The season is the mean of the
    same step in earlier years. Its interval and that of the rest have the sampling errors of all
    figures (MOVER) and how much a step varies from year to year besides, with t; see `_unsteady`.
    Without a known earlier step all is NaN.
    """
    later, before = (Interval(*(side[:, cut] for side in earlier)) for cut in _NEXT)
    steps = Interval(*mover(later, before, 0.0))
    same = Interval(*(part[:, per_year - 1 :: per_year] for part in steps))
    variance, freedom = _unsteady(steps, per_year)
    known = ~np.isnan(same.value)
    years = known.sum(axis=1)
    t = special.stdtrit(freedom, 1 - ALPHA / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        usual = np.where(known, same.value, 0).sum(axis=1) / years
        down, up = (
            np.sqrt(np.where(known, (end - same.value) ** 2, 0).sum(axis=1)) / years
            for end in (same.low, same.high)
        )
        left, wider = now.change - usual, t / Z

        def reach(*sampling: Array, steps: Array) -> Array:
            squares = sum((one * wider) ** 2 for one in sampling)
            return np.asarray(np.sqrt(squares + t**2 * variance * steps), dtype=np.float64)

        of_season = by_reach(
            usual,
            usual - reach(down, steps=1 / years),
            usual + reach(up, steps=1 / years),
            freedom,
        )
        rest = by_reach(
            left,
            left - reach(now.change - now.low, up, steps=1 + 1 / years),
            left + reach(now.high - now.change, down, steps=1 + 1 / years),
            freedom,
        )
    return Season(of_season, rest, years)


def _unsteady(steps: Interval, per_year: int) -> tuple[Array, Array]:
    """Variance of a step from year to year beside its sampling error, and degrees of freedom.

    Pooled over all steps, whatever the month: each less the same one a year before has twice that
    variance and the errors of both. One or two years of one step tell next to nothing of it. The
    squares of these over their sampling variance have a mean of 1 where years are alike, which is
    thought before (`_EVEN_STEPS`; as in Smyth 2004); below 1 it is not taken. Neighbours have
    figures in common, so that there are half as many degrees of freedom.
    """
    change = steps.value[:, :-per_year] - steps.value[:, per_year:]
    errors = ((steps.high - steps.low) / (2 * Z)) ** 2
    sampling = errors[:, :-per_year] + errors[:, per_year:]
    known = ~np.isnan(change) & (sampling > 0)
    found = known.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.where(known, change**2 / sampling, 0).sum(axis=1)
    more = np.maximum((_EVEN_STEPS + squares) / (_EVEN_STEPS + found), 1) - 1
    mean = np.where(known, sampling, 0).sum(axis=1) / np.maximum(found, 1)
    return more * mean / 2, _EVEN_STEPS + found / 2
