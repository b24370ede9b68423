"""First contact resolution and order values, counted by hand."""

import numpy as np
import pandas as pd
import pytest

from metrics.counts import tally_moments
from metrics.estimates import figures
from metrics.tallies import first_contacts, order_sums


def tickets() -> pd.DataFrame:
    """20 resolved (12 at first contact, 2 of them reopened), 5 open, 3 of unknown contacts."""
    return pd.DataFrame(
        {
            "resolved_at": pd.to_datetime(["2026-01-02"] * 20 + ["NaT"] * 5 + ["2026-01-02"] * 3),
            "contacts": [1] * 12 + [2] * 8 + [1] * 5 + [None] * 3,
            "reopened": [True] * 2 + [False] * 9 + [None] + [False] * 16,
        }
    )


def test_first_contact_resolution_by_hand() -> None:
    metric = "first_contact_resolution"
    found = figures(tally_moments(first_contacts(tickets()), metric), None, [metric]).iloc[0]
    assert (found["n"], found["value"]) == (20, 50.0)
    assert found["low"] < 50 < found["high"]


def test_without_reopened_none_were() -> None:
    counted = first_contacts(tickets().drop(columns="reopened"))
    assert counted["positive"].sum() == 12


def test_average_order_value_and_revenue_by_hand() -> None:
    amounts = [10.0, 20.0, 30.0, 40.0] * 5
    sums = order_sums(pd.DataFrame({"amount": [*amounts, np.nan]}))
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
        tally_moments(order_sums(pd.DataFrame({"amount": [amount] * 50})), "average_order_value")
        for amount in (12.99, 9.99)
    ]
    found = figures(sides[0], sides[1], ["average_order_value"]).iloc[0]
    assert found["change"] == pytest.approx(3)
    assert np.isnan(found["p_value"])
    assert found["verdict"] == "none"


def test_revenue_changes_are_judged_as_compound_poisson_sums() -> None:
    rng = np.random.default_rng(3)
    found = []
    for _ in range(200):
        sides = [
            tally_moments(
                order_sums(pd.DataFrame({"amount": rng.gamma(2, 40, rng.poisson(300))})), "revenue"
            )
            for _ in range(2)
        ]
        found.append(figures(sides[0], sides[1], ["revenue"])["verdict"].iloc[0] == "real")
    assert 0.01 <= np.mean(found) <= 0.1  # nothing changed: 5 % false alarms


def test_missing_columns_are_named() -> None:
    with pytest.raises(ValueError, match="missing columns: contacts"):
        first_contacts(tickets().drop(columns="contacts"))
