"""Do intervals of counts and of shares of revenue hold the truth?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from metrics.estimates import figures
from metrics.inference import differences, intervals
from metrics.inference.verdicts import is_real
from metrics.sums.cells import MOMENTS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("expected", "most"), [(3, 99.9), (10, 98.5), (30, 97.5), (100, 97), (1000, 96)]
)
def test_counts(expected: int, most: float) -> None:
    """Garwood's holds at least 95 % by construction, more where counts are few: counted out."""
    k = np.arange(0.0, expected + 12 * np.sqrt(expected) + 20)
    found = intervals.count(k)
    for rate in np.linspace(0.8, 1.2, 41) * expected:
        held = (found.low <= rate) & (rate <= found.high)
        assert 95 <= 100 * stats.poisson.pmf(k, rate)[held].sum() <= most


@pytest.mark.parametrize("expected", [10, 30, 100, 1000])
@pytest.mark.parametrize("times", [1, 1.5])
def test_changes_of_counts(expected: int, times: float) -> None:
    """From the two intervals: a little cautious, never rash."""
    rng, rounds = np.random.default_rng(expected), 20_000
    now, base = (rng.poisson(rate, rounds).astype(float) for rate in (times * expected, expected))
    found = differences.from_intervals(intervals.count(now), intervals.count(base))
    truth = (times - 1) * expected
    assert 94.5 <= 100 * np.mean((found.low <= truth) & (truth <= found.high)) <= 98
    assert times != 1 or 100 * is_real(found.p_value, found.low, found.high).mean() <= 5


@pytest.mark.parametrize("n", [100, 400, 2000])
@pytest.mark.parametrize("spread", [1.0, 1.75])
@pytest.mark.parametrize("slope", [-0.4, 0, 0.4])
def test_shares_of_revenue(n: int, spread: float, slope: float) -> None:
    """Very unequal customers, of whom the large leave less, as, or more often than the small.

    Kish's n alone would hold 90 to 93 % where the large leave more often.
    """
    rng, rounds = np.random.default_rng(n), 2_000
    size = rng.normal(size=(rounds, n))
    revenue, chance = np.exp(spread * size), 1 / (1 + np.exp(2.1 - slope * size))
    lost = revenue * (rng.random((rounds, n)) < chance)
    sums = dict.fromkeys(MOMENTS, np.zeros(rounds)) | {
        "answers": np.full(rounds, n), "pos": lost.sum(axis=1), "squares": (lost**2).sum(axis=1),
        "w": revenue.sum(axis=1), "w2": (revenue**2).sum(axis=1),
    }  # fmt: skip
    frame = pd.DataFrame({"round": np.arange(rounds), "series": "revenue_churn", **sums})
    found = figures(frame, None, ["revenue_churn"], ("round",), minimum_n=2)
    truth = 100 * (revenue * chance).sum(axis=1) / revenue.sum(axis=1)
    held = (found["low"] <= truth) & (truth <= found["high"])
    assert 94 <= 100 * held.mean() <= 99.5
