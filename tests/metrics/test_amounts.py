"""Counts, stocks and totals: by hand, and how often nothing is called a change."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from metrics.estimates import figures
from metrics.sums.counts import add_tallies


def count_of(now: list[int], base: list[int]) -> pd.DataFrame:
    """Figures of as many pairs of counts."""
    cells = [
        add_tallies(
            pd.DataFrame({"run": range(len(counts)), "n": counts}), "tickets_opened", ("run",)
        )
        for counts in (now, base)
    ]
    return figures(cells[0], cells[1], ["tickets_opened"], ("run",), minimum_n=0)


def test_counts_by_hand() -> None:
    found = count_of([30], [10]).iloc[0]
    # Garwood: 30 is 20.2410 to 42.8269, 10 is 4.7954 to 18.3904
    assert (found["value"], found["base_value"], found["change"]) == (30, 10, 20)
    assert found["low"] == pytest.approx(20.2409, abs=1e-4)
    assert found["high"] == pytest.approx(42.8269, abs=1e-4)
    # 20 - sqrt(9.7590^2 + 8.3904^2) = 20 - 12.8703; 20 + sqrt(12.8269^2 + 5.2046^2) = 20 + 13.8426
    assert found["change_low"] == pytest.approx(7.1297, abs=1e-3)
    assert found["change_high"] == pytest.approx(33.8426, abs=1e-3)
    z = 1.959964 * 20 / 12.8703
    assert found["p_value"] == pytest.approx(2 * NormalDist().cdf(-z), abs=1e-5)
    assert found["verdict"] == "real"


def test_few_or_none_are_counted_as_they_are() -> None:
    found = count_of([0, 3, 2], [4, 3, 9])
    assert found["value"].tolist() == [0, 3, 2]
    assert found["hidden"].tolist() == ["", "", ""]
    assert found["low"].iloc[0] == 0
    assert found["verdict"].iloc[1] == "noise"


@pytest.mark.slow
@pytest.mark.parametrize("mean", [3, 20, 400])
def test_counts_do_not_change_by_themselves(mean: int) -> None:
    rng = np.random.default_rng(mean)
    now, base = (rng.poisson(mean, 4000).tolist() for _ in range(2))
    cells = [
        add_tallies(pd.DataFrame({"n": [n]}), "tickets_opened", ())
        for pair in zip(now[:400], base[:400], strict=True)
        for n in pair
    ]
    alone = [
        figures(cells[i], cells[i + 1], ["tickets_opened"], (), minimum_n=0)["verdict"].iloc[0]
        for i in range(0, 800, 2)
    ]
    assert alone.count("real") / 400 < 0.075
    found = count_of(now, base)
    held = (found["low"] <= mean) & (mean <= found["high"])
    assert held.mean() >= 0.945
    held = (found["change_low"] <= 0) & (found["change_high"] >= 0)
    assert held.mean() >= 0.935


def stock(came: int, went: int) -> pd.DataFrame:
    return pd.DataFrame({"n": [came - went], "came": [came], "went": [went]})


@pytest.mark.parametrize(
    ("now", "base", "change", "error", "verdict"),
    [
        # 100 came and 60 went since: 40 more, give or take the root of 160
        ((600, 460), (500, 400), 40, 160**0.5, "real"),
        ((600, 485), (500, 400), 15, 185**0.5, "noise"),
        ((500, 400), (500, 400), 0, 0, "noise"),
    ],
)
def test_stocks_by_hand(
    now: tuple[int, int], base: tuple[int, int], change: float, error: float, verdict: str
) -> None:
    cells = [add_tallies(stock(*one), "open_cases", ()) for one in (now, base)]
    found = figures(cells[0], cells[1], ["open_cases"], (), minimum_n=0).iloc[0]
    assert found["value"] == now[0] - now[1] == found["n"]
    assert np.isnan(found["low"])
    assert found["change"] == change
    assert found["change_high"] - found["change"] == pytest.approx(1.959964 * error, abs=1e-4)
    assert found["verdict"] == verdict
