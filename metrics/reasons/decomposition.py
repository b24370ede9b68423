"""Why a total changed: because its parts changed, or because the mix of its parts did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from metrics.definitions import MetricDefinition
from metrics.inference import samples
from metrics.inference.differences import two_sided
from metrics.inference.intervals import ALPHA, Z
from metrics.inference.verdicts import SIGNIFICANCE, benjamini_hochberg
from metrics.sums.cells import Cells
from metrics.sums.grouping import Array
from metrics.sums.paired_cells import PairedCells

COMPARABLE = 0.9  # of the weight on either side: what levels seen on both must hold
# Of the change. A smaller mix leaves the story as it is: two thirds of it remain without.
RELEVANT = 1 / 3
LITTLE = 1 / 4  # of the change: a rate that is surely within this is as good as none
_ONE_SIDED = float(special.ndtri(1 - ALPHA))


@dataclass(frozen=True)
class Part:
    """A part of a change with its standard error, in display units."""

    value: float
    error: float

    @property
    def low(self) -> float:
        """Lower end of its 95 % interval."""
        return self.value - Z * self.error

    @property
    def high(self) -> float:
        """Upper end of its 95 % interval."""
        return self.value + Z * self.error

    @property
    def p_value(self) -> float:
        """Two-sided; NaN where the error is not known."""
        if self.error == 0:
            return 1.0 if self.value == 0 else 0.0
        return float(two_sided(np.array(self.value / self.error)))

    @property
    def real(self) -> bool:
        """True where it can be told from noise by a single test."""
        return self.p_value < SIGNIFICANCE


@dataclass(frozen=True)
class MixAndRate:
    """change = mix + rate: what the shares of the levels did, and what the levels did."""

    mix: Part
    rate: Part

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


def mix_and_rate(both: PairedCells, definition: MetricDefinition, by: str) -> MixAndRate | None:
    """Kitagawa's decomposition (1955) of the change of one series over the levels of `by`.

    Both are weighted with the mean of the two sides; a level seen on one side only is all mix. The
    rate's error takes the weights as given. That of the mix is of the shares (multinomial) and of
    the levels' values. None without any level seen on both sides: nothing is known of the rate.
    """
    now, base = both.added([by])
    share, rate, error = _parts(now, definition)
    base_share, base_rate, base_error = _parts(base, definition)
    seen = (now.answers > 0) & (base.answers > 0)
    if not seen.any():
        return None
    rate, base_rate = _first_known(rate, base_rate), _first_known(base_rate, rate)
    middle, moved = (rate + base_rate) / 2, share - base_share
    effect = np.where(seen, (share + base_share) / 2 * (rate - base_rate), 0)
    both_errors = error**2 + base_error**2
    of_rate = np.where(seen, ((share + base_share) / 2) ** 2 * both_errors, 0)
    known = np.where(seen, both_errors / 4, np.nan_to_num(error**2) + np.nan_to_num(base_error**2))
    of_shares = sum(
        _between(part, middle) / samples.of_cells(side.added(()), definition).n[0]
        for part, side in ((share, now), (base_share, base))
    )
    return MixAndRate(
        Part(float((moved * middle).sum()), float(np.sqrt(of_shares + (moved**2 * known).sum()))),
        Part(float(effect.sum()), float(np.sqrt(of_rate.sum()))),
    )


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
    now, base = both.added([by])
    share, rate, _ = _parts(now, definition)
    base_share, base_rate, _ = _parts(base, definition)
    stated = np.array([str(level) != unstated for level in now.labels[by]], dtype=bool)
    rate, base_rate = _first_known(rate, base_rate), _first_known(base_rate, rate)
    overall = (np.nansum(share * rate) + np.nansum(base_share * base_rate)) / 2
    term = np.nan_to_num((share - base_share) * ((rate + base_rate) / 2 - overall))
    toward = np.where(stated, term * np.sign(term.sum()), 0)
    most = int(np.argmax(toward))
    if toward[most] <= 0:
        return None
    level = str(now.labels[by][most])
    return Shift(level, 100 * float(share[most]), 100 * float(base_share[most]))


def shares(cells: Cells) -> Array:
    """Share of each cell in all of them, by weight; 0 where there is none."""
    weight = cells.sums["w"]
    whole = weight.sum()
    return weight / whole if whole > 0 else np.zeros_like(weight)


def _between(share: Array, value: Array) -> float:
    """Variance between the levels."""
    known = np.where(share > 0, value, 0)
    return float(max((share * known**2).sum() - (share * known).sum() ** 2, 0))


def _parts(cells: Cells, definition: MetricDefinition) -> tuple[Array, Array, Array]:
    """Share, value and standard error of each cell of one series.

    The variance of a single answer is unknown: a mean of one takes that of the whole series.
    """
    sample = samples.of_cells(cells, definition)
    error = samples.standard_error(sample, definition)
    if definition.kind == "mean" and cells.size:
        whole = samples.of_cells(cells.added(()), definition).variance[0]
        with np.errstate(invalid="ignore", divide="ignore"):
            error = np.where(sample.n > 1, error, np.sqrt(whole / sample.n))
    return shares(cells), samples.value(sample, definition), error


def _first_known(values: Array, others: Array) -> Array:
    return np.where(np.isnan(values), others, values)
