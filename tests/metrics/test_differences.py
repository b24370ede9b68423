"""Differences against statsmodels, published figures and simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from metrics.inference import differences, intervals
from tests.metrics.samples import arrays


def test_nine_points_of_nps_that_are_noise() -> None:
    # MeasuringU: 110 promoters and 40 detractors of 200 against 96 and 44; z 1.126, p 0.26.
    found = differences.net_share(*arrays(200, 0.55, 0.2, 200, 0.48, 0.22))
    assert found.change[0] == pytest.approx(0.09)
    assert found.p_value[0] == pytest.approx(0.2603, abs=5e-4)
    assert found.low[0] < 0 < found.high[0]


@given(st.integers(1, 400), st.integers(1, 400), st.floats(0, 1), st.floats(0, 1))
def test_proportions_as_statsmodels(n1: int, n0: int, share1: float, share0: float) -> None:
    x1, x0 = round(n1 * share1), round(n0 * share0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = differences.proportion(*arrays(n1, x1 / n1, n0, x0 / n0))
    low, high = confint_proportions_2indep(x1, n1, x0, n0, method="newcomb", compare="diff")
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=1e-9)
    if 0 < x1 + x0 < n1 + n0:
        _, p_value = proportions_ztest([x1, x0], [n1, n0])
        assert found.p_value[0] == pytest.approx(p_value, abs=1e-9)
    else:
        assert found.p_value[0] == 1


def test_newcombe_as_published() -> None:
    # Newcombe 1998, table II (a): 56/70 - 48/80, method 10: 0.0524 to 0.3339.
    found = differences.proportion(*arrays(70, 56 / 70, 80, 48 / 80))
    assert (found.low[0], found.high[0]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_means_are_welch_as_in_statsmodels() -> None:
    one = np.array([5, 4, 4, 3, 5, 2, 4, 5, 1, 4, 5, 5], dtype=float)
    two = np.array([3, 3, 2, 4, 1, 3, 2, 5], dtype=float)
    errors = [np.sqrt(x.var(ddof=1) / len(x)) for x in (one, two)]
    found = differences.mean(*arrays(12, one.mean(), errors[0], 8, two.mean(), errors[1]))
    oracle = CompareMeans(DescrStatsW(one), DescrStatsW(two))
    assert (found.low[0], found.high[0]) == pytest.approx(
        oracle.tconfint_diff(usevar="unequal"), abs=1e-9
    )
    assert found.p_value[0] == pytest.approx(oracle.ttest_ind(usevar="unequal")[1])


counts = st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))


@given(counts, counts)
def test_swapping_the_sides_turns_the_difference_round(
    one: tuple[int, int, int], two: tuple[int, int, int]
) -> None:
    a, b = (
        arrays(max(sum(x), 1), x[0] / max(sum(x), 1), x[2] / max(sum(x), 1)) for x in (one, two)
    )
    there, back = differences.net_share(*a, *b), differences.net_share(*b, *a)
    assert there.change[0] == pytest.approx(-back.change[0])
    assert there.low[0] == pytest.approx(-back.high[0])
    assert there.p_value[0] == pytest.approx(back.p_value[0])
    assert there.low[0] <= there.change[0] <= there.high[0]


def test_equal_values_without_error_are_no_change() -> None:
    found = differences.normal(*arrays(2, 0, 2, 0))
    assert (found.change[0], found.p_value[0]) == (0, 1)


class TestCoverage:
    """How many of 20,000 seeded intervals hold the true difference."""

    runs = 20_000

    @pytest.mark.parametrize(("n1", "n0"), [(15, 40), (100, 100)])
    def test_net_share(self, n1: int, n0: int) -> None:
        rng = np.random.default_rng(5)
        one = rng.multinomial(n1, (0.6, 0.25, 0.15), self.runs) / n1
        two = rng.multinomial(n0, (0.4, 0.3, 0.3), self.runs) / n0
        sizes = [np.full(self.runs, float(n)) for n in (n1, n0)]
        found = differences.net_share(
            sizes[0], one[:, 0], one[:, 2], sizes[1], two[:, 0], two[:, 2]
        )
        self.check(found, 0.45 - 0.1)

    @pytest.mark.parametrize(("n1", "n0"), [(20, 50), (150, 150)])
    def test_proportion(self, n1: int, n0: int) -> None:
        rng = np.random.default_rng(6)
        one, two = rng.binomial(n1, 0.8, self.runs) / n1, rng.binomial(n0, 0.6, self.runs) / n0
        sizes = [np.full(self.runs, float(n)) for n in (n1, n0)]
        self.check(differences.proportion(sizes[0], one, sizes[1], two), 0.2)

    def test_mean(self) -> None:
        rng = np.random.default_rng(7)
        one = rng.choice(5, (self.runs, 25), p=[0.1, 0.1, 0.2, 0.3, 0.3]) + 1.0
        two = rng.choice(5, (self.runs, 60), p=[0.2, 0.2, 0.2, 0.2, 0.2]) + 1.0
        parts = []
        for drawn in (one, two):
            n = np.full(self.runs, float(drawn.shape[1]))
            mean, variance = drawn.mean(axis=1), drawn.var(axis=1, ddof=1)
            ends = np.full(self.runs, 1.0), np.full(self.runs, 5.0)
            parts += [n, mean, intervals.mean_error(n, mean, variance, *ends)]
        self.check(differences.mean(*parts), 3.6 - 3.0)

    def check(self, found: differences.Difference, truth: float) -> None:
        held = np.mean((found.low <= truth) & (truth <= found.high))
        assert 0.93 <= held <= 0.975
