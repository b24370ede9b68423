"""Companies of quarters: 1,500 answers in each, of exactly the shares that it has."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.store.snapshots import Snapshot
from tests.data.company import LONG, Company
from tests.pages import log

SURVEY = LONG + 'touchpoint = "place"\n'
THIRD_QUARTER = "from=2025-07-01&to=2025-09-30"
HIGH, LOW, LOWER = (0.5, 0.2), (0.4, 0.3), (0.25, 0.45)  # promoters and detractors
SEASON = [HIGH, HIGH, LOW, HIGH]


def answers(first: str, quarters: list[tuple[float, float]], place: str = "Shop") -> pd.DataFrame:
    """1,500 answers a quarter, spread over its days, of exactly the shares that it has."""
    chance, parts = np.random.default_rng(3), []
    starts = pd.date_range(first, periods=len(quarters), freq="QS")
    for start, (p, d) in zip(starts, quarters, strict=True):
        rank = chance.permutation(1500) / 1500
        days = (start + pd.DateOffset(months=3) - start).days
        parts.append(
            pd.DataFrame(
                {
                    "date": start + pd.to_timedelta(np.arange(1500) % days, unit="D"),
                    "score": np.where(rank < p, 10, np.where(rank < 1 - d, 8, 3)),
                    "place": place,
                }
            )
        )
    return pd.concat(parts)


def opened(company: Company, *parts: pd.DataFrame) -> Snapshot:
    survey = pd.concat(parts)
    return log.opened(company, SURVEY, survey=survey.assign(id=range(len(survey))))
