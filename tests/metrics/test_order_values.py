"""Order values and revenue, counted by hand."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from metrics.estimates import figures
from metrics.sums.counts import tally_moments


def order_sums(amounts: npt.ArrayLike) -> pd.DataFrame:
    """Orders as a tally: n, total and squares of these amounts."""
    amount = np.asarray(amounts, dtype=float)
    return pd.DataFrame({"n": 1, "total": amount, "squares": amount**2})


def test_average_order_value_and_revenue_by_hand() -> None:
    amounts = [10.0, 20.0, 30.0, 40.0] * 5
    sums = order_sums(amounts)
    mean = figures(tally_moments(sums, "average_order_value"), None, ["average_order_value"]).iloc[
        0
    ]
    assert (mean["n"], mean["value"]) == (20, 25.0)
    # sd of the 20 amounts 11.4708, standard error 2.56495, t(19) 2.09302
    assert mean["high"] == pytest.approx(25 + 2.09302 * 2.56495, abs=1e-3)
    total = figures(tally_moments(sums, "revenue"), None, ["revenue"]).iloc[0]
    assert total["value"] == 500
    assert np.isnan(total["low"])


def test_a_change_without_any_spread_is_not_called_noise() -> None:
    sides = [
        tally_moments(order_sums([amount] * 50), "average_order_value") for amount in (12.99, 9.99)
    ]
    found = figures(sides[0], sides[1], ["average_order_value"]).iloc[0]
    assert found["change"] == pytest.approx(3)
    assert np.isnan(found["p_value"])
    assert found["verdict"] == "none"


@pytest.mark.slow
def test_revenue_changes_are_judged_as_compound_poisson_sums() -> None:
    rng = np.random.default_rng(3)
    found = []
    for _ in range(200):
        sides = [
            tally_moments(order_sums(rng.gamma(2, 40, rng.poisson(300))), "revenue")
            for _ in range(2)
        ]
        found.append(figures(sides[0], sides[1], ["revenue"])["verdict"].iloc[0] == "real")
    assert 0.01 <= np.mean(found) <= 0.1  # nothing changed: 5 % false alarms
