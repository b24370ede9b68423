"""A bridge from one side of a comparison to the other: what each level did, by share and value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics.definitions import MetricDefinition
from metrics.inference import samples
from metrics.reasons.parts import Part, first_known, levels_of
from metrics.sums.cells import collect
from metrics.sums.grouping import Array, IntArray, add_up
from metrics.sums.paired_cells import PairedCells


class Steps(NamedTuple):
    """What groups of levels add to a change, with standard errors, in display units."""

    mix: Array
    mix_error: Array
    rate: Array
    rate_error: Array
    both: Array  # of them together
    both_error: Array

    def part(self, name: str, row: int) -> Part:
        """`mix`, `rate` or `both` of one group."""
        return Part(float(getattr(self, name)[row]), float(getattr(self, f"{name}_error")[row]))


@dataclass(frozen=True)
class Bridge:
    """The levels of both sides of one series, an element each, and what they add to the change.

    Kitagawa's decomposition (1955) in its midpoint form, level by level: the mix of one is the
    change of its share times its mean value less that of the total, its rate the mean of its shares
    times the change of its value. Mix and rate of all levels add up to the change of the total. A
    level that is new or gone has no change of its own: it is all mix.
    """

    share: Array  # of all that is counted, 0 to 1
    base_share: Array
    value: Array  # NaN where the level is not there
    base_value: Array
    _mix: _Terms
    _rate: _Terms
    _sides: tuple[_Side, _Side]

    @property
    def size(self) -> int:
        """Number of levels."""
        return len(self.share)

    def steps(self, groups: IntArray | None = None) -> Steps:
        """What each level adds, or each group: `groups` has the number of that of each level."""
        codes = np.arange(self.size) if groups is None else groups
        found: list[Array] = []
        for terms in (self._mix, self._rate, self._mix.beside(self._rate)):
            found += [terms.added(codes), np.sqrt(terms.variance(codes, self._sides))]
        return Steps(*found)

    def whole(self) -> Steps:
        """What all levels add together: one element, whose `both` is the change of the total."""
        return self.steps(np.zeros(self.size, np.int64))


class _Side(NamedTuple):
    """The levels of one side: shares, values (0 where there is none), their variances, n of all."""

    share: Array
    value: Array
    variance: Array
    n: float


class _Slope(NamedTuple):
    """How a term of level i moves with the shares p and the values r of one side.

    With p_j by [i = j] share_i + total_i r_j, with r_j by [i = j] value_i + total_i p_j.
    """

    share: Array
    value: Array
    total: Array

    def beside(self, other: _Slope) -> _Slope:
        return _Slope(*(one + another for one, another in zip(self, other, strict=True)))


class _Terms(NamedTuple):
    """A term of each level, and how it moves with both sides."""

    value: Array
    now: _Slope
    base: _Slope

    def beside(self, other: _Terms) -> _Terms:
        """The sum of two terms of each level."""
        return _Terms(
            self.value + other.value, self.now.beside(other.now), self.base.beside(other.base)
        )

    def added(self, codes: IntArray) -> Array:
        return add_up(codes, self.value, codes.max(initial=-1) + 1)

    def variance(self, codes: IntArray, sides: tuple[_Side, _Side]) -> Array:
        """Of the sum of each group by the delta method.

        Shares of one side vary as a multinomial sample does, values of levels independently.
        """
        many = codes.max(initial=-1) + 1
        whole = np.zeros(many)
        for (p, r, v, n), slope in zip(sides, (self.now, self.base), strict=True):
            own = [
                add_up(codes, one, many)
                for one in (
                    p * slope.share**2,
                    p * slope.share * r,
                    p * slope.share,
                    v * slope.value**2,
                    v * slope.value * p,
                    slope.total,
                )
            ]
            squares, with_value, mean, value_squares, with_share, every = own
            of_shares = squares + 2 * every * with_value + every**2 * (p * r**2).sum()
            of_shares -= (mean + every * (p * r).sum()) ** 2
            whole += np.maximum(of_shares, 0) / n
            whole += value_squares + 2 * every * with_share + every**2 * (v * p**2).sum()
        return np.maximum(whole, 0)


def bridge(both: PairedCells, definition: MetricDefinition) -> Bridge | None:
    """The bridge of one series over its cells, each of which is a level.

    None without any level that is there on both sides: then nothing is known of what changed in it.
    """
    (p, r, error), (p0, r0, base_error) = (levels_of(side, definition) for side in both)
    there, was = both.now.answers > 0, both.base.answers > 0
    seen = there & was
    if not seen.any():
        return None
    total, base_total = np.nansum(p * r), np.nansum(p0 * r0)
    known, base_known = first_known(r, r0), first_known(r0, r)
    middle = (known + base_known) / 2 - (total + base_total) / 2
    middle = np.where(there | was, middle, 0)
    moved, mean, none = p - p0, (p + p0) / 2, np.zeros(len(p))
    rose = np.where(seen, known - base_known, 0)
    half = np.where(seen, 0.5, 1.0)
    mix = _Terms(
        moved * middle,
        _Slope(middle, np.where(there, moved * half, 0), -moved / 2),
        _Slope(-middle, np.where(was, moved * half, 0), -moved / 2),
    )
    rate = _Terms(
        mean * rose,
        _Slope(rose / 2, np.where(seen, mean, 0), none),
        _Slope(rose / 2, np.where(seen, -mean, 0), none),
    )
    n, base_n = (samples.of_cells(side.added(()), definition).n[0] for side in both)
    sides = (
        _Side(p, np.where(there, r, 0), np.where(there, error**2, 0), n),
        _Side(p0, np.where(was, r0, 0), np.where(was, base_error**2, 0), base_n),
    )
    return Bridge(p, p0, r, r0, mix, rate, sides)


def pooled(both: PairedCells, few: npt.NDArray[np.bool_]) -> PairedCells:
    """The cells with those marked `few` as one, the last; its labels are those of one of them."""
    kept = np.flatnonzero(~few)
    rows = np.append(kept, np.flatnonzero(few)[:1])
    codes = np.full(both.now.size, len(kept), dtype=np.int64)
    codes[kept] = np.arange(len(kept))
    return PairedCells(*(collect(side.labels, codes, rows, side.sums) for side in both))


def small(both: PairedCells, minimum_n: int) -> npt.NDArray[np.bool_]:
    """Which cells are there with fewer than minimum_n on either side: of them little is known."""
    few = [(side.answers > 0) & ~side.enough(minimum_n) for side in both]
    return few[0] | few[1]
