"""Permutation tests against all ways of dealing the answers out, and exact tables."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.inference import permutation
from tests.metrics.samples import arrays

Array = npt.NDArray[np.float64]


def dealt(one: list[float], two: list[float]) -> tuple[float, Array]:
    """The difference of means, and that of every way to deal the answers out."""
    together = np.array(one + two, dtype=float)
    rows = np.array(list(combinations(range(len(together)), len(one))))
    sums = together[rows].sum(axis=1)
    differences = sums / len(one) - (together.sum() - sums) / len(two)
    return float(np.mean(one) - np.mean(two)), differences


def curve(one: list[float], two: list[float]) -> float:
    together = np.array(one + two, dtype=float)
    off = together - together.mean()
    moments = ((off**2).mean(), (off**3).mean())
    change = np.mean(one) - np.mean(two)
    return float(permutation.scores(*arrays(len(one), len(two), change, *moments))[0])


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ([5, 4, 5, 3, 2, 4], [3, 2, 4, 1, 3, 2, 5, 3, 3, 4, 2, 1]),
        ([1, 2, 2, 5], [5, 5, 5, 4, 5, 5, 3, 5, 5, 4, 5, 5, 5, 4, 5, 5]),
        ([14, 12, 25, 11, 13], [10, 12, 8, 9, 14, 11, 7, 20, 10, 13, 9, 11, 10, 12, 15]),
    ],
)
def test_as_all_ways_to_deal_them_out(one: list[float], two: list[float]) -> None:
    """Few against many: within the steps that so few ways have."""
    change, every = dealt(one, two)
    beyond = np.sign(change) * every >= abs(change) - 1e-9
    more = np.sign(change) * every > abs(change) + 1e-9
    assert 2 * more.mean() - 0.01 <= curve(one, two) <= 2 * beyond.mean() + 0.01


def test_variance_and_skewness_are_those_of_all_ways() -> None:
    """A deviate of exactly two: of Pearson's curve with the skewness that was counted out."""
    one, two = [1.0, 1, 2, 9], [2.0, 3, 2, 1, 4, 2, 1, 3, 5, 2, 2, 1]
    _, every = dealt(one, two)
    off = np.array(one + two) - np.mean(one + two)
    change, moments = 2 * every.std(), ((off**2).mean(), (off**3).mean())
    found = permutation.scores(*arrays(len(one), len(two), change, *moments))[0]
    assert found == pytest.approx(2 * stats.pearson3.sf(2, stats.skew(every)), rel=1e-6)


@given(st.integers(1, 60), st.integers(1, 3_000), st.floats(0, 1), st.floats(0, 1))
def test_mid_p_as_the_hypergeometric_of_scipy(
    n1: int, n0: int, share1: float, share0: float
) -> None:
    x1, x0 = round(n1 * share1), round(n0 * share0)
    found = permutation.shares(*arrays(n1, x1 / n1, n0, x0 / n0))[0]
    table = stats.hypergeom(n1 + n0, x1 + x0, n1)
    above = x1 * (n1 + n0) >= n1 * (x1 + x0)
    tail = table.sf(x1) if above else table.cdf(x1 - 1)
    assert found == pytest.approx(min(2 * tail + table.pmf(x1), 1), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("positive", [0.5, 0.9])
def test_where_the_tail_is_not_added_up_it_is_as_exact(positive: float) -> None:
    """2,500 against 50,000: Pearson's curve to 1 % at p = 0.0005, to 6 % at one in a million."""
    n1, n0, k0 = 2_500, 50_000, int(50_000 * positive)
    x1 = np.arange(int(n1 * positive) - 130, int(n1 * positive) + 130)
    n = np.full(x1.size, float(n1))
    found = permutation.shares(n, x1 / n1, np.full(x1.size, float(n0)), np.full(x1.size, k0 / n0))
    table = stats.hypergeom(n1 + n0, x1 + k0, n1)
    tails = np.minimum(table.sf(x1), table.cdf(x1 - 1)) + table.pmf(x1) / 2
    exact = np.minimum(2 * tails, 1)
    assert found[exact > 5e-4] == pytest.approx(exact[exact > 5e-4], rel=0.02)
    assert found[exact > 1e-6] == pytest.approx(exact[exact > 1e-6], rel=0.08)


def test_effective_numbers_are_never_raised() -> None:
    # 10.4 effective answers are ten: 9 of them positive, against 100 of 200.
    found = permutation.shares(*arrays(10.4, 0.9, 200.9, 0.5))[0]
    assert found == permutation.shares(*arrays(10, 0.9, 200, 0.5))[0]
    assert found > stats.fisher_exact([[10, 1], [100, 101]]).pvalue / 2


def test_nothing_differs_where_all_say_the_same() -> None:
    assert permutation.shares(*arrays(10, 1, 300, 1))[0] == pytest.approx(1)
    assert permutation.scores(*arrays(10, 300, 0, 0, 0)).tolist() == [1]
