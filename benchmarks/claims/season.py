"""A change beside those of earlier years, of companies with a season: false, and what is found.

Quarters of two years, each held against last year's same change; then quarters and months of three
and four years, held against the mean of all earlier years' same changes. Plain verdicts are told
beside these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.claims.rows import Row, at_least, at_most, table
from metrics.inference import differences, intervals
from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval
from metrics.inference.season import beside_earlier_years, beyond
from metrics.inference.verdicts import is_real

Array = npt.NDArray[np.float64]

_COMPANIES = 50  # a round and case
_SEASONS = (0.0, 3.0, 6.0)  # points between the quarters, or per cent of a count
_PLANTED = 10.0  # points, or per cent
_POWER = {1000: 0.4, 3000: 0.9}  # of finding that at least, by answers a quarter
_SHARE = 0.70
_GRAINS = {"quarter": 4, "month": 12}  # periods of a year
_UNEVEN = (0.0, 1.0, 2.0)  # how much periods differ from year to year, in standard errors of one
_CURVE = (3.0, 6.0, 9.0)  # points on top of a season
_FOUND = {3.0: 0.05, 6.0: 0.25, 9.0: 0.65}  # of these at least


class _Quarters(NamedTuple):
    """The change of this year and the same one of last year."""

    now: Difference
    before: Difference


def run(seed: int, rounds: int) -> pd.DataFrame:
    """Shares of companies with a real change: case, measure, value, limit_low, limit_high.

    What plain verdicts do has no limits (NaN): it is what is to be mended.
    """
    chance, size = np.random.default_rng(seed), _COMPANIES * rounds
    kinds: dict[str, Callable[..., _Quarters]] = {"NPS": _nps, "share": _share, "count": _count}
    rows: list[Row] = []
    for name, draw in kinds.items():
        for n, power in _POWER.items():
            for season in _SEASONS:
                case = f"{name}, {n} a quarter, season of {season:g}"
                quarters = draw(chance, size, n, season, 0.0)
                plain, held = _real(quarters)
                rows.append(Row(case, "real, plainly", plain.mean(), np.nan, np.nan))
                rows.append(at_most(case, "real beside last year", held.sum(), size))
            _, held = _real(draw(chance, size, n, _SEASONS[-1], _PLANTED))
            case = f"{name}, {n} a quarter, season of {_SEASONS[-1]:g} and {_PLANTED:g} planted"
            if name != "count":  # a count of 1,000 tells 10 per cent by its own noise alone
                rows.append(at_least(case, "found", held.sum(), size, power))
    rows.append(_nine_months(chance, size))
    rows += _earlier_years(chance, size)
    return table(rows)


def _real(quarters: _Quarters) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Plainly, and beside last year."""
    now, more = quarters.now, beyond(*quarters)
    plain = is_real(now.p_value, now.low, now.high)
    return plain, plain & is_real(more.p_value, more.low, more.high)


def _levels(season: float, planted: float) -> tuple[float, float, float, float]:
    """Added to this quarter and the one before, and to those of last year."""
    return season + planted, 0.0, season, 0.0


def _nps(
    chance: np.random.Generator, size: int, n: int, season: float, planted: float
) -> _Quarters:
    sides = []
    for points in _levels(season, planted):
        p, d = 0.42 + points / 200, 0.24 - points / 200
        positive = chance.binomial(n, p, size)
        negative = chance.binomial(n - positive, d / (1 - p))
        sides.append((np.full(size, float(n)), positive / n, negative / n))
    now, base, ago, ago_base = sides
    found = (differences.net_share(*one, *other) for one, other in ((now, base), (ago, ago_base)))
    return _Quarters(*(_percent(one) for one in found))


def _share(
    chance: np.random.Generator, size: int, n: int, season: float, planted: float
) -> _Quarters:
    full = np.full(size, float(n))
    now, base, ago, ago_base = (
        chance.binomial(n, 0.70 + points / 100, size) / n for points in _levels(season, planted)
    )
    found = (
        differences.proportion(full, one, full, other)
        for one, other in ((now, base), (ago, ago_base))
    )
    return _Quarters(*(_percent(one) for one in found))


