"""Forecasts of series that are made up: how often bands hold what came, and chances come true.

Shares and NPS of a few years by month: flat, a level that drifts, a trend, a season, months of few
answers. Each is forecast once, and what came is drawn with the answers of one more month as usual.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from benchmarks.claims.rows import Row, at_most, between, table
from metrics.forecast.forecast import SHORT_HORIZON, Forecast, History, Outlook, forecast
from metrics.forecast.scales import Scale
from metrics.inference import intervals

Array = npt.NDArray[np.float64]

_YEAR = 12
_SERIES = 10  # a round and case
_AHEAD = SHORT_HORIZON
BANDS = {"80 %": (0.77, 0.83), "95 %": (0.93, 0.97)}
CAUTIOUS = {"80 %": (0.75, 0.90), "95 %": (0.92, 0.985)}  # short and calm, or near an end
_SHARE, _NPS = Scale(0.0, 100.0), Scale(-100.0, 100.0)


class Case(NamedTuple):
    """How a series is made, in logits; `few`: a third of its months have this many answers."""

    name: str
    months: int = 36
    drift: float = 0.0  # standard deviation of a month's step
    trend: float = 0.0  # a month
    season: float = 0.0  # standard deviation of the months of a year
    unlike: float = 0.0  # standard deviation of a month by itself
    answers: int = 200
    few: int = 0
    level: float = 1.0
    nps: bool = False
    bands: dict[str, tuple[float, float]] = BANDS


CASES = (
    Case("flat, 24 months", months=24, bands=CAUTIOUS),
    Case("flat, 36 months"),
    Case("flat, 60 months", months=60),
    Case("drift, 36 months", drift=0.08),
    Case("drift, 60 months", months=60, drift=0.08),
    Case("trend, 36 months", trend=0.02),
    Case("season, 36 months", season=0.2),
    Case("season and drift, 60 months", months=60, season=0.2, drift=0.06),
    Case("season, drift and months unlike", months=48, season=0.15, drift=0.06, unlike=0.1),
    Case("thin months of 12, drift", drift=0.08, few=12),
    Case("thin months of 12, season", months=48, season=0.25, few=12),
    Case("share of 95 % of 30", drift=0.05, answers=30, level=2.9, bands=CAUTIOUS),
    Case("NPS, season and drift", months=48, season=0.15, drift=0.06, nps=True),
    Case("NPS of 40, drift", drift=0.08, answers=40, nps=True),
)


class Told(NamedTuple):
    """A forecast, what came, and the target that it was held against."""

    found: Forecast
    came: Array
    target: float


def run(seed: int, rounds: int) -> pd.DataFrame:
    """Shares of what came inside the bands, and of targets met beside their chances."""
    chance, rows = np.random.default_rng(seed), []
    chances, met, held_less = [], [], []
    for case in CASES:
        told = [one for _ in range(_SERIES * rounds) if (one := told_of(case, chance))]
        rows += _bands(case, told)
        held_less += [one.found.backtest.held_less for one in told if one.found.backtest]
        chances += [one.found.chance[-1] for one in told]
        met += [one.came[-1] >= one.target for one in told]
    rows += _chances(np.array(chances), np.array(met))
    rows.append(at_most("all", "bands said to hold less", sum(held_less), len(held_less), 0.08))
    noise = [
        forecast(drawn(Case("", 36, unlike=0.0), chance)[0], _SHARE).outlook
        for _ in range(_SERIES * rounds)
    ]
    lost = sum(one != Outlook.TOLD for one in noise)
    rows.append(at_most("flat, 36 months", "not told", lost, len(noise), 0.15))
    return table(rows)


def told_of(case: Case, chance: np.random.Generator) -> Told | None:
    """A series of the case and its forecast; None where none is told."""
    history, came = drawn(case, chance)
    target = float(history.value[-1] + chance.normal(0, 3))
    found = forecast(history, _NPS if case.nps else _SHARE, target)
    return Told(found, came, target) if found.outlook == Outlook.TOLD else None


def drawn(case: Case, chance: np.random.Generator) -> tuple[History, Array]:
    """The history, and the figures of the months after it."""
    size = case.months + _AHEAD
    months = np.arange(size) % _YEAR
    level = case.level + np.cumsum(chance.normal(0, case.drift, size))
    level = level + case.trend * np.arange(size)
    level = level + chance.normal(0, case.season, _YEAR)[months]
    place = level + chance.normal(0, case.unlike, size)
    n = np.full(size, case.answers)
    if case.few:
        n[: case.months] = np.where(chance.random(case.months) < 1 / 3, case.few, n[: case.months])
        n[case.months :] = chance.choice(n[case.months - _YEAR : case.months], _AHEAD)
    value, low, high = _nps(place, n, chance) if case.nps else _share(place, n, chance)
    known = slice(0, case.months)
    history = History(
        *(value[known], low[known], high[known], n[known].astype(float), months[known], _YEAR)
    )
    return history, value[case.months :]


def _share(place: Array, n: npt.NDArray[np.int64], chance: np.random.Generator) -> list[Array]:
    p = chance.binomial(n, special.expit(place)) / n
    return [100 * part for part in intervals.proportion(n.astype(float), p)]


def _nps(place: Array, n: npt.NDArray[np.int64], chance: np.random.Generator) -> list[Array]:
    """A third are passives, as far as there is room for them."""
    net = 2 * special.expit(place) - 1
    passive = np.minimum(1 / 3, 1 - np.abs(net))
    p = (1 - passive + net) / 2
    promoters = chance.binomial(n, p)
    detractors = chance.binomial(n - promoters, np.clip((p - net) / (1 - p), 0, 1))
    shares = promoters / n, detractors / n
    return [100 * part for part in intervals.net_share(n.astype(float), *shares)]


def _bands(case: Case, told: list[Told]) -> list[Row]:
    """Of the last step alone: those of one series are not independent."""
    rows = []
    for name, limits in case.bands.items():
        ends = [
            (one.found.low_80, one.found.high_80)
            if name == "80 %"
            else (one.found.low_95, one.found.high_95)
            for one in told
        ]
        held = [
            low[_AHEAD - 1] <= one.came[-1] <= high[_AHEAD - 1]
            for (low, high), one in zip(ends, told, strict=True)
        ]
        rows.append(between(case.name, f"{name} band holds", sum(held), len(held), limits))
    return rows


def _chances(chances: Array, met: npt.NDArray[np.bool_]) -> list[Row]:
    """How often targets were met of which the chance was said to be so."""
    rows = []
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0)):
        own = (chances >= low) & (chances < high + (high == 1))
        said = f"target met, chance {low:.0%} to {high:.0%} (mean {chances[own].mean():.2f})"
        limits = max(low - 0.03, 0.0), min(high + 0.03, 1.0)
        rows.append(between("all", said, met[own].sum(), int(own.sum()), limits))
    return rows
