"""Forecasts made at earlier periods against what came, and against the same period a year before.

By rolling origins (Tashman 2000): each forecast knows the periods up to its origin alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from metrics.sums.grouping import Array, IntArray

_ONE_SIDED = 0.025


class Backtest(NamedTuple):
    """What forecasts of the past were worth. Errors are scaled: see `scaled_errors`."""

    origins: int
    compared: int  # forecasts of which the figure, and that of a year before, is known
    mase: float
    naive_mase: float
    within_80: float  # share of figures inside the band
    within_95: float
    banded: int  # forecasts of which that is the share
    steps: int  # periods ahead

    @property
    def better(self) -> bool:
        """True where forecasts were nearer than last year's value."""
        return self.mase < self.naive_mase

    @property
    def held_less(self) -> bool:
        """True where one of the bands held fewer figures than it promises, beyond chance.

        Each figure is forecast once a step, and these forecasts fail together: two of them count
        for as much as all steps (`benchmarks/claims/forecast.py` has how often sound ones are
        found to hold less).
        """
        of = round(self.banded * min(2 / self.steps, 1.0))
        shares = ((self.within_80, 0.80), (self.within_95, 0.95))
        return any(holds_less(round(held * of), of, promised) for held, promised in shares)


def holds_less(held: int, of: int, promised: float) -> bool:
    """True where so few of its figures in a band that holds the share `promised` are no chance:
    the binomial test, one-sided at 2.5 %."""
    return bool(special.bdtr(held, of, promised) < _ONE_SIDED)


def last_years(values: Array, origins: IntArray, horizon: int, seasons: int) -> Array:
    """The seasonal-naive forecast: the last known value of the same season, rows (origin, step).

    For horizons of at most a year; NaN where that value is missing.
    """
    at = origins[:, None] + np.arange(horizon)[None, :] - seasons
    found: Array = np.where(at >= 0, values[np.maximum(at, 0)], np.nan)
    return found


def outcomes(values: Array, origins: IntArray, horizon: int) -> Array:
    """What came, rows (origin, step); NaN where it is not known."""
    at = origins[:, None] + np.arange(horizon)[None, :]
    found: Array = np.append(values, np.nan)[np.minimum(at, len(values))]
    return found


def scaled_errors(forecast: Array, values: Array, origins: IntArray, seasons: int) -> Array:
    """Absolute errors over what last year's value was off by on average before the origin.

    The mean of these is the MASE (Hyndman and Koehler 2006), with the seasonal-naive forecast of
    the periods that the origin knows as its unit: below 1 is better than that was. Rows (origin,
    step); NaN where a forecast or a figure is missing.
    """
    came = outcomes(values, origins, forecast.shape[1])
    yearly = np.abs(values[seasons:] - values[:-seasons])
    unit = np.array([_mean(yearly[: max(origin - seasons, 0)]) for origin in origins])
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled: Array = np.abs(forecast - came) / unit[:, None]
    return scaled


def backtest(
    values: Array, forecast: Array, below: Array, origins: IntArray, seasons: int
) -> Backtest:
    """`forecast`: in display units; `below`: how probable a lower figure was than the one that
    came. Both rows (origin, step), NaN where nothing came."""
    own = scaled_errors(forecast, values, origins, seasons)
    naive = last_years(values, origins, forecast.shape[1], seasons)
    other = scaled_errors(naive, values, origins, seasons)
    both = np.isfinite(own) & np.isfinite(other)
    told = below[np.isfinite(below)]
    off = np.abs(told - 0.5)
    return Backtest(
        origins=int(both.any(axis=1).sum()),
        compared=int(both.sum()),
        mase=_mean(own[both]),
        naive_mase=_mean(other[both]),
        within_80=_mean((off <= 0.4).astype(float)),
        within_95=_mean((off <= 0.475).astype(float)),
        banded=len(told),
        steps=forecast.shape[1],
    )


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
