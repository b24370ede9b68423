"""Answers, orders and times of cells in which nothing but chance is at work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics.series import parse_series
from metrics.sums.cells import MOMENTS, Cells

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """Answers of a metric: its series, its scores and how probable each is."""

    name: str
    metric: str
    series: str
    chances: tuple[float, ...]
    lowest: int = 1

    @property
    def scores(self) -> Array:
        """The scores, from the lowest."""
        return np.arange(self.lowest, self.lowest + len(self.chances), dtype=np.float64)

    @property
    def mean(self) -> float:
        """The true mean."""
        return float(self.scores @ np.array(self.chances))

    def draw(self, rng: np.random.Generator, n: int, cells: int) -> Cells:
        """So many cells of n answers."""
        drawn = rng.multinomial(n, self.chances, cells).astype(float)
        x, read = self.scores, parse_series(self.series)
        sums = {name: np.full(cells, float(n)) for name in ("answers", "w", "w2")}
        sums |= {
            "pos": drawn[:, x >= read.positive_from].sum(axis=1),
            "neg": drawn[:, x <= read.negative_to].sum(axis=1),
        }
        sums |= {name: drawn @ x**k for k, name in enumerate(("total", "squares", "cubes"), 1)}
        return cells_of(self.series, sums)


def scale_of(positive: float, most: int) -> tuple[float, ...]:
    """Chances of scores 1 to `most`, of which two of five count as positive."""
    below = 3 if most == 5 else 4
    return (*[(1 - positive) / below] * below, *[positive / (most - below)] * (most - below))


def nps_of(promoters: float, detractors: float) -> tuple[float, ...]:
    """Chances of scores 0 to 10."""
    passives = (1 - promoters - detractors) / 2
    return (*[detractors / 7] * 7, passives, passives, promoters / 2, promoters / 2)


SHARES = [
    Asked(f"share of {100 * p:.0f} %", "csat", "csat:1-5", scale_of(p, 5)) for p in (0.5, 0.9, 0.98)
]
NET = [
    Asked(f"NPS {100 * p:.0f} less {100 * d:.0f} %", "nps", "nps:0-10", nps_of(p, d), 0)
    for p, d in ((0.5, 0.2), (0.2, 0.4), (0.85, 0.03))
]
MEANS = [
    Asked("CSAT mean, even", "csat_mean", "csat:1-5", (0.2,) * 5),
    Asked("CSAT mean, usual", "csat_mean", "csat:1-5", (0.05, 0.1, 0.2, 0.35, 0.3)),
    Asked("CSAT mean, 70 % best", "csat_mean", "csat:1-5", (0.02, 0.03, 0.05, 0.2, 0.7)),
    Asked("CES mean, skewed", "ces_mean", "ces:1-7", (0.03, 0.03, 0.05, 0.09, 0.15, 0.25, 0.4)),
]


def orders(rng: np.random.Generator, spread: float, n: int, cells: int) -> Cells:
    """So many cells of n orders of log-normal amounts; the spread is of their logarithms."""
    drawn = rng.lognormal(0, spread, (cells, n))
    sums = {name: np.full(cells, float(n)) for name in ("answers", "w", "w2")}
    powers = {name: (drawn**k).sum(axis=1) for k, name in enumerate(MOMENTS[5:], 1)}
    return cells_of("average_order_value", {**sums, **powers})


def lognormal(rng: np.random.Generator, size: int) -> Array:
    """Times, of which the median is 2.7 hours."""
    return rng.lognormal(1, 1, size)


def cells_of(series: str, sums: dict[str, Array]) -> Cells:
    """Cells of these sums, numbered in the key `cell`; 0 where there is no sum."""
    size = len(sums["answers"])
    cell, names = pd.Categorical(np.arange(size)), pd.Categorical([series] * size)
    labels: dict[str, ExtensionArray] = {"cell": cell, "series": names}
    return Cells(labels, {name: sums.get(name, np.zeros(size)) for name in MOMENTS})


def repeated(base: Cells, times: int) -> Cells:
    """Each base beside all cells of its family."""
    (series,) = set(base.labels["series"])
    return cells_of(series, {name: np.repeat(one, times) for name, one in base.sums.items()})