def _count(
    chance: np.random.Generator, size: int, n: int, season: float, planted: float
) -> _Quarters:
    """Of a company that is half as large again as last year: in per cent of the mean level."""
    changes = []
    levels = _levels(season, planted)
    for (one, other), grown in ((levels[:2], 1.5), (levels[2:], 1.0)):
        now, base = (
            chance.poisson(grown * n * (1 + per_cent / 100), size).astype(float)
            for per_cent in (one, other)
        )
        found = differences.from_intervals(intervals.count(now), intervals.count(base))
        unit = (now + base) / 200
        change, low, high = (part / unit for part in found[:3])
        changes.append(Difference(change, low, high, found.p_value))
    return _Quarters(*changes)


def _nine_months(chance: np.random.Generator, size: int) -> Row:
    """Nine months against nine: two thirds of the base are in last year's same months as well."""
    season = np.array([0.0, 20.0, 5.0, -10.0])[np.arange(10) % 4]  # by quarter, from the first on
    quarters = chance.normal(season, 1.0, (size, 10))
    now, base, ago, ago_base = (
        quarters[:, first : first + 3].mean(axis=1) for first in (7, 4, 3, 0)
    )
    error = np.full(size, 1 / np.sqrt(3))
    change = differences.normal(now, error, base, error)
    before = differences.normal(ago, error, ago_base, error)
    found = beyond(change, before, overlap=2 / 3)
    false = is_real(found.p_value, found.low, found.high)
    return at_most("a mean, nine months, season", "real beside last year", false.sum(), size)


def _earlier_years(chance: np.random.Generator, size: int) -> Iterator[Row]:
    """Shares of 1,000 answers a period, beside two and three earlier years.

    `unless told`: the plain verdict stands where the season can't be told from nothing. It is what
    was not done, and has no limits.
    """
    kinds = list(product(_GRAINS, (2, 3)))
    for (grain, years), uneven, season in product(kinds, _UNEVEN, _SEASONS):
        case = f"share, {grain}s, {years} earlier, season {season:g}, uneven {uneven:g}"
        plain, held, unless_told, known = _beside(chance, size, grain, years, uneven, season)
        yield Row(case, "real, plainly", plain.mean(), np.nan, np.nan)
        yield Row(case, "real, unless told", unless_told.mean(), np.nan, np.nan)
        yield at_most(case, "real beside earlier years", held.sum(), size)
        yield at_least(case, "interval of the season", known.sum(), size, 0.93)
    for (grain, years), planted in product(kinds, _CURVE):
        case = f"share, {grain}s, {years} earlier, season 6 and {planted:g} planted"
        _, held, _, _ = _beside(chance, size, grain, years, 0.0, 6.0, planted)
        yield at_least(case, "found", held.sum(), size, _FOUND[planted])


def _beside(
    chance: np.random.Generator,
    size: int,
    grain: str,
    years: int,
    uneven: float,
    season: float,
    planted: float = 0.0,
) -> tuple[npt.NDArray[np.bool_], ...]:
    """Real plainly, beside earlier years, and unless told; whether the interval has the season.

    The newest period is the high one of each year; those of a year that are alike have one level.
    """
    per_year, n = _GRAINS[grain], 1000
    periods = years * per_year + 2
    level = np.where(np.arange(periods) % per_year == 0, season / 100, 0.0) + _SHARE
    level = level + chance.normal(0, uneven * np.sqrt(0.21 / n), (size, periods))
    level[:, 0] += planted / 100
    shares = chance.binomial(n, np.clip(level, 0, 1)) / n
    full = np.full((size, periods), float(n))
    now = differences.proportion(full[:, 0], shares[:, 0], full[:, 1], shares[:, 1])
    earlier = Interval(*(side[:, 1:] for side in intervals.proportion(full, shares)))
    usual, left, _ = beside_earlier_years(now, earlier, per_year)
    plain = is_real(now.p_value, now.low, now.high)
    further = is_real(left.p_value, left.low, left.high) & (left.change * now.change > 0)
    told = is_real(usual.p_value, usual.low, usual.high)
    held = plain & further
    known = (usual.low <= season / 100) & (season / 100 <= usual.high)
    return plain, held, np.where(told, held, plain), known


def _percent(found: Difference) -> Difference:
    return Difference(100 * found.change, 100 * found.low, 100 * found.high, found.p_value)
