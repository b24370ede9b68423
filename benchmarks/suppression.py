"""Suppression of many levels: that its time grows with the number of cells, and not faster."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from metrics.privacy.suppression import hidden_cells

FEW, MANY = 300, 1000  # levels of each of the two keys
_RUNS = 3


def measure() -> float:
    """How many times as long MANY x MANY cells take as FEW x FEW do, the best of some runs."""
    return _seconds(MANY) / _seconds(FEW)


def _seconds(levels: int) -> float:
    answers = np.random.default_rng(0).poisson(25, levels**2).astype(np.int64)
    place = np.arange(len(answers))
    labels = {
        "level": pd.Series(place // levels).array,
        "month": pd.Series(place % levels).array,
        "series": pd.Series(place * 0).array,
    }
    found = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        hidden_cells(labels, ["level", "month"], answers, 10)
        found.append(time.perf_counter() - began)
    return min(found)
