"""February against January: numbers at a constant rate, and one that rose by a fifth.

Events of a day are Poisson around a rate that each calendar week draws anew (gamma), so that weekly
numbers vary by the dispersion times their mean. Taken as Poisson they are false far more often, and
nearly always where 31 days stand against 28.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.counts import change_of_counts, spread_of
from metrics.inference.verdicts import is_real
from metrics.sums.cells import Cells
from metrics.sums.counts import add_tallies
from metrics.sums.grouping import Array

_JANUARY, _FEBRUARY = 31, 28
_A_DAY = 200  # events
_RISE = 1.2
_METRIC = "tickets_opened"


def run(seed: int, rounds: int) -> pd.DataFrame:
    """A row per dispersion and measure: case, measure, value, limit_low, limit_high (shares)."""
    rng = np.random.default_rng(seed)
    rows = []
    for dispersion in (1, 2, 4):
        for measure, rise, low, high in (
            ("false", 1.0, 0.0, 0.05),
            ("found", _RISE, 0.8, 1.0),
        ):
            found = _real(rng, rounds, dispersion, rise).mean()
            rows.append((f"dispersion {dispersion}", measure, float(found), low, high))
    columns = ["case", "measure", "value", "limit_low", "limit_high"]
    return pd.DataFrame(rows, columns=columns)


def _real(rng: np.random.Generator, rounds: int, dispersion: float, rise: float) -> Array:
    """In each round whether February's change is real."""
    days = np.arange(_JANUARY + _FEBRUARY)
    week = (days + 3) // 7  # 1 January 2026 is a Thursday
    factor: Array = np.ones((rounds, week[-1] + 1))
    if dispersion > 1:
        shape = 7 * _A_DAY / (dispersion - 1)
        factor = np.asarray(rng.gamma(shape, 1 / shape, factor.shape), dtype=np.float64)
    events = rng.poisson(_A_DAY * factor[:, week] * np.where(days < _JANUARY, 1.0, rise))
    base, now = (
        _cells(events[:, part], week[part] - first)
        for part, first in ((days < _JANUARY, 1), (days >= _JANUARY, 5))
    )
    totals = now.added(["round"]), base.added(["round"])
    spread = spread_of(totals[0], (now, base), (3, 3), _METRIC, ["round"])
    ratio = np.full(rounds, _FEBRUARY / _JANUARY)
    n1, n0 = (side.sums["answers"] for side in totals)
    change = change_of_counts(n1, n0, ratio, *spread)
    return np.asarray(is_real(change.p_value, change.low, change.high), dtype=float)


def _cells(events: npt.NDArray[np.int64], week: npt.NDArray[np.int64]) -> Cells:
    """Of every round the events by week, the whole ones from 0 on."""
    rounds, days = events.shape
    labels = {"round": np.repeat(np.arange(rounds), days), "week": np.tile(week, rounds)}
    return add_tallies(pd.DataFrame({**labels, "n": events.ravel()}), _METRIC, ["round", "week"])
