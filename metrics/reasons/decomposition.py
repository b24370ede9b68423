"""Why a total changed: because its parts changed, or because the mix of its parts did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from metrics.definitions import MetricDefinition
from metrics.inference.intervals import ALPHA
from metrics.inference.verdicts import SIGNIFICANCE, benjamini_hochberg
from metrics.reasons.bridge import Bridge, bridge, pooled, small
from metrics.reasons.parts import Part, shares
from metrics.sums.paired_cells import PairedCells

COMPARABLE = 0.9  # of the weight on either side: what levels seen on both must hold
# Of the change. A smaller mix leaves the story as it is: two thirds of it remain without.
RELEVANT = 1 / 3
LITTLE = 1 / 4  # of the change: a rate that is surely within this is as good as none
_ONE_SIDED = float(special.ndtri(1 - ALPHA))


@dataclass(frozen=True)
class MixAndRate:
    """change = mix + rate: what the shares of the levels did, and what the levels did."""

    mix: Part
    rate: Part

    @classmethod
    def of(cls, found: Bridge) -> MixAndRate:
        """Those of a bridge."""
        whole = found.whole()
        return cls(whole.part("mix", 0), whole.part("rate", 0))

    @property
    def change(self) -> float:
        """Of the total."""
        return self.mix.value + self.rate.value

    @property
    def all_mix(self) -> bool:
        """True where the rate is surely small: two one-sided tests (Schuirmann 1987).

        Its 90 % interval lies within `LITTLE` of the change, on either side of none.
        """
        reach = abs(self.rate.value) + _ONE_SIDED * self.rate.error
        return reach < LITTLE * abs(self.change)

    @property
    def turns(self) -> bool:
        """True where the levels really went the other way than their total (Simpson 1951)."""
        return self.rate.real and self.rate.value * self.change < 0


@dataclass(frozen=True)
class Shift:
    """A level whose share of the answers changed, in per cent of their weight."""

    level: str
    share: float
    base_share: float


def mix_and_rate(
    both: PairedCells, definition: MetricDefinition, by: Sequence[str], minimum_n: int = 1
) -> MixAndRate | None:
    """Mix and rate of the change of one series over the levels of `by` (`metrics.reasons.bridge`).

    Levels of fewer than minimum_n on a side are one. None without any level seen on both sides:
    nothing is known of the rate.
    """
    levels = both.added(by)
    few = small(levels, minimum_n)
    found = bridge(pooled(levels, few) if few.any() else levels, definition)
    return None if found is None else MixAndRate.of(found)


def most_telling(found: Sequence[MixAndRate]) -> int | None:
    """Of the decompositions of one change by several dimensions the one to tell, if any is.

    Told is a mix that is really there and at least `RELEVANT` of the change, whichever way it went
    and however large. One in which the levels went the other way than their total goes first, then
    the one that leaves the least to the levels. Dimensions are one family (Benjamini and Hochberg).
    """
    if not found:
        return None
    mix = benjamini_hochberg(np.array([one.mix.p_value for one in found]))
    rate = benjamini_hochberg(np.array([one.rate.p_value for one in found]))
    told = [
        (not (one.turns and p_rate < SIGNIFICANCE), abs(one.rate.value), place)
        for place, (one, p_mix, p_rate) in enumerate(zip(found, mix, rate, strict=True))
        if p_mix < SIGNIFICANCE and abs(one.mix.value) >= RELEVANT * abs(one.change)
    ]
    return min(told)[-1] if told else None


def comparable(both: PairedCells, by: str, unstated: str) -> bool:
    """True where stated levels seen on both sides, two or more, hold `COMPARABLE` of either."""
    now, base = both.added([by])
    share, before = shares(now), shares(base)
    stated = np.array([str(level) != unstated for level in now.labels[by]], dtype=bool)
    common = stated & (share > 0) & (before > 0)
    held = min(share[common].sum(), before[common].sum())
    return bool(np.count_nonzero(common) > 1 and held >= COMPARABLE)


def largest_shift(
    both: PairedCells, definition: MetricDefinition, by: str, unstated: str
) -> Shift | None:
    """Of one series the stated level whose share did most of the mix; None where no share did.

    It has the largest term (change of share) x (mean rate - overall), overall being the mean of the
    two totals, in the direction of the mix.
    """
    levels = both.added([by])
    found = bridge(levels, definition)
    if found is None:
        return None
    term, names = found.steps().mix, levels.now.labels[by]
    stated = np.array([str(level) != unstated for level in names], dtype=bool)
    toward = np.where(stated, term * np.sign(term.sum()), 0)
    most = int(np.argmax(toward))
    if toward[most] <= 0:
        return None
    share, base_share = (100 * float(side[most]) for side in (found.share, found.base_share))
    return Shift(str(names[most]), share, base_share)
