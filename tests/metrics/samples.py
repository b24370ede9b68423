"""Feedback frames for the tests of metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.sums.counts import answer_counts, moments

SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "rating": (1, 5), "sentiment": (-1, 1)}


def feedback(metric: str, scores: Sequence[float | None], **columns: object) -> pd.DataFrame:
    low, high = SCALES[metric]
    return pd.DataFrame(
        {
            "score": np.array(scores, dtype=float),
            "metric": metric,
            "scale_min": low,
            "scale_max": high,
            **columns,
        }
    )


def arrays(*numbers: float) -> list[npt.NDArray[np.float64]]:
    """Each number as an array of one, as functions of sums take them."""
    return [np.array([number], dtype=float) for number in numbers]


def nps(promoters: int, passives: int, detractors: int, **columns: object) -> pd.DataFrame:
    """Raw NPS answers: 10 for promoters, 8 for passives, 3 for detractors."""
    return feedback("nps", [10] * promoters + [8] * passives + [3] * detractors, **columns)


def cells(raw: pd.DataFrame, keys: Sequence[str] = (), weighted: bool = False) -> pd.DataFrame:
    return moments(answer_counts(raw, keys), keys, weighted)


def only(columns: dict[str, Any]) -> pd.Series:
    """The one row of columns that have no other."""
    (row,) = pd.DataFrame(columns).iterrows()
    found: pd.Series = row[1]
    return found
