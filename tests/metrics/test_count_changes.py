"""Changes of numbers and sums: by hand, and how often they are false where nothing changed."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks.claims import counts
from metrics.counts import by_customer, change_of_counts, change_of_totals, spread_of
from metrics.inference.design_effect import Ties
from metrics.sums.counts import add_tallies

ONE = np.ones(1)


def test_a_constant_rate_does_not_change_in_a_shorter_month() -> None:
    """2,800 in 28 days and 3,100 in 31: a hundred a day in both."""
    found = change_of_counts(2800 * ONE, 3100 * ONE, 28 / 31 * ONE, ONE, 6 * ONE)
    assert found.change[0] == pytest.approx(0, abs=1e-9)
    assert found.p_value[0] == pytest.approx(1)
    # Large counts: half an interval is t times the root of both variances at 28 days.
    half = stats.t.ppf(0.975, 6) * sqrt(2800 + (28 / 31) ** 2 * 3100)
    assert found.high[0] == pytest.approx(half, rel=0.02)
    assert found.low[0] == pytest.approx(-half, rel=0.02)


def test_dispersion_widens_by_its_root() -> None:
    plain = change_of_counts(1000 * ONE, 900 * ONE, ONE, ONE, 50 * ONE)
    wide = change_of_counts(1000 * ONE, 900 * ONE, ONE, 4 * ONE, 50 * ONE)
    assert wide.high - wide.change == pytest.approx(2 * (plain.high - plain.change))
    assert wide.change - wide.low == pytest.approx(2 * (plain.change - plain.low))
    assert wide.p_value[0] > plain.p_value[0]


def test_a_sum_at_equal_days() -> None:
    """100 orders of 10 in 30 days against 150 of 10 in 60."""
    now, base = (1000 * ONE, 10_000 * ONE), (1500 * ONE, 15_000 * ONE)
    found = change_of_totals(now, base, 0.5 * ONE, 2 * ONE, 8 * ONE)
    error = sqrt(2 * (10_000 + 0.25 * 15_000))
    assert found.change[0] == 250
    assert found.high[0] - 250 == pytest.approx(stats.t.ppf(0.975, 8) * error)
    assert found.p_value[0] == pytest.approx(2 * stats.t.sf(250 / error, 8))


def weeks_of(numbers: dict[str, list[int]]) -> pd.DataFrame:
    rows = [(level, week, n) for level, each in numbers.items() for week, n in enumerate(each) if n]
    return pd.DataFrame(rows, columns=["place", "week", "n"])


def test_the_spread_of_weeks_by_hand() -> None:
    """A: 8, 12, 10 and 10, 10; B: no row in one of its weeks. The fourth week is no whole one."""
    now = weeks_of({"A": [8, 12, 10, 3], "B": [0, 30, 0, 9]})
    base = weeks_of({"A": [10, 10], "B": [10, 10]})
    keys, metric = ["place", "week"], "tickets_opened"
    sides = add_tallies(now, metric, keys), add_tallies(base, metric, keys)
    cells = sides[0].added(["place"])
    assert list(cells.labels["place"]) == ["A", "B"]
    found = spread_of(cells, sides, (3, 2), metric, ["place"])
    # A: (4 + 4 + 0) / 10 over 2 + 1 degrees is below 1; B: (100 + 400 + 100) / 10 over 3.
    assert found.dispersion.tolist() == pytest.approx([1, 20])
    assert found.freedom.tolist() == [3, 3]


def test_without_two_weeks_nothing_is_known() -> None:
    cells = add_tallies(weeks_of({"A": [8]}), "tickets_opened", ["place", "week"])
    found = spread_of(cells.added(["place"]), (cells, cells), (1, 1), "tickets_opened", ["place"])
    assert np.isnan(found.dispersion).all()


def test_false_and_found_in_simulated_months() -> None:
    found = counts.run(11, 1500)
    assert list(found["measure"]) == ["false", "found"] * 3
    assert (found["value"] >= found["limit_low"]).all(), found
    assert (found["value"] <= found["limit_high"]).all(), found


def test_what_each_customer_changed_by_hand() -> None:
    # One customer with 4 tickets now and none before, one with 1 and 1, in a base twice as long:
    # (4 - 0)^2 + (1 - 0.5)^2 = 16.25 where as many customers would have 5 + 0.25 x 1.
    ties = Ties(*(np.array([float(one)]) for one in (5, 17, 1, 1, 1)))
    assert by_customer(ties, np.array([0.5]), ONE) == pytest.approx([16.25 / 5.25])
    half = by_customer(ties, np.array([0.5]), 0.5 * ONE)  # every second one is counted
    assert half == pytest.approx([1 + 0.5 * (16.25 / 5.25 - 1)])
    steady = Ties(*(np.array([float(one)]) for one in (30, 300, 30, 300, 300)))
    assert by_customer(steady, ONE, ONE) == [1]  # ten of each of three, as before
    nobody = Ties(*(np.zeros(2) for _ in range(5)))
    assert list(by_customer(nobody, np.ones(2), np.ones(2))) == [1, 1]


def test_customers_who_come_and_go_are_no_change() -> None:
    """Each has all their tickets on one side: false in half of all rounds by tickets alone."""
    chance = np.random.default_rng(7)
    false = plain = 0
    for _ in range(400):
        sides = [1 + chance.poisson(4, chance.poisson(60)) for _ in range(2)]
        n1, n0 = (np.array([float(side.sum())]) for side in sides)
        pairs1, pairs0 = (np.array([float((side**2).sum())]) for side in sides)
        ties, one, many = Ties(n1, pairs1, n0, pairs0, np.zeros(1)), np.ones(1), np.full(1, 100.0)
        dispersion = by_customer(ties, one, one)
        false += int(change_of_counts(n1, n0, one, dispersion, many).p_value[0] < 0.05)
        plain += int(change_of_counts(n1, n0, one, one, many).p_value[0] < 0.05)
    assert false / 400 < 0.08
    assert plain / 400 > 0.3
