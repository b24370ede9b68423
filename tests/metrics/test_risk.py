"""Money at risk and costs per customer, by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from metrics.customers.costs import spent_per_customer
from metrics.customers.risk import risk_figures
from metrics.sums.cells import MOMENTS, Cells

# Of 20 detractors with 1,000 a year each 8 leave, of 50 promoters 5.
OUTCOMES = pd.DataFrame(
    {
        "nps_group": ["promoters", "detractors"],
        "n": [50, 20],
        "positive": [5, 8],
        "current": [60, 30],
        "paying": [50, 20],
        "w": [50_000.0, 20_000.0],
        "w2": [50e6, 20e6],
        "pos": [5_000.0, 8_000.0],
        "pos2": [5e6, 8e6],
        "revenue": [60_000.0, 36_000.0],
        "total": [5_000.0, 1_000.0],
        "squares": [600_000.0, 90_000.0],
        "cubes": [90e6, 9e6],
    }
)


def row(frame: pd.DataFrame, metric: str, group: str) -> pd.Series:
    (found,) = (one for _, one in frame.iterrows() if (one.metric, one.segment) == (metric, group))
    return found


def test_by_hand() -> None:
    found = risk_figures(OUTCOMES, minimum_n=10)
    left = row(found, "left_after_answer", "detractors")
    assert (left["value"], left["base_value"], left["change"]) == pytest.approx((40, 10, 30))
    low, high = proportion_confint(8, 20, method="wilson")
    assert (left["low"], left["high"]) == pytest.approx((100 * low, 100 * high))
    base_low, base_high = proportion_confint(5, 50, method="wilson")
    # Newcombe (1998): the ends of the difference from those of the two.
    ends = (
        0.3 - np.hypot(0.4 - low, base_high - 0.1),
        0.3 + np.hypot(high - 0.4, 0.1 - base_low),
    )
    assert (left["change_low"], left["change_high"]) == pytest.approx(tuple(100 * e for e in ends))
    assert left["verdict"] == "real"
    # All pay the same, so that revenue says what customers say.
    revenue = row(found, "revenue_left_after_answer", "detractors")
    assert revenue["change"] == pytest.approx(30)
    money = row(found, "money_at_risk", "detractors")
    assert money["n"] == 30
    assert money["value"] == pytest.approx(36_000 * 0.3)
    assert (money["low"], money["high"]) == pytest.approx(tuple(36_000 * end for end in ends))
    ordered = row(found, "ordered_after_answer", "promoters")
    assert (ordered["value"], ordered["base_n"]) == (pytest.approx(100), 0)


def test_too_few_say_nothing() -> None:
    found = risk_figures(OUTCOMES, minimum_n=25)
    assert "money_at_risk" not in set(found["metric"])
    assert row(found, "left_after_answer", "detractors")["hidden"]


def test_no_promoters_no_money() -> None:
    found = risk_figures(OUTCOMES.iloc[1:], minimum_n=10)
    assert set(found["segment"]) == {"detractors"}
    assert "money_at_risk" not in set(found["metric"])
    assert (found["verdict"] == "none").all()


def test_costs_of_whole_months() -> None:
    months = pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01"])
    costs = pd.DataFrame({"month": months, "total": [100.0, 200.0, 400.0]})
    spans = [
        (date(2025, 1, 1), date(2025, 2, 28)),
        (date(2025, 1, 2), date(2025, 3, 30)),
        (date(2025, 2, 2), date(2025, 3, 30)),
        (date(2025, 1, 1), date(2025, 1, 31)),
    ]
    n = np.array([10.0, 20.0, 10.0, 0.0])
    place = pd.array(["a", "b", "c", "d"])
    there = Cells({"place": place, "series": place}, dict.fromkeys(MOMENTS, n))
    found = spent_per_customer(costs, there, spans, "retention_cost")
    # No whole month in the third, nobody in the fourth.
    assert list(found.labels["place"]) == ["a", "b"]
    assert (found.sums["total"] / found.sums["w"]).tolist() == [30, 10]
